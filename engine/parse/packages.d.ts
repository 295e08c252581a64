/**
 * Types of the two XML readers, whose main entries bring none. Only what the parser uses is declared; element properties are read
 * through `ModdleElement.get`, so a name that does not exist is `undefined` and never a silent `any`.
 */
declare module 'bpmn-moddle' {
  import type { ModdleElement, ModdleReader } from './moddle-element.ts';
  export class BpmnModdle implements ModdleReader {
    constructor(packages?: Readonly<Record<string, unknown>>);
    fromXML: ModdleReader['fromXML'];
    create(type: string, attributes?: Readonly<Record<string, unknown>>): ModdleElement;
    getPackage(prefix: string): Package;
  }
  /** A descriptor of a namespace. Reading gives each property a name with its prefix, and `ns` beside it. */
  export interface Package {
    readonly types: readonly { readonly name: string; readonly properties?: readonly PackageProperty[] }[];
  }
  export interface PackageProperty {
    readonly name: string;
    readonly type: string;
    readonly default?: unknown;
    readonly ns?: { readonly localName: string };
  }
}

declare module 'dmn-moddle' {
  import type { ModdleReader } from './moddle-element.ts';
  export class DmnModdle implements ModdleReader {
    constructor(packages?: Readonly<Record<string, unknown>>);
    fromXML: ModdleReader['fromXML'];
  }
}
