import { isBpmn } from '../interchange/namespaces.ts';
import { TextEdits } from '../xml/edits.ts';
import { attributeOf, descendants, encodeText } from '../xml/tree.ts';
import type { XmlAttribute, XmlElement } from '../xml/tree.ts';
import { Additions, extensionContainer } from './additions.ts';
import type { Prefixes } from './additions.ts';
import type { AdviceId } from './advice.ts';
import { dialectOf, isForeign } from './dialects.ts';
import type { Dialect } from './dialects.ts';
import { hasExpression, translateTemplate } from './expression/index.ts';
import { mendOf } from './report.ts';
import type { ImportEntry, ImportOutcome } from './report.ts';

/** A form that was made out of form fields of the diagram. */
export interface GeneratedForm {
  /** By this name diagrams refer to it. */
  readonly formId: string;
  /** form-js JSON. */
  readonly content: string;
}

/** What is said about a foreign attribute, element or expression. */
export interface Verdict {
  readonly outcome: ImportOutcome;
  readonly became?: string | null;
  readonly advice?: AdviceId | null;
  readonly isRefused?: boolean;
  readonly isPart?: boolean;
}

/** The dialect of a file, and whether the file uses it or only declares its namespace. */
export interface DialectOfFile {
  readonly dialect: Dialect;
  readonly isUsed: boolean;
}

const ORIGINAL_LENGTH = 160;
const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > ORIGINAL_LENGTH ? `${line.slice(0, ORIGINAL_LENGTH)}...` : line;
};

/** The translation of one file: what is added to which element, and what is said about every foreign part. */
export class Translation {
  readonly root: XmlElement;
  /** False for a file that only declares the namespace: then what another engine takes for granted counts for nothing. */
  readonly hasForeignParts: boolean;
  readonly forms: GeneratedForm[] = [];
  readonly edits = new TextEdits();
  readonly #prefixes: Prefixes;
  readonly #additions = new Map<XmlElement, Additions>();
  readonly #said = new Map<XmlElement | XmlAttribute, ImportEntry>();
  readonly #expressions: ImportEntry[] = [];
  readonly #mainDialect: Dialect;

  constructor(root: XmlElement, dialect: DialectOfFile, prefixes: Prefixes) {
    this.root = root;
    this.hasForeignParts = dialect.isUsed;
    this.#mainDialect = dialect.dialect;
    this.#prefixes = prefixes;
  }

  /** What is added to a BPMN element. */
  on(owner: XmlElement): Additions {
    const additions = this.#additions.get(owner) ?? new Additions(owner, this.#prefixes);
    this.#additions.set(owner, additions);
    return additions;
  }

  /** The foreign attribute of this name; null when the element has none. */
  attribute(element: XmlElement, local: string): XmlAttribute | null {
    return element.attributes.find((attribute) => attribute.local === local && dialectOf(attribute.namespace) !== null) ?? null;
  }

  /** The foreign elements inside the extension elements of a BPMN element. */
  extensions(owner: XmlElement, local: string): readonly XmlElement[] {
    return extensionContainer(owner)?.children.filter((child) => child.local === local && isForeign(child)) ?? [];
  }

