import type { RawElement } from '../xml-scan.ts';
import { localName, namespaceOf, BPMN_NAMESPACE, DMN_NAMESPACE, LANEWORK_NAMESPACE, ZEEBE_NAMESPACE } from './namespaces.ts';
import { aboutRaw } from './xml-rule.ts';
import type { XmlRule } from './xml-rule.ts';

/** Elements of BPMN that their parent may have once, by the kind of thing that they say. */
const BPMN_ONCE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    (
      'activationCondition auditing childLaneSet completionCondition condition conditionExpression dataPath dataState expression ' +
      'extensionElements from ioSpecification loopCardinality loopCondition loopDataInputRef loopDataOutputRef inputDataItem outputDataItem ' +
      'messagePath monitoring participantMultiplicity resourceAssignmentExpression script text timeCycle timeDate timeDuration to transformation'
    )
      .split(' ')
      .map((name) => [name, name]),
  ),
  standardLoopCharacteristics: 'loopCharacteristics',
  multiInstanceLoopCharacteristics: 'loopCharacteristics',
};

/** Elements of DMN that their parent may have once. */
const DMN_ONCE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'allowedValues encapsulatedLogic inputExpression inputValues outputValues defaultOutputEntry text variable'
      .split(' ')
      .map((name) => [name, name]),
  ),
  decisionTable: 'logic',
  literalExpression: 'logic',
  context: 'logic',
  relation: 'logic',
  invocation: 'logic',
};

/** Parents in which the boxed expressions of DMN are one choice. */
const ONE_LOGIC: ReadonlySet<string> = new Set(['decision', 'contextEntry', 'binding', 'encapsulatedLogic', 'functionDefinition']);

/** What the element says; null when its parent may have several of it. */
function onceKey(element: RawElement): string | null {
  const { parent } = element;
  if (parent === null) return null;
  const name = localName(element.name);
  const uri = namespaceOf(element);
  if (uri === BPMN_NAMESPACE) return BPMN_ONCE[name] ?? null;
  if ((uri === ZEEBE_NAMESPACE || uri === LANEWORK_NAMESPACE) && localName(parent.name) === 'extensionElements') return `${uri} ${name}`;
  if (!DMN_NAMESPACE.test(uri ?? '')) return null;
  const key = DMN_ONCE[name] ?? null;
  return key === 'logic' && !ONE_LOGIC.has(localName(parent.name)) ? null : key;
}

/** Of an element that may stand once, the reader would keep only the last and drop the others without a word. */
export const repeatedElement: XmlRule = {
  id: 'repeated-element',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.2.3',
  statement: 'An element that its schema allows once stands once.',
  check: (input) => {
    const seen = new Map<RawElement, Set<string>>();
    return input.scan.elements.flatMap((element) => {
      const key = onceKey(element);
      if (key === null || element.parent === null) return [];
      const keys = seen.get(element.parent) ?? new Set<string>();
      seen.set(element.parent, keys);
      if (!keys.has(key)) {
        keys.add(key);
        return [];
      }
      return [
        aboutRaw(input, 'repeated-element', element, {
          expected: `one <${element.name}> or its like in <${element.parent.name}>`,
          found: 'a further one',
          mend: 'Remove one of them.',
        }),
      ];
    });
  },
};
