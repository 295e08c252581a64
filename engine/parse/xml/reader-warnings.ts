import type { Finding } from '../../model/index.ts';
import { makeFinding } from '../findings.ts';
import { nearestId } from '../moddle-element.ts';
import type { ModdleWarning } from '../moddle-element.ts';
import type { RuleDescription } from '../rule-description.ts';
import { nearestRawId } from '../xml-scan.ts';
import type { RawElement, XmlScan } from '../xml-scan.ts';
import { localName } from './namespaces.ts';
import { lineAt } from './xml-rule.ts';

interface WarningKind extends RuleDescription {
  readonly pattern: RegExp;
  readonly expected: string;
  readonly found: (match: RegExpExecArray) => string;
  readonly mend: string;
}

const NOT_WELL_FORMED_TEXT = 'A file is well-formed XML.';

/** What moddle drops or repairs with only a warning. The first pattern that matches names the rule. */
export const WARNING_KINDS: readonly WarningKind[] = [
  {
    id: 'duplicate-id',
    severity: 'error',
    section: 'BPMN 2.0.2, 8.3.1',
    statement: 'Every id is unique in its file.',
    pattern: /duplicate ID <(.*)>/,
    expected: 'every id to be unique in the file',
    found: (m) => `a second element with the id "${m[1]}"`,
    mend: 'Give one of the elements another id.',
  },
  {
    id: 'illegal-id',
    severity: 'error',
    section: 'BPMN 2.0.2, 8.3.1',
    statement: 'An id is made of ASCII letters, digits, "_", "-" and ".", and begins with a letter or "_".',
    pattern: /illegal ID <(.*)>/,
    expected: 'an id of ASCII letters, digits, "_", "-" and "." that begins with a letter or "_"',
    found: (m) => `"${m[1]}"`,
    mend: 'Rename the id; the name of the element may have any letters.',
  },
  {
    id: 'duplicate-attribute',
    severity: 'error',
    section: 'XML 1.0, 3.1',
    statement: 'An element has every attribute once.',
    pattern: /attribute <(.*)> already defined/,
    expected: 'every attribute once',
    found: (m) => `the attribute "${m[1]}" twice`,
    mend: 'Remove one of the attributes.',
  },
  {
    id: 'unknown-element',
    severity: 'error',
    section: 'BPMN 2.0.2, 8.3.3',
    statement: 'Elements are those of the standard, zeebe or lanework, where their schema allows them.',
    pattern: /(?:unknown type|unrecognized element|unexpected element) <(.*)>/,
    expected: 'elements of BPMN 2.0.2, DMN, zeebe or lanework where their schema allows them',
    found: (m) => `<${m[1]}>`,
    mend: 'Remove the element or correct its name or place.',
  },
  {
    id: 'unknown-attribute',
    severity: 'error',
    section: 'BPMN 2.0.2, 8.3.3',
    statement: 'Attributes are those that the element has in its schema.',
    pattern: /unknown attribute <(.*)>/,
    expected: 'attributes that the element has in its schema',
    found: (m) => `"${m[1]}"`,
    mend: 'Remove the attribute or correct its name.',
  },
  {
    id: 'unresolved-reference',
    severity: 'error',
    section: 'BPMN 2.0.2, 8.3.1',
    statement: 'Every reference names an element of the file.',
    pattern: /unresolved reference <(.*)>/,
    expected: 'every reference to name an element of the file',
    found: (m) => `a reference to "${m[1]}"`,
    mend: 'Correct the reference or add the element.',
  },
  {
    id: 'not-well-formed',
    severity: 'error',
    section: 'XML 1.0, 2.1',
    statement: NOT_WELL_FORMED_TEXT,
    pattern:
      /nested error: (missing namespace.*|non-whitespace outside.*|missing attribute value.*|illegal .*|attribute .*|.*quotes.*|.*unexpected end.*)/,
    expected: 'well-formed XML',
    found: (m) => m[1] ?? '',
    mend: 'Open the file in a modeler and save it again.',
  },
];

/** The rule of everything that the reader drops for another reason. */
export const UNREADABLE_CONTENT: RuleDescription = {
  id: 'unreadable-content',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.2.3',
  statement: 'An element contains what its schema allows.',
};

/** Line in a message of moddle, which counts from 0; null when it names none. */
export function lineInMessage(message: string): number | null {
  const match = /line: (\d+)/.exec(message);
  return match?.[1] === undefined ? null : Number(match[1]) + 1;
}

/** The elements of a file as written, by what warnings say of them. Made once per file, so that many warnings cost no more than the file. */
interface RawIndex {
  readonly byPlace: ReadonlyMap<string, RawElement>;
  /** By nearest id, name and value of an attribute, or of a child and its text. */
  readonly byContent: ReadonlyMap<string, RawElement>;
}

const contentKey = (owner: string | null, name: string, value: string): string => `${owner ?? ''}\n${name}\n${value}`;

