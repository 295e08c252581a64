import type { Command } from '../kernel/command.ts';
import type { JsonObject } from '../model/index.ts';
import type { MessageToKeep } from '../port/instance-store.ts';
import { splitGlobalId } from './global-id.ts';
import type { TreeStep } from './tree-step.ts';

/** A message on its way to a receiver that is not known yet. */
export type PublishedMessage = MessageToKeep;

/**
 * Work that one transaction leaves for another, by kind of `due_work`:
 * - `command`: a kernel command for an instance (`continue`, or one that a suspended instance could not take);
 * - `startCalled`: start of a called instance beyond what one step starts;
 * - `message`: correlate a message; `deliverSignal`: give a signal to one waiting event; `startBySignal`: start a process by a signal;
 *   `startCollected`: start a process whose triggers have all come.
 */
export const DUE_WORK_KINDS = ['command', 'startCalled', 'message', 'deliverSignal', 'startBySignal', 'startCollected'] as const;
export type DueWorkKind = (typeof DUE_WORK_KINDS)[number];

/** Leaves a command for an instance of this tree. */
export function leaveCommand(step: TreeStep, instanceId: string, command: Command, dueAt: string): void {
  step.leave('command', instanceId, { command: jsonOf(command) }, dueAt);
}

export function leaveMessage(step: TreeStep, message: PublishedMessage): void {
  step.leave('message', null, { ...message });
}

/** Leaves a row per waiting event and per start event, so that each gets the signal in a transaction of its own. */
export async function leaveSignalDeliveries(
  step: TreeStep,
  name: string,
  variables: JsonObject,
  exceptInstanceIds: readonly string[],
): Promise<number> {
  const { transaction } = step;
  const waiting = await transaction.findSignalSubscriptions(name, exceptInstanceIds, step.parts.limits.receiversPerStep);
  for (const { id } of waiting)
    step.leave('deliverSignal', splitGlobalId(id, 'subscription').instanceId, { subscriptionId: id, variables });
  const starts = await transaction.findStartSubscriptions('signal', name);
  for (const { definitionId, elementId, index } of starts) step.leave('startBySignal', null, { definitionId, elementId, index, variables });
  return waiting.length + starts.length;
}

/** A command is plain data; its copy is a JSON object by type as well. */
const jsonOf = (command: Command): JsonObject => ({ ...command });
