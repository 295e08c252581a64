import type Modeler from 'bpmn-js/lib/Modeler';
import type { Finding } from '../../kit/index.ts';
import type { ElementTemplate } from '../api.ts';
import { fieldOf } from './finding-field.ts';
import { showElement } from './operation-task.ts';
import { service } from './services.ts';
import { shapeOf } from './shape-of.ts';

/** Time the properties panel takes to draw the fields of an element that was just selected. */
const PANEL_DRAWN_MS = 100;

/** What people call an element: its name, else its id. */
export function nameIn(modeler: Modeler | null, id: string): string {
  const name = modeler === null ? undefined : shapeOf(modeler, id)?.businessObject.name;
  return name === undefined || name === '' ? id : name;
}

/** Selects the element of a finding, shows it, and opens the field in which it is mended. */
export function goToFinding(modeler: Modeler, finding: Finding, templates: readonly ElementTemplate[]): void {
  const element = typeof finding.element === 'string' ? shapeOf(modeler, finding.element) : undefined;
  if (element === undefined) return;
  service(modeler, 'selection').select(element);
  showElement(modeler, element);
  const templateId = element.businessObject.get('zeebe:modelerTemplate');
  const template = templates.find((each) => each.id === templateId) ?? null;
  const entry = fieldOf(finding, template);
  // The properties panel draws the selected element in the next frames; before that its fields are not there to be shown.
  if (entry !== undefined) setTimeout(() => service(modeler, 'eventBus').fire('propertiesPanel.showEntry', { id: entry }), PANEL_DRAWN_MS);
}
