import type Modeler from 'bpmn-js/lib/Modeler';
import { service, type DiagramElement, type ModdleElement, type ModelerServices } from './services.ts';

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
  const extensionElements = withExtension(service(modeler, 'bpmnFactory'), element.businessObject, type, attributes);
  service(modeler, 'modeling').updateModdleProperties(element, element.businessObject, { extensionElements });
}

/** What `extensionElements` of an owner becomes with one of that type, in the place of what it had of it; without any for null. Undefined when none is left. */
export function withExtension(
  factory: ModelerServices['bpmnFactory'],
  owner: ModdleElement,
  type: string,
  attributes: Record<string, unknown> | null,
): ModdleElement | undefined {
  const others = extensionValues(owner).filter((each) => each.$type !== type);
  const values = attributes === null ? others : [...others, factory.create(type, attributes)];
  return values.length === 0 ? undefined : factory.create('bpmn:ExtensionElements', { values });
}

/** Extension elements of an element; empty when it has none. */
export function extensionValues(owner: ModdleElement): readonly ModdleElement[] {
  const extension = owner.get('extensionElements');
  if (typeof extension !== 'object' || extension === null) return [];
  // moddle types nothing: `values` of bpmn:ExtensionElements is always a list of moddle elements.
  return (extension as ModdleElement).get('values') as ModdleElement[];
}
