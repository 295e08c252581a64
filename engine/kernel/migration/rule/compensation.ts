import type { CompensationEntry } from '../../../state/index.ts';
import type { CommandProblem } from '../../../model/index.ts';
import type { MigrationContext, MigrationRule } from '../context.ts';
import { problem, targetNode } from '../context.ts';

function checkEntry(context: MigrationContext, entry: CompensationEntry): readonly CommandProblem[] {
  const [activity, handler] = [targetNode(context, entry.elementId), targetNode(context, entry.handlerId)];
  const lost = (found: string): readonly CommandProblem[] => [
    problem(
      'COMPENSATION_LOST',
      entry.elementId,
      `Expected "${entry.elementId}", which has completed, to be compensated by "${entry.handlerId}" as before, but ${found}.`,
    ),
  ];
  if (activity === null) return lost('nothing takes its place');
  if (handler === null) return lost('nothing takes the place of its handler');
  if (entry.handlerId === entry.elementId) return [];
  const isHandler = 'compensationHandlerId' in activity && activity.compensationHandlerId === handler.id;
  return isHandler ? [] : lost(`"${handler.id}" does not compensate "${activity.id}"`);
}

/** What has completed can still be compensated afterwards, and a compensation that is running stays one. */
export const compensation: MigrationRule = (context) => {
  const byElement = new Map(context.state.compensations.map((entry) => [entry.elementId, entry]));
  const entries = [...byElement.values()].flatMap((entry) => checkEntry(context, entry));
  const running = context.active.flatMap(({ source, target }) => {
    if (target === null || !('isForCompensation' in source) || !('isForCompensation' in target)) return [];
    if (source.isForCompensation === target.isForCompensation) return [];
    const [before, after] = source.isForCompensation ? ['a compensation activity', 'none'] : ['no compensation activity', 'one'];
    return [problem('COMPENSATION_CHANGED', source.id, `Expected "${target.id}" to be ${before} as before, but it is ${after}.`)];
  });
  return [...entries, ...running];
};