  /** Says what became of a foreign attribute or element; what was said first counts. */
  say(owner: XmlElement, part: XmlElement | XmlAttribute, verdict: Verdict): void {
    if (this.#said.has(part)) return;
    const isElement = 'children' in part;
    const original = isElement ? writtenElement(part) : `${part.name}="${part.value}"`;
    const dialect = dialectOf(part.namespace) ?? this.#mainDialect;
    this.#said.set(part, this.#entry(owner, dialect, isElement ? 'element' : 'attribute', original, part.line, verdict));
  }

  /** Says what became of an expression that stands in an attribute or text of BPMN itself. */
  sayExpression(owner: XmlElement, original: string, line: number, verdict: Verdict): void {
    this.#expressions.push(this.#entry(owner, this.#mainDialect, 'expression', original, line, verdict));
  }

  /**
   * Puts FEEL in the place of a text of BPMN; the text that stood there stays in `lanework:original`. Done on the element that owns the text and has an id
   * of its own in the model.
   */
  replaceText(element: XmlElement, text: string, keeper: XmlElement = element): void {
    this.on(keeper).setAttribute('original', element.text.trim());
    this.edits.replace(element.openEnd, element.closeStart, encodeText(text));
  }

  replaceValue(owner: XmlElement, attribute: XmlAttribute, value: string): void {
    this.on(owner).setAttribute('original', attribute.value);
    this.edits.replace(attribute.valueStart, attribute.valueEnd, encodeText(value));
  }

  /**
   * The value of a foreign attribute in our words: FEEL after `=` for an expression, else the text. Null when it cannot be translated. With it comes what
   * to say when the value is used as `name`.
   */
  value(source: string, name: string): { readonly value: string | null; readonly verdict: Verdict } {
    if (!hasExpression(source)) return { value: source, verdict: { outcome: 'converted', became: `${name}="${source}"` } };
    const result = translateTemplate(source);
    if (result.kind === 'untranslated') return { value: null, verdict: { outcome: 'attention', advice: 'expression' } };
    const value = `=${result.feel}`;
    return {
      value,
      verdict: result.isExact
        ? { outcome: 'converted', became: `${name}="${value}"` }
        : { outcome: 'approximated', became: `${name}="${value}"`, advice: 'check' },
    };
  }

  #entry(owner: XmlElement, dialect: Dialect, kind: ImportEntry['kind'], original: string, line: number, verdict: Verdict): ImportEntry {
    const named = nearestNamed(owner);
    const advice = verdict.advice ?? null;
    return {
      element: named === null ? null : attributeOf(named, 'id'),
      name: named === null ? null : attributeOf(named, 'name'),
      line,
      dialect,
      kind,
      original: shortened(original),
      outcome: verdict.outcome,
      became: verdict.became === undefined || verdict.became === null ? null : shortened(verdict.became),
      advice,
      mend: mendOf(advice),
      isPart: verdict.isPart ?? false,
      isRefused: verdict.isRefused ?? false,
    };
  }

  /** Every foreign part with what was said about it; what nobody spoke for needs attention, unless it is inside something that was spoken for. */
  entries(): readonly ImportEntry[] {
    for (const element of descendants(this.root)) {
      const owner = ownerOf(element);
      for (const attribute of element.attributes) {
        if (dialectOf(attribute.namespace) !== null) this.say(owner, attribute, { outcome: 'attention', advice: 'unknown' });
      }
      if (isForeign(element)) this.say(owner, element, this.#inherited(element));
    }
    return [...this.#said.values(), ...this.#expressions];
  }

  #inherited(element: XmlElement): Verdict {
    const around = element.parent === null ? undefined : this.#said.get(element.parent);
    if (around === undefined) return { outcome: 'attention', advice: 'unknown' };
    return { outcome: around.outcome, became: around.became, advice: around.advice, isPart: true };
  }

  /** The text with everything added. */
  write(xml: string): string {
    for (const additions of this.#additions.values()) additions.apply(this.edits);
    return this.edits.apply(xml);
  }
}

/** The BPMN element that a part belongs to: the nearest one that is no mere holder of extensions. */
export function ownerOf(element: XmlElement): XmlElement {
  for (let current: XmlElement | null = element; current !== null; current = current.parent)
    if (isBpmn(current) && current.local !== 'extensionElements') return current;
  return element;
}

function nearestNamed(element: XmlElement): XmlElement | null {
  for (let current: XmlElement | null = element; current !== null; current = current.parent)
    if (isFlowPart(current) && attributeOf(current, 'id') !== null) return current;
  return null;
}

/** Elements that a diagram shows; an event definition or expression is named by the event or flow around it. */
const isFlowPart = (element: XmlElement): boolean =>
  isBpmn(element) && !/(?:Definition|Expression|Characteristics|^time\w+|^condition)$/.test(element.local);

function writtenElement(element: XmlElement): string {
  const attributes = element.attributes.map(({ name, value }) => ` ${name}="${value}"`).join('');
  const text = element.text.trim();
  return text === '' || element.children.length > 0
    ? `<${element.name}${attributes}>`
    : `<${element.name}${attributes}>${text}</${element.name}>`;
}
