import type Modeler from 'bpmn-js/lib/Modeler';
import { service, type DiagramElement, type ModdleElement } from './services.ts';

/** Contents that have shapes of their own. */
const SHOWN: ReadonlySet<string> = new Set(['flowElements', 'artifacts', 'laneSets', 'participants', 'messageFlows', 'rootElements']);

/** Deepest nesting that is looked through: an event, its definition, the expression of that. */
const DEEPEST = 6;

/** The shape or connection that shows an element: its own, or that of the element around it, as for the definition of an event. */
export function shapeOf(modeler: Modeler, id: string): DiagramElement | undefined {
  const registry = service(modeler, 'elementRegistry');
  return registry.get(id) ?? registry.filter((shape) => shape.id === shape.businessObject.id && holds(shape.businessObject, id))[0];
}

/** Whether the element with the id stands inside the other, and no shape of its own shows it. */
export function holds(owner: ModdleElement, id: string, depth = 0): boolean {
  if (depth > DEEPEST) return false;
  return Object.entries(owner).some(
    ([property, value]) =>
      !SHOWN.has(property) &&
      !property.startsWith('$') &&
      [value].flat().some((inner) => isInside(inner, owner) && (inner.id === id || holds(inner, id, depth + 1))),
  );
}

/** References are elements too, but another one is their parent. */
function isInside(value: unknown, owner: ModdleElement): value is ModdleElement {
  return typeof value === 'object' && value !== null && '$type' in value && '$parent' in value && value.$parent === owner;
}
