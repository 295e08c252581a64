import { descendants } from '../xml/tree.ts';
import type { XmlAttribute, XmlElement } from '../xml/tree.ts';
import type { TextEdits } from '../xml/edits.ts';
import { bpmnPrefix, isBpmn, XSI } from './namespaces.ts';

/** Attributes of the type xsd:boolean, which may also be written `1` and `0`. */
const BOOLEANS: ReadonlySet<string> = new Set([
  'isExecutable',
  'isInterrupting',
  'cancelActivity',
  'triggeredByEvent',
  'isSequential',
  'isForCompensation',
  'instantiate',
  'parallelMultiple',
  'waitForCompletion',
  'testBefore',
  'cancelRemainingInstances',
  'isCollection',
]);
const BOOLEAN_VALUES: Readonly<Record<string, string>> = { '1': 'true', '0': 'false', true: 'true', false: 'false' };

/** Types of BPMN's schema for expressions; modelers write them with a prefix that is not BPMN's, or with none. */
const EXPRESSION_TYPE = /^(?:[\w.-]+:)?(tFormalExpression|tExpression)$/;

/** Writes in one way what the schema of BPMN lets modelers write in several: booleans, types of expressions, flows without id. */
export function unifySpelling(root: XmlElement, edits: TextEdits): void {
  let unnamedFlows = 0;
  for (const element of descendants(root)) {
    // XML allows white space around "=", the reader does not.
    for (const { name, nameStart, valueStart } of element.attributes)
      if (valueStart - 1 - nameStart - name.length > 1) edits.replace(nameStart + name.length, valueStart - 1, '=');
    if (!isBpmn(element)) continue;
    for (const attribute of element.attributes) {
      const spelled = spelling(element, attribute);
      if (spelled !== null && spelled !== attribute.value) edits.replace(attribute.valueStart, attribute.valueEnd, spelled);
    }
    if (element.local === 'sequenceFlow' && !element.attributes.some(({ name }) => name === 'id')) {
      unnamedFlows += 1;
      edits.insert(element.start + 1 + element.name.length, ` id="unnamed-flow-${unnamedFlows}"`);
    }
    // The schema allows documentation inside an extension declaration, the reader does not; it says nothing to execute.
    if (element.local === 'documentation' && element.parent?.local === 'extension')
      edits.replace(element.start, element.isEmpty ? element.openEnd : element.closeStart + `</${element.name}>`.length, '');
  }
}

function spelling(element: XmlElement, attribute: XmlAttribute): string | null {
  if (attribute.namespace === '' && BOOLEANS.has(attribute.local)) return BOOLEAN_VALUES[attribute.value.trim().toLowerCase()] ?? null;
  if (attribute.namespace === XSI && attribute.local === 'type') {
    const type = EXPRESSION_TYPE.exec(attribute.value.trim())?.[1];
    return type === undefined ? null : bpmnPrefix(element) + type;
  }
  return null;
}
