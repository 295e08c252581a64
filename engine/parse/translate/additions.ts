import { bpmnPrefix } from '../interchange/namespaces.ts';
import type { TextEdits } from '../xml/edits.ts';
import { encodeText } from '../xml/tree.ts';
import type { XmlElement } from '../xml/tree.ts';
import { LANEWORK, ZEEBE } from './dialects.ts';

/** Attributes of an extension element; null leaves one out. */
export type Attributes = Readonly<Record<string, string | null>>;

interface Part {
  readonly attributes: Record<string, string>;
  readonly children: { readonly name: string; readonly attributes: Attributes }[];
  text: string | null;
}

const writeAttributes = (attributes: Attributes): string =>
  Object.entries(attributes)
    .filter((pair): pair is [string, string] => pair[1] !== null)
    .map(([name, value]) => ` ${name}="${encodeText(value)}"`)
    .join('');

/** How the names of the two namespaces begin in one file. */
export interface Prefixes {
  readonly zeebe: string;
  readonly lanework: string;
}

/** Attributes and extension elements that are put beside what one BPMN element has. What it already has wins. */
export class Additions {
  readonly #owner: XmlElement;
  readonly #prefixes: Prefixes;
  readonly #attributes: Record<string, string> = {};
  readonly #parts = new Map<string, Part>();

  constructor(owner: XmlElement, prefixes: Prefixes) {
    this.#owner = owner;
    this.#prefixes = prefixes;
  }

  /** Whether the element had this extension element before anything was added. */
  has(name: string): boolean {
    return this.#existing(name) !== null;
  }

  /** Whether the element has or will have it. */
  willHave(name: string): boolean {
    return this.has(name) || this.#parts.has(name);
  }

  #existing(name: string): XmlElement | null {
    const namespace = name.startsWith('lanework:') ? LANEWORK : ZEEBE;
    const local = name.slice(name.indexOf(':') + 1);
    return extensionContainer(this.#owner)?.children.find((child) => child.namespace === namespace && child.local === local) ?? null;
  }

  /** An attribute of the lanework namespace on the BPMN element itself. */
  setAttribute(local: string, value: string): void {
    const exists = this.#owner.attributes.some((attribute) => attribute.namespace === LANEWORK && attribute.local === local);
    if (!exists) this.#attributes[local] = value;
  }

  #part(name: string): Part {
    const part = this.#parts.get(name) ?? { attributes: {}, children: [], text: null };
    this.#parts.set(name, part);
    return part;
  }

  /** Adds attributes to an extension element such as `zeebe:taskDefinition`; an attribute that was set before stays. */
  put(name: string, attributes: Attributes): void {
    const part = this.#part(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) part.attributes[key] ??= value;
  }

  /** Adds a child to an extension element such as `zeebe:ioMapping`. */
  putChild(name: string, child: string, attributes: Attributes): void {
    this.#part(name).children.push({ name: child, attributes });
  }

  #spelled(name: string): string {
    const [prefix = '', local = ''] = name.split(':');
    return `${prefix === 'lanework' ? this.#prefixes.lanework : this.#prefixes.zeebe}:${local}`;
  }

  #written(): string {
    return [...this.#parts]
      .filter(([name]) => !this.has(name))
      .map(([name, part]) => {
        const tag = this.#spelled(name);
        const attributes = Object.entries(part.attributes).map(([key, value]) => [key.includes(':') ? this.#spelled(key) : key, value]);
        const open = `<${tag}${writeAttributes(Object.fromEntries(attributes))}`;
        // Inputs stand before outputs, as the modeler writes them.
        const children = part.children
          .toSorted((a, b) => Number(a.name === 'zeebe:output') - Number(b.name === 'zeebe:output'))
          .map((child) => `<${this.#spelled(child.name)}${writeAttributes(child.attributes)} />`);
        return children.length === 0 ? `${open} />` : `${open}>${children.join('')}</${tag}>`;
      })
      .join('');
  }

  /** Writes everything into the text of the element, on the lines that it has. */
  apply(edits: TextEdits): void {
    const owner = this.#owner;
    const attributes = writeAttributes(
      Object.fromEntries(Object.entries(this.#attributes).map(([name, value]) => [`${this.#prefixes.lanework}:${name}`, value])),
    );
    const written = this.#written();
    if (attributes !== '') edits.insert(owner.start + 1 + owner.name.length, attributes);
    if (written === '') return;
    const container = extensionContainer(owner);
    if (container !== null) putInside(container, written, edits);
    else {
      const tag = `${bpmnPrefix(owner)}extensionElements`;
      const whole = `<${tag}>${written}</${tag}>`;
      const documentation = owner.children.findLast((child) => child.local === 'documentation');
      if (documentation === undefined) putInside(owner, whole, edits, true);
      else edits.insert(endOf(documentation), whole);
    }
  }
}

/** Position after the element. */
export const endOf = (element: XmlElement): number =>
  element.isEmpty ? element.openEnd : element.closeStart + `</${element.name}>`.length;

function putInside(element: XmlElement, written: string, edits: TextEdits, first = false): void {
  if (element.isEmpty) edits.replace(element.openEnd - 2, element.openEnd, `>${written}</${element.name}>`);
  else edits.insert(first ? element.openEnd : element.closeStart, written);
}

/** The `extensionElements` of a BPMN element; null without. */
export function extensionContainer(owner: XmlElement): XmlElement | null {
  return owner.children.find((child) => child.local === 'extensionElements' && child.namespace === owner.namespace) ?? null;
}
