/** The diagram viewer of bpmn-js as far as it is used here; its own types hide the default export from Node's module rules. */
declare module 'bpmn-js/lib/NavigatedViewer' {
  export default class NavigatedViewer {
    constructor(options: Record<string, unknown>);
    importXML(xml: string): Promise<{ readonly warnings: readonly string[] }>;
    get<Service>(name: string): Service;
    on(event: string, listener: (event: { readonly element: { readonly id: string; readonly type: string } }) => void): void;
    off(event: string, listener: (event: { readonly element: { readonly id: string; readonly type: string } }) => void): void;
    destroy(): void;
  }
}
