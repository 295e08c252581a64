/** Limits of a diagram file; one that passes a limit is refused before it is parsed. */
export const XML_LIMITS = { bytes: 4 * 1024 * 1024, elements: 10_000, nesting: 64 } as const;

/** What one pass over the text finds out before anything is parsed. */
export interface XmlScan {
  /** Number of elements, opening and empty tags counted alike. */
  readonly elementCount: number;
  readonly deepestNesting: number;
  /** 1-based line of a document type declaration; null without one. */
  readonly doctypeLine: number | null;
  /** 1-based line of the first element with the id. */
  readonly lineById: ReadonlyMap<string, number>;
}

/**
 * One alternative per lexical thing of XML 1.0 that may hold `<`: comment, CDATA section, processing instruction, declaration, tag. Quoted attribute values
 * are matched as a whole, so that a `>` or `id=` inside a value is not taken for markup. The pattern is linear: no alternative can match the same
 * character in two ways.
 */
const MARKUP = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<!|<\/[^>]*>|<[^\s/>!?](?:[^"'>]|"[^"]*"|'[^']*')*>/g;
const ID_ATTRIBUTE = /\sid\s*=\s*(?:"([^"]*)"|'([^']*)')/;
/** Removes the values of other attributes, so that `name='x id="y"'` is not read as an id. */
const OTHER_ATTRIBUTE = /\s(?!id\s*=)[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*')/g;

function idIn(tag: string): string | null {
  if (!tag.includes('id')) return null;
  const match = ID_ATTRIBUTE.exec(tag.replace(OTHER_ATTRIBUTE, ''));
  return match === null ? null : (match[1] ?? match[2] ?? null);
}

/** Scans the text of an XML file; needs no well-formed input and never throws. */
export function scanXml(xml: string): XmlScan {
  const lineById = new Map<string, number>();
  const lines = lineCounter(xml);
  let elementCount = 0;
  let nesting = 0;
  let deepestNesting = 0;
  let doctypeLine: number | null = null;

  for (const match of xml.matchAll(MARKUP)) {
    const tag = match[0];
    if (tag.startsWith('<!--') || tag.startsWith('<![') || tag.startsWith('<?')) continue;
    if (tag === '<!') {
      doctypeLine ??= lines.lineAt(match.index);
      continue;
    }
    if (tag.startsWith('</')) {
      nesting -= 1;
      continue;
    }
    elementCount += 1;
    deepestNesting = Math.max(deepestNesting, nesting + 1);
    if (!tag.endsWith('/>')) nesting += 1;
    const id = idIn(tag);
    if (id !== null && !lineById.has(id)) lineById.set(id, lines.lineAt(match.index));
  }
  return { elementCount, deepestNesting, doctypeLine, lineById };
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
