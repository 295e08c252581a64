import type Modeler from 'bpmn-js/lib/Modeler';

/** A moddle element: the BPMN object behind a shape. Attributes are read by `get`. */
export interface ModdleElement {
  readonly $type: string;
  readonly $parent?: ModdleElement;
  readonly id: string;
  readonly name?: string;
  get(property: string): unknown;
  set(property: string, value: unknown): void;
}

/** A shape, connection or root of the diagram. */
export interface DiagramElement {
  readonly id: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly waypoints?: readonly { readonly x: number; readonly y: number }[];
  readonly parent?: DiagramElement | null;
  readonly incoming?: readonly DiagramElement[];
  readonly outgoing?: readonly DiagramElement[];
  /** Events at the edge. */
  readonly attachers?: readonly DiagramElement[];
  readonly businessObject: ModdleElement;
}

/** Services of bpmn-js that the designer uses, by the name under which they are registered. */
export interface ModelerServices {
  readonly canvas: {
    zoom(level: number | 'fit-viewport', center?: 'auto' | { x: number; y: number }): number;
    viewbox(): { x: number; y: number; width: number; height: number; scale: number; outer: { width: number; height: number } };
    scroll(delta: { dx: number; dy: number }): void;
    getRootElement(): DiagramElement;
    scrollToElement(element: DiagramElement | string, padding?: number): void;
    addMarker(elementId: string, marker: string): void;
    removeMarker(elementId: string, marker: string): void;
    getContainer(): HTMLElement;
  };
  readonly elementRegistry: {
    get(id: string): DiagramElement | undefined;
    filter(accept: (element: DiagramElement) => boolean): DiagramElement[];
  };
  readonly selection: { get(): DiagramElement[]; select(elements: DiagramElement | DiagramElement[] | null): void };
  readonly overlays: {
    add(
      elementId: string,
      type: string,
      overlay: { position: Record<string, number>; html: HTMLElement; show?: { minZoom: number } },
    ): string;
    remove(filter: { type: string } | string): void;
  };
  readonly modeling: {
    createShape(
      shape: DiagramElement,
      position: { x: number; y: number },
      target: DiagramElement,
      hints?: { attach: boolean },
    ): DiagramElement;
    updateProperties(element: DiagramElement, properties: Record<string, unknown>): void;
    updateModdleProperties(element: DiagramElement, moddle: ModdleElement, properties: Record<string, unknown>): void;
  };
  readonly elementFactory: { createShape(attributes: Record<string, unknown>): DiagramElement };
  readonly autoPlace: { append(source: DiagramElement, shape: DiagramElement): DiagramElement };
  readonly spaceTool: {
    calculateAdjustments(
      elements: readonly DiagramElement[],
      axis: 'x' | 'y',
      delta: number,
      start: number,
    ): {
      readonly movingShapes: DiagramElement[];
      readonly resizingShapes: DiagramElement[];
    };
    makeSpace(
      moving: DiagramElement[],
      resizing: DiagramElement[],
      delta: { x: number; y: number },
      direction: 'e' | 's',
      start: number,
    ): void;
  };
  readonly create: { start(event: Event, shape: DiagramElement | DiagramElement[]): void };
  readonly commandStack: {
    undo(): void;
    redo(): void;
    canUndo(): boolean;
    canRedo(): boolean;
    execute(command: string, context: unknown): void;
  };
  readonly bpmnFactory: { create(type: string, attributes?: Record<string, unknown>): ModdleElement };
  readonly elementTemplatesLoader: { setTemplates(templates: readonly object[]): void };
  readonly elementTemplates: {
    get(id: string): object | null;
    getLatest(id: string): object[];
    createElement(template: object): DiagramElement;
  };
  readonly eventBus: {
    fire(event: string, context?: Record<string, unknown>): void;
    on(event: string, listener: (event: Record<string, unknown>) => void): void;
  };
  readonly searchPad: { toggle(): void };
}

/** The service of that name, typed. */
export function service<Name extends keyof ModelerServices>(modeler: Modeler, name: Name): ModelerServices[Name] {
  return modeler.get<ModelerServices[Name]>(name);
}
