/** Limits of a diagram file; one that passes a limit is refused before it is parsed. */
export const XML_LIMITS = {
  bytes: 4 * 1024 * 1024,
  elements: 10_000,
  nesting: 64,
  attributesOfElement: 200,
  malformedAttributes: 100,
  attributeCharacters: 65_536,
  idCharacters: 255,
} as const;

/** An element as it is written, before any schema is asked. */
export interface RawElement {
  /** With its prefix, for example `bpmn:task`. */
  readonly name: string;
  /** 1-based line and position in the text of its opening bracket. */
  readonly line: number;
  readonly offset: number;
  readonly attributes: readonly RawAttribute[];
  readonly parent: RawElement | null;
}

/** An attribute as it is written: entities are not replaced. */
export interface RawAttribute {
  readonly name: string;
  readonly value: string;
  /** Position of the value in the text. */
  readonly offset: number;
}

/** What one pass over the text finds out before anything is parsed. */
export interface XmlScan {
  /** Number of elements, opening and empty tags counted alike. */
  readonly elementCount: number;
  readonly deepestNesting: number;
  /** Attributes of the element that has most. */
  readonly mostAttributes: number;
  /** Attributes that are not written `name="value"`, stand twice, or have a prefix without namespace; each costs the parser a pass over the file. */
  readonly malformedAttributes: number;
  /** 1-based line of a document type declaration; null without one. */
  readonly doctypeLine: number | null;
  /** 1-based line of markup that never ends; null when all does. */
  readonly unfinishedLine: number | null;
  /** 1-based line of the first element with the id. */
  readonly lineById: ReadonlyMap<string, number>;
  /** The elements in the order of the file, at most as many as `XML_LIMITS.elements`. */
  readonly elements: readonly RawElement[];
}

interface Tag {
  readonly name: string;
  readonly end: number;
  readonly attributes: readonly RawAttribute[];
  readonly attributeCount: number;
  readonly malformed: number;
  readonly isEmpty: boolean;
}

