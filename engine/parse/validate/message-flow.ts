import { child, children, idOf } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** The process of an end of a message flow; null for a pool without process. */
function processOf(end: ModdleElement | null): ModdleElement | null {
  if (end?.$type === 'bpmn:Participant') return child(end, 'processRef');
  for (let element: ModdleElement | undefined = end ?? undefined; element !== undefined; element = element.$parent)
    if (element.$type === 'bpmn:Process') return element;
  return null;
}

/** BPMN 2.0.2, 9.4: a message flow connects two pools. */
export const messageFlow: Rule = {
  id: 'message-flow',
  severity: 'error',
  section: 'BPMN 2.0.2, 9.4',
  statement: 'A message flow connects two different pools.',
  check: (context) =>
    children(context.document.root, 'rootElements')
      .filter((root) => root.$type === 'bpmn:Collaboration')
      .flatMap((collaboration) =>
        children(collaboration, 'messageFlows').flatMap((flow) => {
          const source = child(flow, 'sourceRef');
          const target = child(flow, 'targetRef');
          const [from, to] = [processOf(source), processOf(target)];
          const isInside = source !== null && target !== null && (source === target || (from !== null && from === to));
          return isInside
            ? [
                aboutElement(context, 'message-flow', flow, {
                  expected: 'a message flow between two pools',
                  found: `both ends in ${idOf(from ?? source) ?? ''}`,
                  mend: 'Use a sequence flow inside a pool.',
                }),
              ]
            : [];
        }),
      ),
};
