// Ambient descriptions of the modeling libraries, which ship no types for the way they are imported here. A `declare module` of a deep path
// also avoids that the CommonJS-typed files of bpmn-js hide their default export behind a second `default`.

declare module 'bpmn-js/lib/Modeler' {
  /** The BPMN editor of bpmn-js; only what the designer calls is described. */
  export default class Modeler {
    constructor(options: Record<string, unknown>);
    importXML(xml: string): Promise<{ warnings: unknown[] }>;
    saveXML(options?: { format?: boolean }): Promise<{ xml?: string; error?: Error }>;
    saveSVG(): Promise<{ svg: string }>;
    getDefinitions(): import('./services.ts').ModdleElement;
    get<Service>(name: string): Service;
    on(event: string, listener: (event: Record<string, unknown>) => void): void;
    off(event: string, listener: (event: Record<string, unknown>) => void): void;
    destroy(): void;
  }
}

declare module 'bpmn-js-properties-panel' {
  export const BpmnPropertiesPanelModule: object;
  export const BpmnPropertiesProviderModule: object;
  export const ZeebePropertiesProviderModule: object;
  export const ZeebeTooltipProvider: object;
  export function useService<Service>(name: string, strict?: boolean): Service;
}

declare module 'bpmn-js-element-templates' {
  export const CloudElementTemplatesPropertiesProviderModule: object;
}

declare module '@bpmn-io/element-template-chooser' {
  const ElementTemplateChooserModule: object;
  export default ElementTemplateChooserModule;
}

declare module 'bpmn-js-create-append-anything' {
  export const CreateAppendAnythingModule: object;
  export const CreateAppendElementTemplatesModule: object;
}

declare module 'camunda-bpmn-js-behaviors/lib/camunda-cloud' {
  const ZeebeBehaviorsModule: object;
  export default ZeebeBehaviorsModule;
}

declare module 'bpmn-js-color-picker' {
  const ColorPickerModule: object;
  export default ColorPickerModule;
}

declare module 'diagram-js-minimap' {
  const MinimapModule: object;
  export default MinimapModule;
}

declare module 'diagram-js-grid' {
  const GridModule: object;
  export default GridModule;
}

declare module 'bpmn-js-native-copy-paste' {
  const NativeCopyPasteModule: object;
  export default NativeCopyPasteModule;
}

declare module 'bpmn-auto-layout' {
  export function layoutProcess(xml: string): Promise<string>;
}

declare module 'bpmn-js-i18n/translations/es.js' {
  const table: Readonly<Record<string, string>>;
  export default table;
}

declare module 'bpmn-js-i18n/translations/ru.js' {
  const table: Readonly<Record<string, string>>;
  export default table;
}

declare module '@bpmn-io/properties-panel' {
  export const FeelEntry: (props: Record<string, unknown>) => unknown;
  export const isFeelEntryEdited: (node: unknown) => boolean;
  export const TextAreaEntry: (props: Record<string, unknown>) => unknown;
  export const TextFieldEntry: (props: Record<string, unknown>) => unknown;
  export const isTextAreaEntryEdited: (node: unknown) => boolean;
  export const isTextFieldEntryEdited: (node: unknown) => boolean;
}

declare module '@bpmn-io/properties-panel/preact' {
  export function h(type: unknown, props: Record<string, unknown> | null, ...children: unknown[]): unknown;
}

declare module 'dmn-js/lib/Modeler' {
  /** The DMN editor: decision requirements, decision tables and literal expressions. */
  export default class DmnModeler {
    constructor(options: Record<string, unknown>);
    importXML(xml: string): Promise<{ warnings: unknown[] }>;
    saveXML(options?: { format?: boolean }): Promise<{ xml: string }>;
    getViews(): { readonly type: string; readonly element: { readonly id: string } }[];
    open(view: unknown): Promise<unknown>;
    on(event: string, listener: () => void): void;
    getActiveViewer(): { on(event: string, listener: () => void): void; get<Service>(name: string): Service } | undefined;
    destroy(): void;
  }
}