/** Markup that is skipped as a whole, with what ends it. */
const SKIPPED: readonly (readonly [start: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['</', '>'],
];

/** Name of the attribute whose value begins at a quote, or null when what stands between it and the previous value is not ` name=`. */
function attributeName(xml: string, from: number, quote: number): string | null {
  const before = xml.slice(from, quote).trimEnd();
  if (!before.endsWith('=')) return null;
  const named = before.slice(0, -1).trimEnd();
  const name = named.trimStart();
  return name !== '' && name.length < named.length && !/[\s=]/.test(name) ? name : null;
}

/** First position after the name of the tag. */
function afterTagName(xml: string, start: number): number {
  const end = /[\s/>"']/g;
  end.lastIndex = start + 1;
  return end.exec(xml)?.index ?? xml.length;
}

/** Reads the tag that begins at `start`; null when it never ends. Every character is looked at once. */
function readTag(xml: string, start: number, prefixes: ReadonlySet<string>): Tag | null {
  const delimiter = /["'>]/g;
  const names = new Set<string>();
  const attributes: RawAttribute[] = [];
  let malformed = 0;
  let attributeCount = 0;
  const nameEnd = afterTagName(xml, start);
  let position = nameEnd;
  for (;;) {
    delimiter.lastIndex = position;
    const found = delimiter.exec(xml);
    if (found === null) return null;
    if (found[0] === '>') {
      // What is left before the end can only be white space and the slash of an empty tag.
      const rest = xml.slice(position, found.index).trim();
      return {
        name: xml.slice(start + 1, nameEnd),
        end: found.index + 1,
        attributes,
        attributeCount,
        malformed: malformed + (rest === '' || rest === '/' ? 0 : rest.split(/\s+/).length),
        isEmpty: xml[found.index - 1] === '/',
      };
    }
    const close = xml.indexOf(found[0], found.index + 1);
    if (close === -1) return null;
    attributeCount += 1;
    const name = attributeName(xml, position, found.index);
    const prefix = name?.includes(':') === true ? name.slice(0, name.indexOf(':')) : null;
    if (name === null || names.has(name) || (prefix !== null && !prefixes.has(prefix))) malformed += 1;
    if (name !== null) names.add(name);
    if (name !== null && attributeCount <= XML_LIMITS.attributesOfElement)
      attributes.push({ name, value: xml.slice(found.index + 1, close), offset: found.index + 1 });
    position = close + 1;
  }
}

/** Prefixes that the file declares anywhere, and those that need no declaration. */
function declaredPrefixes(xml: string): ReadonlySet<string> {
  const declared = [...xml.matchAll(/xmlns:([\w.-]+)=/g)].map((match) => match[1] ?? '');
  return new Set([...declared, 'xml', 'xmlns', 'xsi']);
}

/** Scans the text of an XML file in linear time; needs no well-formed input and never throws. */
export function scanXml(xml: string): XmlScan {
  const lineById = new Map<string, number>();
  const lines = lineCounter(xml);
  const prefixes = declaredPrefixes(xml);
  const elements: RawElement[] = [];
  const open: RawElement[] = [];
  const count = { elements: 0, nesting: 0, deepest: 0, attributes: 0, malformed: 0 };
  let doctypeLine: number | null = null;
  const result = (unfinishedLine: number | null): XmlScan => ({
    elementCount: count.elements,
    deepestNesting: count.deepest,
    mostAttributes: count.attributes,
    malformedAttributes: count.malformed,
    doctypeLine,
    unfinishedLine,
    lineById,
    elements,
  });

  for (let start = xml.indexOf('<'); start !== -1;) {
    const skipped = SKIPPED.find(([prefix]) => xml.startsWith(prefix, start));
    if (skipped !== undefined) {
      const [prefix, suffix] = skipped;
      const end = xml.indexOf(suffix, start + prefix.length);
      if (end === -1) return result(lines.lineAt(start));
      if (prefix === '</') {
        count.nesting -= 1;
        open.pop();
      }
      start = xml.indexOf('<', end + suffix.length);
      continue;
    }
    if (xml[start + 1] === '!') {
      doctypeLine ??= lines.lineAt(start);
      start = xml.indexOf('<', start + 2);
      continue;
    }
    const tag = readTag(xml, start, prefixes);
    if (tag === null) return result(lines.lineAt(start));
    count.elements += 1;
    count.deepest = Math.max(count.deepest, count.nesting + 1);
    count.attributes = Math.max(count.attributes, tag.attributeCount);
    count.malformed += tag.malformed;
    const line = lines.lineAt(start);
    const element = { name: tag.name, line, offset: start, attributes: tag.attributes, parent: open.at(-1) ?? null };
    if (count.elements <= XML_LIMITS.elements) elements.push(element);
    if (!tag.isEmpty) {
      count.nesting += 1;
      open.push(element);
    }
    const id = rawId(element);
    if (id !== null && !lineById.has(id)) lineById.set(id, line);
    start = xml.indexOf('<', tag.end);
  }
  return result(null);
}

/** Value of the `id` attribute of an element as written; null when it has none. */
export const rawId = (element: RawElement): string | null => element.attributes.find(({ name }) => name === 'id')?.value ?? null;

/** Id of the element as written, or of the nearest element around it that has one. */
export function nearestRawId(element: RawElement | null): string | null {
  for (let current = element; current !== null; current = current.parent) {
    const id = rawId(current);
    if (id !== null && id !== '') return id;
  }
  return null;
}

/** Answers offsets that only grow with their 1-based line, in one pass over the text. */
function lineCounter(xml: string): { lineAt(offset: number): number } {
  let line = 1;
  let nextBreak = xml.indexOf('\n');
  return {
    lineAt(offset) {
      while (nextBreak !== -1 && nextBreak < offset) {
        line += 1;
        nextBreak = xml.indexOf('\n', nextBreak + 1);
      }
      return line;
    },
  };
}
