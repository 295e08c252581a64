import type { RawElement } from '../xml-scan.ts';
import { localName, namespaceOf, BPMN_NAMESPACE, DMN_NAMESPACE } from './namespaces.ts';
import { aboutLine, aboutRaw } from './xml-rule.ts';
import type { Dialect, XmlRule } from './xml-rule.ts';

/** Formats that people take for BPMN 2.0, by what their namespace contains. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/xpdl/i, 'an XPDL file'],
  [/bpmi\.org|bpmn\/?1\.|BPMN\/1/i, 'a diagram of BPMN 1.x'],
  [/spec\/BPMN\//, 'a diagram of another version of BPMN'],
  [/spec\/DMN\//, 'a DMN decision model'],
  [/spec\/CMMN\//, 'a CMMN case model'],
  [/ws-bpel|wsbpel|bpel4ws|process\/executable/i, 'a BPEL process'],
];

function describe(root: RawElement, namespace: string | null): string {
  const known = namespace === BPMN_NAMESPACE ? undefined : OTHERS.find(([pattern]) => pattern.test(namespace ?? ''))?.[1];
  const where = namespace === null ? 'without namespace' : `of the namespace "${namespace}"`;
  return `${known === undefined ? '' : `${known}, `}<${root.name}> ${where}`;
}

const fits = (root: RawElement, namespace: string | null, dialect: Dialect): boolean =>
  localName(root.name) === 'definitions' && (dialect === 'bpmn' ? namespace === BPMN_NAMESPACE : DMN_NAMESPACE.test(namespace ?? ''));

/** The root says what a file is: `definitions` of BPMN 2.0 or of DMN 1.1 to 1.5. */
export const rootElement: XmlRule = {
  id: 'root-element',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.2.1',
  statement: 'The root of a file is the definitions element of BPMN 2.0 or of DMN 1.1 to 1.5.',
  check: (input) => {
    const root = input.scan.elements[0];
    const expected =
      input.dialect === 'bpmn'
        ? `<definitions> of the namespace "${BPMN_NAMESPACE}"`
        : '<definitions> of a namespace of DMN 1.1 to 1.5, for example "https://www.omg.org/spec/DMN/20191111/MODEL/"';
    const mend = input.dialect === 'bpmn' ? 'Export the diagram as BPMN 2.0 XML.' : 'Export the decision as DMN XML.';
    // Text without any tag is not XML at all, which the reader says.
    if (root === undefined)
      return input.xml.includes('<?') ? [aboutLine(input, 'root-element', 1, { expected, found: 'no element', mend })] : [];
    const namespace = namespaceOf(root);
    if (fits(root, namespace, input.dialect)) return [];
    return [aboutRaw(input, 'root-element', root, { expected, found: describe(root, namespace), mend })];
  },
};
