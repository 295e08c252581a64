import { idOf, isA } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** References whose targets other rules know better: they say what may stand there. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'default',
  'bpmn:BoundaryEvent attachedToRef',
  'bpmn:MessageFlow sourceRef',
  'bpmn:MessageFlow targetRef',
  // Links pair up by name; modelers write the event where the standard means its definition.
  'bpmn:LinkEventDefinition source',
  'bpmn:LinkEventDefinition target',
]);

const isElement = (value: unknown): value is ModdleElement => typeof value === 'object' && value !== null && '$type' in value;

/** The reader takes an id for a reference whatever stands there: a message where an activity is meant would go unnoticed. */
export const referenceType: Rule = {
  id: 'reference-type',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.2.3',
  statement: 'A reference names an element of the class that the standard says.',
  check: (context) =>
    context.executedElements.flatMap((element) =>
      (element.$descriptor?.properties ?? []).flatMap(({ name, type, isReference }) => {
        const local = name.slice(name.indexOf(':') + 1);
        if (isReference !== true || ELSEWHERE.has(local) || ELSEWHERE.has(`${element.$type} ${local}`)) return [];
        return [element.get(name)]
          .flat()
          .filter(isElement)
          .filter((target) => type.startsWith('bpmn:') && type !== 'bpmn:Element' && !isA(target, type))
          .map((target) =>
            aboutElement(context, 'reference-type', element, {
              expected: `${local} to name a ${type.replace('bpmn:', '')}`,
              found: `"${idOf(target) ?? ''}", a ${target.$type.replace('bpmn:', '')}`,
              mend: 'Correct the reference.',
            }),
          );
      }),
    ),
};
