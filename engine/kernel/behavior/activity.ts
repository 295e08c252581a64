import type { Activity } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { openBoundaryEvents } from './boundary-events.ts';
import { applyInputs } from './io-mapping.ts';

/** What every activity does first: its input mappings, then its boundary events begin to wait (BPMN 2.0.2, 13.3.2: Ready to Active). */
export function beginActivity(step: Step, node: Activity, instance: ElementInstance): void {
  applyInputs(step, node, instance);
  openBoundaryEvents(step, node, instance);
}
