import type Modeler from 'bpmn-js/lib/Modeler';
import { service, type DiagramElement, type ModdleElement } from './services.ts';

/** Makes a user task or a start event show the form of that id. */
export function linkForm(modeler: Modeler, element: DiagramElement, formId: string): void {
  replaceExtension(modeler, element, 'zeebe:FormDefinition', { formId });
}

/** Makes a business rule task call the decision of that id; the variable that gets the result keeps its name when it has one. */
export function linkDecision(modeler: Modeler, element: DiagramElement, decisionId: string): void {
  const before = extensionValues(element.businessObject).find((each) => each.$type === 'zeebe:CalledDecision');
  const resultVariable = before?.get('resultVariable') ?? 'result';
  replaceExtension(modeler, element, 'zeebe:CalledDecision', { decisionId, resultVariable });
}

/** Replaces the extension element of one type in a single command, so that one undo takes it back. */
function replaceExtension(modeler: Modeler, element: DiagramElement, type: string, attributes: Record<string, unknown>): void {
  const factory = service(modeler, 'bpmnFactory');
  const kept = extensionValues(element.businessObject).filter((each) => each.$type !== type);
  const extensionElements = factory.create('bpmn:ExtensionElements', { values: [...kept, factory.create(type, attributes)] });
  service(modeler, 'modeling').updateModdleProperties(element, element.businessObject, { extensionElements });
}

/** Extension elements of an element; empty when it has none. */
export function extensionValues(owner: ModdleElement): readonly ModdleElement[] {
  const extension = owner.get('extensionElements');
  if (typeof extension !== 'object' || extension === null) return [];
  // moddle types nothing: `values` of bpmn:ExtensionElements is always a list of moddle elements.
  return (extension as ModdleElement).get('values') as ModdleElement[];
}
