import type { MigrationRule } from '../context.ts';
import { problem } from '../context.ts';

/** A called instance stays as it is, so the call activity must still call the same process; its own migration is another command. */
export const callActivity: MigrationRule = ({ state, active }) =>
  active.flatMap(({ source, target, instances }) => {
    if (target?.kind !== 'callActivity' || target.processId.kind !== 'literal') return [];
    const called = target.processId.value;
    const ids = new Set<string>(instances.map(({ id }) => id));
    const running = Object.values(state.waits).find(
      (wait) =>
        wait.kind === 'calledInstance' && ids.has(wait.elementInstanceId) && wait.calledInstanceId !== null && wait.processId !== called,
    );
    if (running?.kind !== 'calledInstance') return [];
    return [
      problem(
        'CALLED_PROCESS_CHANGED',
        source.id,
        `Expected "${target.id}" to call process "${running.processId}", of which an instance is running, but it calls "${String(called)}".`,
      ),
    ];
  });
