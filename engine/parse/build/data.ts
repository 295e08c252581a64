import type { IoMapping } from '../../model/index.ts';
import { child, children, idOf, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { feelOf, formalText } from './expressions.ts';

/** Variable that stands for a data object, data input, data output or property: its name, else its id. */
export function variableOf(element: ModdleElement): string | null {
  const referred = child(element, 'dataObjectRef');
  return text(element, 'name') ?? (referred === null ? null : variableOf(referred)) ?? idOf(element);
}

function sourceVariable(association: ModdleElement): string | null {
  const source = children(association, 'sourceRef')[0];
  return source === undefined ? null : variableOf(source);
}

/** Assignments and the transformation of an association, or the plain copy of source to target. */
function mappingsOf(association: ModdleElement): readonly IoMapping[] {
  const target = child(association, 'targetRef');
  const targetName = target === null ? null : variableOf(target);
  const assigned = children(association, 'assignment').flatMap((assignment) => {
    const from = formalText(assignment, 'from');
    const to = formalText(assignment, 'to');
    return from === null || to === null ? [] : [{ source: feelOf(from), target: to.replace(/^=\s*/, '') }];
  });
  if (assigned.length > 0 || targetName === null) return assigned;
  const transformation = formalText(association, 'transformation');
  if (transformation !== null) return [{ source: feelOf(transformation), target: targetName }];
  const source = sourceVariable(association);
  // A variable of the same name is visible to the node as it is; a copy would only hide later changes.
  return source === null || source === targetName ? [] : [{ source: feelOf(source), target: targetName }];
}

const hasDataEnds = (association: ModdleElement): boolean => {
  const target = child(association, 'targetRef');
  return (
    children(association, 'assignment').length > 0 ||
    child(association, 'transformation') !== null ||
    target?.$type === 'bpmn:DataInput' ||
    target?.$type === 'bpmn:DataObject' ||
    target?.$type === 'bpmn:DataObjectReference' ||
    target?.$type === 'bpmn:Property'
  );
};

const hasSource = (association: ModdleElement): boolean => {
  const source = children(association, 'sourceRef')[0];
  return (
    children(association, 'assignment').length > 0 ||
    child(association, 'transformation') !== null ||
    source?.$type === 'bpmn:DataOutput' ||
    source?.$type === 'bpmn:Property'
  );
};

/**
 * Data associations as mappings of variables (BPMN 2.0.2, 10.4.2): a data object, data input, data output or property is the variable of its name.
 * An association that a modeler draws from a data object to a task has only a placeholder as target and says nothing to execute. Associations in `except` are left out: they belong to the loop of the element.
 */
export function dataMappings(
  element: ModdleElement,
  except: ReadonlySet<ModdleElement>,
): { readonly inputs: readonly IoMapping[]; readonly outputs: readonly IoMapping[] } {
  const own = (property: string): readonly ModdleElement[] => children(element, property).filter((each) => !except.has(each));
  const inputs = own('dataInputAssociations').filter(
    (association) => hasDataEnds(association) && child(association, 'targetRef')?.$type !== 'bpmn:Property',
  );
  const outputs = own('dataOutputAssociations').filter(hasSource);
  return { inputs: inputs.flatMap(mappingsOf), outputs: outputs.flatMap(mappingsOf) };
}
