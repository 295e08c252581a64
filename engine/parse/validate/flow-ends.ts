import { child, children, idOf } from '../moddle-element.ts';
import { containersOf } from '../build/graph.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** A sequence flow connects two flow nodes of the same process or sub-process (BPMN 2.0.2, 7.6.1 and 8.4.13). */
export const flowEnds: Rule = {
  id: 'flow-ends',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.4.13',
  statement: 'A sequence flow connects two flow nodes of the same process or sub-process.',
  check: (context) =>
    context.processes.flatMap(({ element: process }) =>
      containersOf(process).flatMap((container) =>
        children(container, 'flowElements')
          .filter((flow) => flow.$type === 'bpmn:SequenceFlow')
          .flatMap((flow) => {
            const ends = [
              ['sourceRef', child(flow, 'sourceRef')],
              ['targetRef', child(flow, 'targetRef')],
            ] as const;
            return ends.flatMap(([property, end]) => {
              // A reference to something that is not there is reported by itself.
              if (end === null && context.document.danglingReference(flow, `bpmn:${property}`) !== null) return [];
              if (end === null)
                return [
                  aboutElement(context, 'flow-ends', flow, {
                    expected: `a sequence flow with ${property}`,
                    found: 'none',
                    mend: 'Connect the flow again.',
                  }),
                ];
              if (end.$parent === container) return [];
              return [
                aboutElement(context, 'flow-ends', flow, {
                  expected: 'a sequence flow that stays inside its process or sub-process',
                  found: `${property} ${idOf(end) ?? ''} of another one`,
                  mend: 'End the flow at the border of the sub-process, or use a message flow between pools.',
                }),
              ];
            });
          }),
      ),
    ),
};
