import type Modeler from 'bpmn-js/lib/Modeler';
import type { Finding } from '../../kit/api/problem.ts';
import { service } from './services.ts';

const OVERLAY_TYPE = 'lanework-finding';

/** Marks every element that has findings: a badge with their count at its corner, red for errors, amber for warnings. */
export function showFindings(modeler: Modeler, findings: readonly Finding[], onOpen: (elementId: string) => void): void {
  const overlays = service(modeler, 'overlays');
  const registry = service(modeler, 'elementRegistry');
  overlays.remove({ type: OVERLAY_TYPE });
  for (const [elementId, own] of byElement(findings)) {
    const element = registry.get(elementId);
    // Findings about roots (the process, a definition without a shape) are in the panel only.
    if (element === undefined || element.parent === undefined || element.parent === null) continue;
    const position = element.waypoints === undefined ? { top: -10, right: 12 } : { top: -18, left: 0 };
    overlays.add(elementId, OVERLAY_TYPE, { position, html: badge(own, () => onOpen(elementId)) });
  }
}

/** Findings grouped by the element they name; those that name none are left out. */
export function byElement(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (typeof finding.element !== 'string') continue;
    const group = groups.get(finding.element);
    if (group === undefined) groups.set(finding.element, [finding]);
    else group.push(finding);
  }
  return groups;
}

function badge(findings: readonly Finding[], onClick: () => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  const severe = findings.some((each) => each.severity === 'error');
  button.className = `lanework-finding ${severe ? 'lanework-finding-error' : 'lanework-finding-warning'}`;
  button.textContent = findings.length > 1 ? String(findings.length) : '!';
  const texts = findings.map((each) => each.message).join('\n');
  button.title = texts;
  button.setAttribute('aria-label', texts);
  button.addEventListener('click', onClick);
  return button;
}
