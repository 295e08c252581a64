import type { FindingInput } from '../findings.ts';
import { attributeOf, descendants } from '../xml/tree.ts';
import type { XmlElement } from '../xml/tree.ts';
import type { TextEdits } from '../xml/edits.ts';
import { isBpmn, isDiagram } from './namespaces.ts';

/** References whose names do not end in `Ref`. */
const REFERENCES: ReadonlySet<string> = new Set([
  'default',
  'bpmnElement',
  'labelStyle',
  'sourceElement',
  'targetElement',
  'incoming',
  'outgoing',
  'source',
  'target',
  'supports',
  'extends',
]);

/** References to types and interfaces: they may point into another file and say nothing that a token could do. */
const TYPE_REFERENCES: ReadonlySet<string> = new Set([
  'itemSubjectRef',
  'itemRef',
  'evaluatesToTypeRef',
  'operationRef',
  'interfaceRef',
  'supportedInterfaceRef',
  'errorRef',
  'structureRef',
  'definition',
  'type',
]);

const isReference = (local: string): boolean => /Refs?$/.test(local) || REFERENCES.has(local);

/** The parts of `prefix:local`, the namespace null for a prefix that nobody declares; null for everything else. */
function localName(value: string, scope: XmlElement): { readonly local: string; readonly namespace: string | null } | null {
  const match = /^([^:\s]+):([^:\s]+)$/.exec(value);
  return match === null ? null : { local: match[2] ?? '', namespace: scope.namespaces.get(match[1] ?? '') ?? null };
}

function idsIn(root: XmlElement): ReadonlySet<string> {
  return new Set([...descendants(root)].flatMap((element) => attributeOf(element, 'id') ?? []));
}

/**
 * References of BPMN are QNames (BPMN 2.0.2, 15.3.2): `tns:Message_1` names the element `Message_1` of the namespace behind `tns`. The reader compares
 * texts, so the prefix is left out where the file has an element of that name. A type of another namespace is left out with a warning.
 */
export function resolveReferences(root: XmlElement, edits: TextEdits): readonly FindingInput[] {
  const ids = idsIn(root);
  const targetNamespace = attributeOf(root, 'targetNamespace');
  const findings: FindingInput[] = [];
  for (const element of descendants(root)) {
    if (!isBpmn(element) && !isDiagram(element)) continue;
    for (const attribute of element.attributes) {
      const name = attribute.namespace === '' ? localName(attribute.value, element) : null;
      if (name === null || ids.has(attribute.value)) continue;
      if (isReference(attribute.local) && name.namespace !== null && ids.has(name.local)) {
        edits.replace(attribute.valueStart, attribute.valueEnd, name.local);
      } else if (TYPE_REFERENCES.has(attribute.local) && attribute.local !== 'structureRef' && name.namespace !== targetNamespace) {
        edits.replace(attribute.nameStart, attribute.valueEnd + 1, '');
        findings.push(elsewhere(element, `${attribute.local}="${attribute.value}"`, attribute.line));
      }
    }
    const text = element.children.length === 0 && isReference(element.local) ? element.text.trim() : '';
    const name = text === '' ? null : localName(text, element);
    if (name !== null && name.namespace !== null && !ids.has(text) && ids.has(name.local))
      edits.replace(element.openEnd, element.closeStart, name.local);
  }
  return findings;
}

function elsewhere(element: XmlElement, found: string, line: number): FindingInput {
  return {
    rule: 'external-reference',
    severity: 'warning',
    element: nearestId(element),
    line,
    expected: 'references to elements of the file',
    found: `${found}, a type of another file, which is not read`,
    mend: 'Nothing needs to be done: types of other files do not change what is executed.',
  };
}

/** Id of the element or of the nearest one around it. */
function nearestId(element: XmlElement | null): string | null {
  return element === null ? null : (attributeOf(element, 'id') ?? nearestId(element.parent));
}
