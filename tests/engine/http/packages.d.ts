/** Comes without types; only what the tests call. */
declare module '@bpmn-io/element-templates-validator' {
  export function validateZeebe(template: unknown): { readonly valid: boolean; readonly errors?: readonly unknown[] };
}
