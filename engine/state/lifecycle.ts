import type { ElementInstanceStatus, InstanceStatus } from './instance-state.ts';

/**
 * Which status may follow which for an element instance (BPMN 2.0.2, 13.3.2, figure 13.2, without the states that the engine keeps
 * as waits or records). `entering` is Ready, `active` is Active, `completing` is Completing, `cancelling` is Terminating. An instance
 * that has left or is cancelled is no longer in the state.
 */
export const ELEMENT_LIFECYCLE: Readonly<Record<ElementInstanceStatus, readonly ElementInstanceStatus[]>> = {
  entering: ['active', 'completing', 'cancelling'],
  active: ['completing', 'cancelling'],
  completing: ['cancelling'],
  cancelling: [],
};

/** Which status may follow which for a process instance. The three ended ones are final. */
export const INSTANCE_LIFECYCLE: Readonly<Record<InstanceStatus, readonly InstanceStatus[]>> = {
  active: ['suspended', 'completed', 'terminated', 'cancelled'],
  suspended: ['active', 'terminated', 'cancelled'],
  completed: [],
  terminated: [],
  cancelled: [],
};

/** True when a process instance is over: nothing can happen in it any more. */
export const isEnded = (status: InstanceStatus): boolean => INSTANCE_LIFECYCLE[status].length === 0;

/** Asserts a transition of an element instance. Fails only when the kernel is wrong. */
export function assertElementTransition(id: string, from: ElementInstanceStatus, to: ElementInstanceStatus): void {
  if (ELEMENT_LIFECYCLE[from].includes(to)) return;
  throw new Error(`Expected a status that may follow ${from} for element instance ${id}, but found ${to}.`);
}

/** Asserts a transition of a process instance. Fails only when the kernel is wrong. */
export function assertInstanceTransition(id: string, from: InstanceStatus, to: InstanceStatus): void {
  if (INSTANCE_LIFECYCLE[from].includes(to)) return;
  throw new Error(`Expected a status that may follow ${from} for process instance ${id}, but found ${to}.`);
}
