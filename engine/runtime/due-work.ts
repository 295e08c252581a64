import type { Command } from '../kernel/command.ts';
import type { JsonObject } from '../model/index.ts';
import type { MessageToKeep } from '../port/instance-store.ts';
import type { TreeStep } from './tree-step.ts';

/** A message on its way to a receiver that is not known yet. */
export type PublishedMessage = MessageToKeep;

/**
 * Work that one transaction leaves for another, by kind of `due_work`:
 * - `command`: a kernel command for an instance (`continue`, or one that a suspended instance could not take);
 * - `startCalled`: start of a called instance beyond what one step starts;
 * - `message`: correlate a message; `deliverSignal`: give a signal to one waiting event; `startBySignal`: start a process by a signal;
 *   `startCollected`: start a process whose triggers have all come; `spreadSignal`: give a signal to the next page of waiting events.
 */
export const DUE_WORK_KINDS = [
  'command',
  'startCalled',
  'message',
  'deliverSignal',
  'startBySignal',
  'startCollected',
  'spreadSignal',
] as const;
export type DueWorkKind = (typeof DUE_WORK_KINDS)[number];

/** Leaves a command for an instance of this tree. */
export function leaveCommand(step: TreeStep, instanceId: string, command: Command, dueAt: string): void {
  step.leave('command', instanceId, { command: jsonOf(command) }, dueAt);
}

export function leaveMessage(step: TreeStep, message: PublishedMessage): void {
  step.leave('message', null, { ...message });
}

/** A signal on its way to the events that waited for it when it was thrown. */
export interface SpreadSignal {
  readonly name: string;
  readonly variables: JsonObject;
  readonly waitingSince: string;
  /** Instances that got it in the step that threw it. */
  readonly exceptInstanceIds: readonly string[];
  readonly afterId: string;
}

/** Leaves a row per waiting event and per start event, so that each gets the signal in a transaction of its own. Answers how many they are. */
export async function leaveSignalDeliveries(
  step: TreeStep,
  name: string,
  variables: JsonObject,
  exceptInstanceIds: readonly string[],
): Promise<number> {
  const waiting = await leaveSignalPage(step, { name, variables, waitingSince: step.now, exceptInstanceIds, afterId: '' });
  const starts = await step.transaction.findStartSubscriptions('signal', name);
  for (const { definitionId, elementId, index } of starts) step.leave('startBySignal', null, { definitionId, elementId, index, variables });
  return waiting + starts.length;
}

/** Leaves a page of deliveries, and a row for the next page when there are more receivers than one step looks at. */
export async function leaveSignalPage(step: TreeStep, signal: SpreadSignal): Promise<number> {
  const { name, variables } = signal;
  const limit = step.parts.limits.receiversPerStep;
  const { receivers, total } = await step.transaction.findSignalSubscriptions(name, { ...signal, limit });
  for (const { id, instanceId } of receivers) step.leave('deliverSignal', instanceId, { subscriptionId: id, variables });
  const last = receivers.at(-1);
  if (last !== undefined && total > receivers.length) step.leave('spreadSignal', null, { ...signal, afterId: last.id });
  return total;
}

/** A command is plain data; its copy is a JSON object by type as well. */
const jsonOf = (command: Command): JsonObject => ({ ...command });
