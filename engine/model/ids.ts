/**
 * Branded ids: strings at run time, distinct types at compile time, so that a process instance id is never passed where an
 * element instance id is meant. Each `as...` function is the one place where a plain string becomes the id.
 */
type Brand<Name extends string> = string & { readonly __brand: Name };

/** `id` attribute of any BPMN element: flow node, sequence flow, process. Unique within a file. */
export type ElementId = Brand<'ElementId'>;
/** Identifies one deployed version of a process: `<processId>:<version>:<deployment suffix>`; opaque to the kernel. */
export type DefinitionId = Brand<'DefinitionId'>;
/** A running or ended process instance; UUID version 7 in production, any string in tests. */
export type InstanceId = Brand<'InstanceId'>;
/** One visit of a flow node (or of the process itself), unique within its process instance: a decimal counter, `"1"` is the process. */
export type ElementInstanceId = Brand<'ElementInstanceId'>;

export const asElementId = (text: string): ElementId => text as ElementId;
export const asDefinitionId = (text: string): DefinitionId => text as DefinitionId;
export const asInstanceId = (text: string): InstanceId => text as InstanceId;
export const asElementInstanceId = (text: string): ElementInstanceId => text as ElementInstanceId;

/** The scope that holds the process-wide variables of every instance: the visit of the process itself. */
export const ROOT_SCOPE_ID: ElementInstanceId = asElementInstanceId('1');
