import type { ElementInstanceId } from '../../model/index.ts';
import type { Wait } from '../../state/index.ts';
import type { Step } from '../step.ts';

type WithoutId<Each> = Each extends unknown ? Omit<Each, 'id'> : never;
/** A wait about to be opened: everything but its id. */
export type WaitPlan = WithoutId<Wait>;

/** Opens a wait and answers it with its id. */
export function openWait(step: Step, plan: WaitPlan): Wait {
  const wait: Wait = { ...plan, id: step.nextId() };
  step.emit({ kind: 'waitOpened', wait });
  return wait;
}

/** Closes a wait. A cancelled one takes its unperformed effects and its called instance with it. */
export function closeWait(step: Step, wait: Wait, reason: 'done' | 'cancelled'): void {
  step.emit({ kind: 'waitClosed', waitId: wait.id, reason });
  if (reason === 'done') return;
  step.withdrawEffects(wait.id);
  if (wait.kind === 'calledInstance' && wait.calledInstanceId !== null) {
    step.perform({ kind: 'cancelCalledInstance', calledInstanceId: wait.calledInstanceId });
  }
}

/** Closes everything that an element instance waits for, oldest first. */
export function closeWaitsOf(step: Step, id: ElementInstanceId, reason: 'done' | 'cancelled'): void {
  for (const wait of step.waitsOf(id)) closeWait(step, wait, reason);
}
