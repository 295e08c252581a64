import type { Finding } from '../model/index.ts';
import { makeFinding } from './findings.ts';
import type { FindingInput } from './findings.ts';
import { idOf, nearestId } from './moddle-element.ts';
import type { ModdleElement, ModdleReader, ModdleWarning } from './moddle-element.ts';
import { RULES_BEFORE_PARSING, RULES_OF_THE_TEXT } from './xml/index.ts';
import type { XmlRuleInput } from './xml/index.ts';
import { findingOfWarning, findingsOfWarnings, lineInMessage, WARNING_KINDS } from './xml/reader-warnings.ts';
import { scanXml } from './xml-scan.ts';
import type { XmlScan } from './xml-scan.ts';

/** An XML file read into moddle elements, with what the reader lost already turned into findings. */
export interface XmlDocument {
  readonly resource: string;
  readonly root: ModdleElement;
  /** 1-based line of the element with the id; null when the id does not occur. */
  lineOf(id: string | null): number | null;
  /** The text of a reference that points at nothing declared, by owning element and property (`bpmn:messageRef`); null when the reference is in order or absent. */
  danglingReference(owner: ModdleElement, property: string): string | null;
}

export type XmlReadResult =
  | { readonly kind: 'read'; readonly document: XmlDocument; readonly findings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

export interface XmlReadOptions {
  readonly reader: ModdleReader;
  readonly rootType: string;
  /** Brings the text into the form that the reader knows, without moving a line; called once the text is known to be within the limits. */
  readonly prepare?: (xml: string) => { readonly xml: string; readonly findings: readonly FindingInput[] };
  /** References that may name a variable instead of a declared element, for example `bpmn:loopDataInputRef`. */
  readonly looseReferences: ReadonlySet<string>;
}

/**
 * Elements times characters up to which the reader goes on after an element that it does not know. Each costs it a pass over the text before,
 * so a large file with many of them is refused at the first.
 */
const LAX_LIMIT = 1_000_000_000;

const NOT_READ = 'Open the file in a modeler and save it again.';

/** The finding for a file in which the reader gave up. */
function gaveUp(message: string, resource: string, xml: string, scan: XmlScan): Finding {
  if (WARNING_KINDS.some((kind) => kind.pattern.test(message))) return findingOfWarning({ message }, resource, xml, scan);
  const nested = /nested error: (.*)/.exec(message)?.[1] ?? message.split('\n')[0] ?? message;
  return makeFinding(resource, {
    rule: 'not-well-formed',
    line: lineInMessage(message) ?? 1,
    expected: 'well-formed XML with the right root element',
    found: nested,
    mend: NOT_READ,
  });
}

/** What refuses a file before it is parsed; all of it at once. */
function refusals(input: XmlRuleInput): readonly Finding[] {
  const [size, ...others] = RULES_BEFORE_PARSING;
  const tooLarge = size?.check(input) ?? [];
  return tooLarge.length > 0 ? tooLarge : others.flatMap((rule) => rule.check(input));
}

/** Findings for which a file is refused before anything reads it; none for a file that may be read. */
export function refusalsBeforeReading(xml: string, resource: string): readonly Finding[] {
  return refusals({ resource, xml, scan: scanXml(xml), dialect: 'bpmn' });
}

/**
 * Reads an XML file. Everything that the reader would drop or repair with only a warning becomes an error finding, because an
 * element that is dropped is an element that is silently not executed.
 */
export async function readXml(text: string, resource: string, options: XmlReadOptions): Promise<XmlReadResult> {
  const dialect = options.rootType === 'dmn:Definitions' ? 'dmn' : 'bpmn';
  const asWritten = { resource, xml: text, scan: scanXml(text), dialect } as const;
  const refused = refusals(asWritten);
  if (refused.length > 0) return { kind: 'refused', findings: refused };
  const ofTheText = RULES_OF_THE_TEXT.flatMap((rule) => rule.check(asWritten));

  const prepared = options.prepare?.(text) ?? { xml: text, findings: [] };
  const { xml } = prepared;
  const scan = xml === text ? asWritten.scan : scanXml(xml);
  const lineOf = (id: string | null): number | null => (id === null ? null : (scan.lineById.get(id) ?? null));
  try {
    const lax = scan.elementCount * xml.length <= LAX_LIMIT;
    const result = await options.reader.fromXML(xml, options.rootType, { lax });
    const isLoose = (warning: ModdleWarning): boolean => warning.property !== undefined && options.looseReferences.has(warning.property);
    const { warnings } = result;
    const dangling = (owner: ModdleElement, property: string): string | null =>
      warnings.find((warning) => warning.element === owner && warning.property === property)?.value ?? null;
    const document: XmlDocument = { resource, root: result.rootElement, lineOf, danglingReference: dangling };
    const findings = findingsOfWarnings(
      warnings.filter((warning) => !isLoose(warning)),
      resource,
      xml,
      scan,
    );
    return {
      kind: 'read',
      document,
      findings: [...ofTheText, ...prepared.findings.map((finding) => makeFinding(resource, finding)), ...findings],
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', findings: [...ofTheText, gaveUp(message, resource, xml, scan)] };
  }
}

/** Line of the element or of its nearest ancestor with an id. */
export function lineOfElement(document: XmlDocument, element: ModdleElement): number | null {
  return document.lineOf(idOf(element) ?? nearestId(element));
}
