import type { InstanceState } from '../state/index.ts';
import { isEnded } from '../state/index.ts';
import type { Command, CommandKind } from './command.ts';
import { COMMAND_HANDLERS } from './command-handler/registry.ts';
import type { CommandHandler } from './command-handler/command-handler.ts';
import type { Decide, Rejection } from './decide.ts';
import { REGISTRY } from './registry.ts';
import { Step } from './step.ts';
import { runQueue } from './work-queue.ts';

/** Commands that a suspended instance takes. */
const WHILE_SUSPENDED = new Set<CommandKind>(['resume', 'cancel', 'migrate']);

const wrongStatus = (message: string): Rejection => ({ kind: 'rejected', code: 'WRONG_STATUS', message });

/** Whether an instance in this state takes the command at all; null when it does. */
export function checkStatus(state: InstanceState | null, command: Command): Rejection | null {
  if (command.kind === 'start') {
    return state === null ? null : wrongStatus(`Expected no process instance ${state.instanceId} yet, but it is ${state.status}.`);
  }
  if (state === null)
    return { kind: 'rejected', code: 'NOT_FOUND', message: `Expected a process instance to ${command.kind}, but found none.` };
  if (isEnded(state.status))
    return wrongStatus(`Expected a running process instance to ${command.kind}, but ${state.instanceId} is ${state.status}.`);
  if (state.status === 'suspended' && !WHILE_SUSPENDED.has(command.kind)) {
    return wrongStatus(`Expected an active process instance to ${command.kind}, but ${state.instanceId} is suspended.`);
  }
  return null;
}

/** See `Decide`. Time: proportional to what the command makes happen, plus one copy of each map of the state that changes. */
export const decide: Decide = (environment, definition, state, command, now) => {
  const refusal = checkStatus(state, command);
  if (refusal !== null) return refusal;
  const step = new Step(environment, definition, state, now, REGISTRY);
  // The handler at `command.kind` takes exactly this kind of command; the compiler cannot correlate the two through the mapped type.
  const handle = COMMAND_HANDLERS[command.kind] as CommandHandler<CommandKind>;
  const rejection = handle(step, command);
  if (rejection !== null) return rejection;
  if (step.draft.status === 'active') runQueue(step);
  return { kind: 'decided', state: step.draft.finish(), records: step.records, effects: step.effects };
};
