import type Modeler from 'bpmn-js/lib/Modeler';
import type { Finding } from '../../kit/api/problem.ts';
import { service, type DiagramElement } from './services.ts';
import { shapeOf } from './shape-of.ts';

const OVERLAY_TYPE = 'lanework-finding';

/**
 * Marks every element that has findings: a badge with their count at its corner, red for errors, amber for warnings. `describe` puts a finding into the
 * words of the language shown.
 */
export function showFindings(
  modeler: Modeler,
  findings: readonly Finding[],
  describe: (finding: Finding) => string,
  onOpen: (finding: Finding) => void,
): void {
  const overlays = service(modeler, 'overlays');
  overlays.remove({ type: OVERLAY_TYPE });
  const shapes = new Map<DiagramElement, Finding[]>();
  for (const [elementId, own] of byElement(findings)) {
    const shape = shapeOf(modeler, elementId);
    // Findings about roots (the process, a definition without a shape) are in the panel only.
    if (shape === undefined || shape.parent === undefined || shape.parent === null) continue;
    shapes.set(shape, [...(shapes.get(shape) ?? []), ...own]);
  }
  for (const [shape, own] of shapes) {
    const position = shape.waypoints === undefined ? { top: -10, right: 12 } : { top: -18, left: 0 };
    const [first] = own;
    if (first !== undefined) overlays.add(shape.id, OVERLAY_TYPE, { position, html: badge(own, describe, () => onOpen(first)) });
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

function badge(findings: readonly Finding[], describe: (finding: Finding) => string, onClick: () => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  const severe = findings.some((each) => each.severity === 'error');
  button.className = `lanework-finding ${severe ? 'lanework-finding-error' : 'lanework-finding-warning'}`;
  button.textContent = findings.length > 1 ? String(findings.length) : '!';
  const texts = findings.map(describe).join('\n');
  button.title = texts;
  button.setAttribute('aria-label', texts);
  button.addEventListener('click', onClick);
  return button;
}
