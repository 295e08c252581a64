import { extensionValues, withExtension } from './link-file.ts';
import type { DiagramElement, ModdleElement, ModelerServices } from './services.ts';

const TYPE = 'zeebe:JobPriorityDefinition';

/** Priority of the jobs of an element or process as it is written, empty when it says nothing. */
export function jobPriorityOf(owner: ModdleElement): string {
  const priority = extensionValues(owner)
    .find((each) => each.$type === TYPE)
    ?.get('priority');
  return typeof priority === 'string' ? priority : '';
}

/** Sets or removes the priority in one command, so that one undo takes it back. `owner` is the element's own object, or its process. */
export function writeJobPriority(
  { modeling, bpmnFactory }: Pick<ModelerServices, 'modeling' | 'bpmnFactory'>,
  element: DiagramElement,
  owner: ModdleElement,
  priority: string,
): void {
  const extensionElements = withExtension(bpmnFactory, owner, TYPE, priority.trim() === '' ? null : { priority: priority.trim() });
  modeling.updateModdleProperties(element, owner, { extensionElements });
}

/**
 * Where the properties panel shows the priority of an element: `beside` type and attempts of its job, in a group of its `own` where those are not shown, or
 * nowhere, because the element makes no job. `hasJobGroup`: the panel has a group for type and attempts.
 */
export function placeOfJobPriority({ type, businessObject }: DiagramElement, hasJobGroup: boolean): 'beside' | 'own' | null {
  const has = (extension: string): boolean => extensionValues(businessObject).some((each) => each.$type === extension);
  if (hasJobGroup) {
    // What comes from a template shows the groups of the template alone.
    if (businessObject.get('zeebe:modelerTemplate') !== undefined) return 'own';
    return type === 'bpmn:AdHocSubProcess' ? null : 'beside';
  }
  if (type === 'bpmn:BusinessRuleTask') return has('zeebe:CalledDecision') ? 'own' : null;
  return type === 'bpmn:ScriptTask' && !has('zeebe:Script') ? 'own' : null;
}
