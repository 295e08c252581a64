import type { Finding } from '../model/index.ts';
import { makeFinding } from './findings.ts';
import type { FindingInput } from './findings.ts';
import { idOf, nearestId } from './moddle-element.ts';
import type { ModdleElement, ModdleReader, ModdleWarning } from './moddle-element.ts';
import { scanXml, XML_LIMITS } from './xml-scan.ts';

/** An XML file read into moddle elements, with what the reader lost already turned into findings. */
export interface XmlDocument {
  readonly resource: string;
  readonly root: ModdleElement;
  /** 1-based line of the element with the id; null when the id does not occur. */
  lineOf(id: string | null): number | null;
  /** The text of a reference that points at nothing declared, by owning element and property; variables are referred to in this way. */
  danglingReference(owner: ModdleElement, property: string): string | null;
}

export type XmlReadResult =
  | { readonly kind: 'read'; readonly document: XmlDocument; readonly findings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

export interface XmlReadOptions {
  readonly reader: ModdleReader;
  readonly rootType: string;
  /** References that may name a variable instead of a declared element, for example `bpmn:loopDataInputRef`. */
  readonly looseReferences: ReadonlySet<string>;
  /** Brings the text into the form that the reader knows, without moving a line; called once the text is known to be within the limits. */
  readonly prepare?: (xml: string) => { readonly xml: string; readonly findings: readonly FindingInput[] };
}

/**
 * Elements times characters up to which the reader goes on after an element that it does not know. Each costs it a pass over the text before,
 * so a large file with many of them is refused at the first.
 */
const LAX_LIMIT = 1_000_000_000;

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** What is refused before the parser sees it: document type declarations, markup without end, too many elements or attributes, nesting. */
function refusalBeforeParsing(resource: string, scan: ReturnType<typeof scanXml>): Finding | null {
  if (scan.doctypeLine !== null) {
    return makeFinding(resource, {
      rule: 'doctype',
      line: scan.doctypeLine,
      expected: 'a file without a document type declaration',
      found: 'a "<!" declaration',
      mend: 'Remove the DOCTYPE and its entities; write the characters themselves.',
    });
  }
  if (scan.unfinishedLine !== null) {
    return makeFinding(resource, {
      rule: 'not-well-formed',
      line: scan.unfinishedLine,
      expected: 'every tag, comment and quoted value to end',
      found: 'one that begins here and never ends',
      mend: 'Open the file in a modeler and save it again.',
    });
  }
  if (scan.mostAttributes > XML_LIMITS.attributesOfElement) {
    return makeFinding(resource, {
      rule: 'too-many-attributes',
      expected: `at most ${XML_LIMITS.attributesOfElement} attributes per element`,
      found: String(scan.mostAttributes),
      mend: 'Remove attributes.',
    });
  }
  if (scan.malformedAttributes > XML_LIMITS.malformedAttributes) {
    return makeFinding(resource, {
      rule: 'not-well-formed',
      expected: 'attributes written name="value", each once and with a declared prefix',
      found: `${scan.malformedAttributes} that are not`,
      mend: 'Open the file in a modeler and save it again.',
    });
  }
  if (scan.elementCount > XML_LIMITS.elements) {
    return makeFinding(resource, {
      rule: 'too-many-elements',
      expected: `at most ${XML_LIMITS.elements} XML elements`,
      found: String(scan.elementCount),
      mend: 'Split the diagram: move parts into processes of their own and call them by call activities.',
    });
  }
  if (scan.deepestNesting > XML_LIMITS.nesting) {
    return makeFinding(resource, {
      rule: 'too-deep',
      expected: `elements nested at most ${XML_LIMITS.nesting} deep`,
      found: String(scan.deepestNesting),
      mend: 'Move inner sub-processes into processes of their own and call them by call activities.',
    });
  }
  return null;
}

/** Line in a message of moddle, which counts from 0; null when it names none. */
function lineInMessage(message: string): number | null {
  const match = /line: (\d+)/.exec(message);
  return match?.[1] === undefined ? null : Number(match[1]) + 1;
}

interface WarningKind {
  readonly rule: string;
  readonly pattern: RegExp;
  readonly expected: string;
  readonly found: (match: RegExpExecArray) => string;
  readonly mend: string;
}

/** What moddle drops or repairs with only a warning. The first pattern that matches names the rule. */
const WARNING_KINDS: readonly WarningKind[] = [
  {
    rule: 'duplicate-id',
    pattern: /duplicate ID <(.*)>/,
    expected: 'every id to be unique in the file',
    found: (m) => `a second element with the id "${m[1]}"`,
    mend: 'Give one of the elements another id.',
  },
  {
    rule: 'illegal-id',
    pattern: /illegal ID <(.*)>/,
    expected: 'an id of ASCII letters, digits, "_", "-" and "." that begins with a letter or "_"',
    found: (m) => `"${m[1]}"`,
    mend: 'Rename the id; the name of the element may have any letters.',
  },
  {
    rule: 'duplicate-attribute',
    pattern: /attribute <(.*)> already defined/,
    expected: 'every attribute once',
    found: (m) => `the attribute "${m[1]}" twice`,
    mend: 'Remove one of the attributes.',
  },
  {
    rule: 'unknown-element',
    pattern: /(?:unknown type|unrecognized element) <(.*)>/,
    expected: 'elements of BPMN 2.0.2, DMN, zeebe or lanework where their schema allows them',
    found: (m) => `<${m[1]}>`,
    mend: 'Remove the element or correct its name or place.',
  },
  {
    rule: 'unknown-attribute',
    pattern: /unknown attribute <(.*)>/,
    expected: 'attributes that the element has in its schema',
    found: (m) => `"${m[1]}"`,
    mend: 'Remove the attribute or correct its name.',
  },
  {
    rule: 'unresolved-reference',
    pattern: /unresolved reference <(.*)>/,
    expected: 'every reference to name an element of the file',
    found: (m) => `a reference to "${m[1]}"`,
    mend: 'Correct the reference or add the element.',
  },
  {
    rule: 'encoding',
    pattern: /unsupported document encoding <(.*)>/,
    expected: 'a file in UTF-8',
    found: (m) => `the encoding "${m[1]}"`,
    mend: 'Save the file as UTF-8.',
  },
];

function findingOfWarning(warning: ModdleWarning, resource: string, lineOf: (id: string | null) => number | null): Finding {
  const owner = nearestId(warning.element);
  const line = lineInMessage(warning.message) ?? lineOf(owner);
  for (const kind of WARNING_KINDS) {
    const match = kind.pattern.exec(warning.message);
    if (match === null) continue;
    const element = kind.rule === 'duplicate-id' || kind.rule === 'illegal-id' ? (match[1] ?? null) : owner;
    const property = warning.property === undefined || kind.rule !== 'unresolved-reference' ? '' : ` in ${warning.property}`;
    return makeFinding(resource, {
      rule: kind.rule,
      element,
      line,
      expected: kind.expected,
      found: kind.found(match) + property,
      mend: kind.mend,
    });
  }
  return makeFinding(resource, {
    rule: 'unreadable-content',
    element: owner,
    line,
    expected: 'content that the schema of the element allows',
    found: warning.message.replace(/\s+/g, ' ').trim(),
    mend: 'Correct or remove the content.',
  });
}

function notWellFormed(message: string, resource: string): Finding {
  const nested = /nested error: (.*)/.exec(message)?.[1] ?? message.split('\n')[0] ?? message;
  return makeFinding(resource, {
    rule: 'not-well-formed',
    line: lineInMessage(message),
    expected: 'well-formed XML with the right root element',
    found: nested,
    mend: 'Open the file in a modeler and save it again.',
  });
}

/**
 * Reads an XML file. Everything that the reader would drop or repair with only a warning becomes an error finding, because an
 * element that is dropped is an element that is silently not executed.
 */
export async function readXml(xml: string, resource: string, options: XmlReadOptions): Promise<XmlReadResult> {
  const bytes = byteLength(xml);
  if (bytes > XML_LIMITS.bytes) {
    const finding = makeFinding(resource, {
      rule: 'too-large',
      expected: `a file of at most ${XML_LIMITS.bytes} bytes`,
      found: `${bytes} bytes`,
      mend: 'Split the file.',
    });
    return { kind: 'refused', findings: [finding] };
  }
  const scan = scanXml(xml);
  const refusal = refusalBeforeParsing(resource, scan);
  if (refusal !== null) return { kind: 'refused', findings: [refusal] };

  const lineOf = (id: string | null): number | null => (id === null ? null : (scan.lineById.get(id) ?? null));
  const prepared = options.prepare?.(xml) ?? { xml, findings: [] };
  try {
    const lax = scan.elementCount * xml.length <= LAX_LIMIT;
    const result = await options.reader.fromXML(prepared.xml, options.rootType, { lax });
    const isLoose = (warning: ModdleWarning): boolean => warning.property !== undefined && options.looseReferences.has(warning.property);
    const loose = result.warnings.filter(isLoose);
    const document: XmlDocument = {
      resource,
      root: result.rootElement,
      lineOf,
      danglingReference: (owner, property) =>
        loose.find((warning) => warning.element === owner && warning.property === property)?.value ?? null,
    };
    const lost = result.warnings.filter((warning) => !isLoose(warning)).map((warning) => findingOfWarning(warning, resource, lineOf));
    return { kind: 'read', document, findings: [...prepared.findings.map((finding) => makeFinding(resource, finding)), ...lost] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isKnown = WARNING_KINDS.some((kind) => kind.pattern.test(message));
    return { kind: 'refused', findings: [isKnown ? findingOfWarning({ message }, resource, lineOf) : notWellFormed(message, resource)] };
  }
}

/** Line of the element or of its nearest ancestor with an id. */
export function lineOfElement(document: XmlDocument, element: ModdleElement): number | null {
  return document.lineOf(idOf(element) ?? nearestId(element));
}