function indexOf(xml: string, scan: XmlScan): RawIndex {
  const byPlace = new Map<string, RawElement>();
  const byContent = new Map<string, RawElement>();
  const add = (key: string, element: RawElement): void => {
    if (!byContent.has(key)) byContent.set(key, element);
  };
  let lineStart = 0;
  let nextBreak = xml.indexOf('\n');
  for (const element of scan.elements) {
    // Offsets only grow, so the line breaks of the file are passed once.
    while (nextBreak !== -1 && nextBreak < element.offset) {
      lineStart = nextBreak + 1;
      nextBreak = xml.indexOf('\n', lineStart);
    }
    byPlace.set(`${element.line}:${element.offset - lineStart}`, element);
    const owner = nearestRawId(element);
    for (const { name, value } of element.attributes) for (const part of value.split(/\s+/)) add(contentKey(owner, name, part), element);
    add(contentKey(owner, localName(element.name), textOf(element, xml)), element);
  }
  return { byPlace, byContent };
}

/** Text up to the next tag. */
function textOf(element: RawElement, xml: string): string {
  const start = xml.indexOf('>', element.offset) + 1;
  const end = xml.indexOf('<', start);
  return xml.slice(start, end === -1 ? start : end).trim();
}

/** The element as written that a warning is about: the one at its place, or the one that holds its attribute or child; null when it is not known. */
function rawOf(warning: ModdleWarning, owner: string | null, index: RawIndex): RawElement | null {
  const line = lineInMessage(warning.message);
  const column = /column: (\d+)/.exec(warning.message)?.[1];
  if (line !== null && column !== undefined) return index.byPlace.get(`${line}:${column}`) ?? null;
  const { property, value } = warning;
  if (property === undefined || value === undefined) return null;
  const names = [property, localName(property)];
  const found = names.map((name) => index.byContent.get(contentKey(owner, name, value))).find((element) => element !== undefined);
  return found ?? null;
}

/** The finding that a warning of moddle becomes, at the element and line that the warning is about. */
export function findingOfWarning(
  warning: ModdleWarning,
  resource: string,
  xml: string,
  scan: XmlScan,
  index = indexOf(xml, scan),
): Finding {
  const owner = nearestId(warning.element);
  const raw = rawOf(warning, owner, index);
  const atEnd = warning.message.includes('unexpected end of file') ? lineAt(xml, xml.trimEnd().length) : null;
  const line = atEnd ?? raw?.line ?? lineInMessage(warning.message) ?? (owner === null ? null : (scan.lineById.get(owner) ?? null));
  const element = owner ?? nearestRawId(raw);
  for (const kind of WARNING_KINDS) {
    const match = kind.pattern.exec(warning.message);
    if (match === null) continue;
    const property = warning.property === undefined || kind.id !== 'unresolved-reference' ? '' : ` in ${warning.property}`;
    return makeFinding(resource, {
      rule: kind.id,
      element: kind.id === 'duplicate-id' || kind.id === 'illegal-id' ? (match[1] ?? null) : element,
      line,
      expected: kind.expected,
      found: kind.found(match) + property,
      mend: kind.mend,
    });
  }
  const nested = /nested error: (.*)/s.exec(warning.message)?.[1] ?? warning.message;
  const stray = /unexpected body text <\s*([^\s>]+)/.exec(nested)?.[1];
  return makeFinding(resource, {
    rule: UNREADABLE_CONTENT.id,
    element,
    // moddle names the line on which the text ends.
    line: stray === undefined ? line : lineAt(xml, xml.indexOf(stray)),
    expected: 'content that the schema of the element allows',
    found: nested.replace(/\s+/g, ' ').trim(),
    mend: 'Correct or remove the content.',
  });
}

/** Rules under which the reader drops the whole element, with everything in it. */
const DROPPING: ReadonlySet<string> = new Set(['illegal-id', 'unknown-element']);

/**
 * The findings that the warnings of moddle become. An illegal id is reported by its own rule already; a reference to an element that was dropped for a
 * reason of its own says nothing new.
 */
export function findingsOfWarnings(warnings: readonly ModdleWarning[], resource: string, xml: string, scan: XmlScan): readonly Finding[] {
  if (warnings.length === 0) return [];
  const index = indexOf(xml, scan);
  const found = warnings.map((warning) => ({ warning, finding: findingOfWarning(warning, resource, xml, scan, index) }));
  const droppedLines = new Set(found.filter(({ finding }) => DROPPING.has(finding.rule)).map(({ finding }) => finding.line));
  return found
    .filter(({ warning, finding }) => {
      if (finding.rule === 'illegal-id') return false;
      if (finding.rule !== 'unresolved-reference') return true;
      const line = scan.lineById.get(warning.value ?? '');
      return line === undefined || !droppedLines.has(line);
    })
    .map(({ finding }) => finding);
}
