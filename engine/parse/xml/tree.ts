/** An attribute with its place in the text; `valueStart` to `valueEnd` lies between the quotes. */
export interface XmlAttribute {
  /** As written, for example `camunda:assignee`. */
  readonly name: string;
  readonly local: string;
  /** Namespace of the prefix; empty for an attribute without prefix. */
  readonly namespace: string;
  /** With character references resolved. */
  readonly value: string;
  readonly nameStart: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** 1-based line on which the attribute begins. */
  readonly line: number;
}

/** An element with its place in the text. */
export interface XmlElement {
  readonly name: string;
  readonly local: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  readonly parent: XmlElement | null;
  /** Text and CDATA directly inside, character references resolved. */
  readonly text: string;
  /** 1-based line of its start tag. */
  readonly line: number;
  readonly start: number;
  /** Position after the `>` of its start tag. */
  readonly openEnd: number;
  /** Position of the `<` of its end tag; equals `openEnd` for an empty tag. */
  readonly closeStart: number;
  readonly isEmpty: boolean;
  /** Namespaces by prefix that are in force inside the element; the default namespace under the empty prefix. */
  readonly namespaces: ReadonlyMap<string, string>;
}

interface Growing extends XmlElement {
  children: XmlElement[];
  text: string;
  closeStart: number;
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Resolves the five named and the numeric character references; any other stays as it is. */
export function decodeText(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(\w{2,4}));/g, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** Writes text so that it may stand in an attribute in double quotes or between tags, on one line. */
export function encodeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;');
}

const ATTRIBUTE = /\s+([^\s=/>"']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_NAME = /<([^\s/>"'<=!?]+)/y;
const TAG_END = /\s*(\/?)>/y;

const prefixOf = (name: string): string => (name.includes(':') ? name.slice(0, name.indexOf(':')) : '');
const localOf = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Reads a well-formed file into elements that know their place; null when it is not well-formed, which the parser proper reports. */
export function readTree(xml: string): XmlElement | null {
  return new TreeReader(xml).read();
}

class TreeReader {
  readonly #xml: string;
  readonly #open: Growing[] = [];
  #root: Growing | null = null;
  #position = 0;
  #line = 1;
  #lineFrom = 0;

  constructor(xml: string) {
    this.#xml = xml;
  }

  read(): XmlElement | null {
    const xml = this.#xml;
    for (let start = xml.indexOf('<'); start !== -1; start = xml.indexOf('<', this.#position)) {
      this.#addText(decodeText(xml.slice(this.#position, start)));
      const end = this.#skipped(start) ?? (xml[start + 1] === '/' ? this.#close(start) : this.#openTag(start));
      if (end === null) return null;
      this.#position = end;
    }
    return this.#open.length === 0 ? this.#root : null;
  }

  #addText(text: string): void {
    const current = this.#open.at(-1);
    if (current !== undefined && text !== '') current.text += text;
  }

  /** Position after a comment, CDATA section or processing instruction; null when none begins here. */
  #skipped(start: number): number | null {
    const xml = this.#xml;
    const markup = [
      ['<!--', '-->'],
      ['<![CDATA[', ']]>'],
      ['<?', '?>'],
    ].find(([begin]) => xml.startsWith(begin ?? '', start));
    if (markup === undefined) return null;
    const [begin = '', finish = ''] = markup;
    const end = xml.indexOf(finish, start + begin.length);
    if (end === -1) return xml.length;
    if (begin === '<![CDATA[') this.#addText(xml.slice(start + begin.length, end));
    return end + finish.length;
  }

  #close(start: number): number | null {
    const end = this.#xml.indexOf('>', start);
    const element = this.#open.pop();
    if (end === -1 || element === undefined || this.#xml.slice(start + 2, end).trim() !== element.name) return null;
    element.closeStart = start;
    return end + 1;
  }

  #openTag(start: number): number | null {
    const xml = this.#xml;
    TAG_NAME.lastIndex = start;
    const name = TAG_NAME.exec(xml)?.[1];
    if (name === undefined) return null;
    const line = this.#lineAt(start);
    const raw: Omit<XmlAttribute, 'namespace'>[] = [];
    let position = start + 1 + name.length;
    for (;;) {
      ATTRIBUTE.lastIndex = position;
      const match = ATTRIBUTE.exec(xml);
      if (match === null) break;
      const [whole, attribute = '', double, single] = match;
      const value = double ?? single ?? '';
      position += whole.length;
      const nameStart = position - whole.length + whole.search(/\S/);
      const valueEnd = position - 1;
      raw.push({
        name: attribute,
        local: localOf(attribute),
        value: decodeText(value),
        nameStart,
        valueStart: valueEnd - value.length,
        valueEnd,
        line: this.#lineAt(nameStart),
      });
    }
    TAG_END.lastIndex = position;
    const tagEnd = TAG_END.exec(xml);
    if (tagEnd === null) return null;
    const openEnd = position + tagEnd[0].length;
    return this.#add(name, raw, { line, start, openEnd, isEmpty: tagEnd[1] === '/' });
  }

  #add(
    name: string,
    raw: readonly Omit<XmlAttribute, 'namespace'>[],
    place: Pick<XmlElement, 'line' | 'start' | 'openEnd' | 'isEmpty'>,
  ): number | null {
    const parent = this.#open.at(-1) ?? null;
    if (parent === null && this.#root !== null) return null;
    const namespaces = declaredIn(raw, parent?.namespaces ?? new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]));
    const element: Growing = {
      ...place,
      name,
      local: localOf(name),
      namespace: namespaces.get(prefixOf(name)) ?? '',
      attributes: raw.map((attribute) => {
        const prefix = prefixOf(attribute.name);
        return { ...attribute, namespace: prefix === '' ? '' : (namespaces.get(prefix) ?? '') };
      }),
      children: [],
      parent,
      text: '',
      closeStart: place.openEnd,
      namespaces,
    };
    parent?.children.push(element);
    this.#root ??= element;
    if (!place.isEmpty) this.#open.push(element);
    return place.openEnd;
  }

  /** Offsets only grow, so the whole file costs one pass. */
  #lineAt(offset: number): number {
    for (let next = this.#xml.indexOf('\n', this.#lineFrom); next !== -1 && next < offset; next = this.#xml.indexOf('\n', this.#lineFrom)) {
      this.#line += 1;
      this.#lineFrom = next + 1;
    }
    return this.#line;
  }
}

function declaredIn(
  attributes: readonly Omit<XmlAttribute, 'namespace'>[],
  outer: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const declared = attributes.filter(({ name }) => name === 'xmlns' || name.startsWith('xmlns:'));
  if (declared.length === 0) return outer;
  return new Map([...outer, ...declared.map(({ name, value }) => [name === 'xmlns' ? '' : localOf(name), value] as const)]);
}

/** The element and everything below it, parents before children, in the order of the file. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  // Nesting is limited by XML_LIMITS before a tree is read.
  yield element;
  for (const child of element.children) yield* descendants(child);
}

/** Value of the attribute without prefix; null when absent. */
export function attributeOf(element: XmlElement, local: string): string | null {
  return element.attributes.find((attribute) => attribute.name === local)?.value ?? null;
}
