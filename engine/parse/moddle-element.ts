/** An element of a BPMN or DMN file as moddle reads it. `$type` is for example `bpmn:UserTask`. */
export interface ModdleElement {
  readonly $type: string;
  readonly $parent?: ModdleElement;
  /** Attributes that no descriptor knows. */
  readonly $attrs?: Readonly<Record<string, unknown>>;
  /** Children of an element of a foreign namespace. */
  readonly $children?: readonly ModdleElement[];
  get(name: string): unknown;
  $instanceOf?(type: string): boolean;
  /** What the schema says of the class; elements of foreign namespaces have none. */
  readonly $descriptor?: {
    readonly properties: readonly { readonly name: string; readonly type: string; readonly isReference?: boolean }[];
  };
}

/** What moddle says about something that it dropped. */
export interface ModdleWarning {
  readonly message: string;
  readonly element?: ModdleElement;
  readonly property?: string;
  readonly value?: string;
}

export interface ModdleResult {
  readonly rootElement: ModdleElement;
  readonly warnings: readonly ModdleWarning[];
  readonly elementsById: Readonly<Record<string, ModdleElement>>;
}

export interface ModdleReader {
  /** `lax` false rejects at the first element that the reader does not know, instead of dropping it with a warning. */
  fromXML(xml: string, rootType: string, options: { readonly lax: boolean }): Promise<ModdleResult>;
}

const isElement = (value: unknown): value is ModdleElement => typeof value === 'object' && value !== null && '$type' in value;

/** Text of an attribute or text child; null when absent or empty. */
export function text(element: ModdleElement, name: string): string | null {
  const value = element.get(name);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A boolean attribute; `fallback` when it is absent. */
export function flag(element: ModdleElement, name: string, fallback: boolean): boolean {
  const value = element.get(name);
  return typeof value === 'boolean' ? value : fallback;
}

/** A numeric attribute; null when it is absent. */
export function integer(element: ModdleElement, name: string): number | null {
  const value = element.get(name);
  return typeof value === 'number' ? value : null;
}

/** A single child or resolved reference; null when absent. */
export function child(element: ModdleElement, name: string): ModdleElement | null {
  const value = element.get(name);
  return isElement(value) ? value : null;
}

/** The children or resolved references of a collection property. */
export function children(element: ModdleElement, name: string): readonly ModdleElement[] {
  const value = element.get(name);
  return Array.isArray(value) ? value.filter(isElement) : [];
}

/** Value of the `id` attribute; null when absent. */
export function idOf(element: ModdleElement): string | null {
  const value: unknown = element.get('id');
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Id of the element or of the nearest ancestor that has one. */
export function nearestId(element: ModdleElement | undefined): string | null {
  let current = element;
  while (current !== undefined) {
    const id = hasGet(current) ? idOf(current) : null;
    if (id !== null) return id;
    current = current.$parent;
  }
  return null;
}

/** Elements of foreign namespaces are plain objects without `get`. */
export function hasGet(element: ModdleElement): boolean {
  return typeof element.get === 'function';
}

/** The elements inside `extensionElements`. */
export function extensions(element: ModdleElement): readonly ModdleElement[] {
  const container = child(element, 'extensionElements');
  return container === null ? [] : children(container, 'values');
}

/** The first extension element of the type, for example `zeebe:TaskDefinition`; null when absent. */
export function extension(element: ModdleElement, type: string): ModdleElement | null {
  return extensions(element).find((candidate) => candidate.$type === type) ?? null;
}

/** Whether the element is of the BPMN class or of one derived from it. */
export function isA(element: ModdleElement, type: string): boolean {
  return element.$instanceOf?.(type) ?? false;
}
