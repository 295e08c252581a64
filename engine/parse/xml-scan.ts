/** Limits of a diagram file; one that passes a limit is refused before it is parsed. */
export const XML_LIMITS = {
  bytes: 4 * 1024 * 1024,
  elements: 10_000,
  nesting: 64,
  attributesOfElement: 200,
  malformedAttributes: 100,
} as const;

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
}

interface Tag {
  readonly end: number;
  readonly id: string | null;
  readonly attributes: number;
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
  if (xml[quote - 1] !== '=') return null;
  const before = xml.slice(from, quote - 1);
  const name = before.trimStart();
  return name !== '' && name.length < before.length && !/[\s=]/.test(name) ? name : null;
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
  let id: string | null = null;
  let malformed = 0;
  let attributes = 0;
  let position = afterTagName(xml, start);
  for (;;) {
    delimiter.lastIndex = position;
    const found = delimiter.exec(xml);
    if (found === null) return null;
    if (found[0] === '>') {
      // What is left before the end can only be white space and the slash of an empty tag.
      const rest = xml.slice(position, found.index).trim();
      return {
        end: found.index + 1,
        id,
        attributes,
        malformed: malformed + (rest === '' || rest === '/' ? 0 : rest.split(/\s+/).length),
        isEmpty: xml[found.index - 1] === '/',
      };
    }
    const close = xml.indexOf(found[0], found.index + 1);
    if (close === -1) return null;
    attributes += 1;
    const name = attributeName(xml, position, found.index);
    const prefix = name?.includes(':') === true ? name.slice(0, name.indexOf(':')) : null;
    if (name === null || names.has(name) || (prefix !== null && !prefixes.has(prefix))) malformed += 1;
    if (name !== null) names.add(name);
    if (id === null && name === 'id') id = xml.slice(found.index + 1, close);
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
  });

  for (let start = xml.indexOf('<'); start !== -1;) {
    const skipped = SKIPPED.find(([prefix]) => xml.startsWith(prefix, start));
    if (skipped !== undefined) {
      const [prefix, suffix] = skipped;
      const end = xml.indexOf(suffix, start + prefix.length);
      if (end === -1) return result(lines.lineAt(start));
      if (prefix === '</') count.nesting -= 1;
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
    count.attributes = Math.max(count.attributes, tag.attributes);
    count.malformed += tag.malformed;
    if (!tag.isEmpty) count.nesting += 1;
    if (tag.id !== null && !lineById.has(tag.id)) lineById.set(tag.id, lines.lineAt(start));
    start = xml.indexOf('<', tag.end);
  }
  return result(null);
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
