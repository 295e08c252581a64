import type { FlowNode, ProcessDefinition, StartEvent } from '../../../model/index.ts';
import type { MigrationRule } from '../context.ts';
import { kindsOf, problem } from '../context.ts';

function startOf(definition: ProcessDefinition, node: FlowNode): StartEvent | null {
  const start = definition.nodes[definition.containers[node.id]?.startEventIds[0] ?? ''];
  return start?.kind === 'startEvent' ? start : null;
}

const describe = (start: StartEvent | null): string =>
  start === null ? 'no start event' : `${start.isInterrupting ? 'an interrupting' : 'a non-interrupting'} start event of ${kindsOf(start)}`;

/** An event sub-process that is running goes on as one that is begun in the same way: what it has interrupted stays interrupted. */
export const eventSubProcess: MigrationRule = ({ source, target, active }) =>
  active.flatMap((element) => {
    if (element.source.kind !== 'eventSubProcess' || element.target?.kind !== 'eventSubProcess') return [];
    const [before, after] = [describe(startOf(source, element.source)), describe(startOf(target, element.target))];
    if (before === after) return [];
    return [
      problem(
        'EVENT_SUB_PROCESS_CHANGED',
        element.source.id,
        `Expected "${element.target.id}" to have ${before}, because it is running, but it has ${after}.`,
      ),
    ];
  });
