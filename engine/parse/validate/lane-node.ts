import { child, children, idOf, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** Lanes of one lane set with the nodes of each, those of the lanes inside it included. */
function nodesOf(lane: ModdleElement): readonly ModdleElement[] {
  const inner = child(lane, 'childLaneSet');
  return [...children(lane, 'flowNodeRef'), ...(inner === null ? [] : children(inner, 'lanes').flatMap(nodesOf))];
}

function processOf(element: ModdleElement): ModdleElement | null {
  for (let current: ModdleElement | undefined = element; current !== undefined; current = current.$parent)
    if (current.$type === 'bpmn:Process') return current;
  return null;
}

const nameOf = (lane: ModdleElement): string => text(lane, 'name') ?? idOf(lane) ?? 'without name';

/** BPMN 2.0.2, 10.8: lanes partition the nodes of their process; a lane is a group of people, so a node in two would have two. */
export const laneNode: Rule = {
  id: 'lane-node',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.8',
  statement: 'A lane contains nodes of its own process, each in one lane of a lane set.',
  check: (context) =>
    context.executedElements
      .filter((element) => element.$type === 'bpmn:LaneSet')
      .flatMap((laneSet) => {
        const laneOf = new Map<ModdleElement, ModdleElement>();
        return children(laneSet, 'lanes').flatMap((lane) =>
          [...new Set(nodesOf(lane))].flatMap((node) => {
            const complain = (expected: string, found: string, mend: string) => [
              aboutElement(context, 'lane-node', lane, { expected, found, mend }),
            ];
            const id = idOf(node) ?? '';
            if (processOf(node) !== processOf(laneSet))
              return complain(
                `lane "${nameOf(lane)}" to contain nodes of its own process`,
                `${id} of another one`,
                'Move the node into the lane of its own pool.',
              );
            const before = laneOf.get(node);
            laneOf.set(node, lane);
            return before === undefined || before === lane
              ? []
              : complain(`${id} in one lane`, `it in "${nameOf(before)}" and "${nameOf(lane)}"`, 'Remove it from one of the lanes.');
          }),
        );
      }),
};
