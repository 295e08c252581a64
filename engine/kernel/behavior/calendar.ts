import {
  calendarNamed,
  teamOfLane,
  type BusinessCalendar,
  type ElementId,
  type ElementInstanceId,
  type UserTask,
} from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { ElementFailure } from './element-failure.ts';
import { evaluateTextList } from './evaluate.ts';

/** Who counts by a calendar: an element and the instance that its waits belong to. */
export interface CalendarUser {
  readonly elementId: ElementId;
  readonly elementInstanceId: ElementInstanceId;
}

/** The groups named, else the innermost lane, in lower case, as the one group (BPMN 2.0.2, 10.8: what a lane means is left to the modeler). */
export function candidateGroupsOf(step: Step, node: UserTask, instance: ElementInstance): readonly string[] {
  return node.candidateGroups === null
    ? teamOfLane(node.lanes)
    : evaluateTextList(step, node.candidateGroups, instance.id, 'the candidate groups');
}

/** The teams of an element: the candidate groups of the user task that it is or is attached to, else its lane. */
function teamsOf(step: Step, { elementId, elementInstanceId }: CalendarUser): readonly string[] {
  const owner = step.instance(elementInstanceId);
  const ownerNode = step.definition.nodes[owner.elementId];
  return ownerNode?.kind === 'userTask'
    ? candidateGroupsOf(step, ownerNode, owner)
    : teamOfLane(step.definition.nodes[elementId]?.lanes ?? []);
}

/** The business calendar that an element names; null when it names none. Fails with CALENDAR_UNKNOWN when there is none of this name. */
export function calendarOf(step: Step, name: string | undefined, user: CalendarUser): BusinessCalendar | null {
  if (name === undefined) return null;
  const { calendars = {} } = step.environment;
  const found = calendarNamed(calendars, name, teamsOf(step, user));
  if (found !== null) return found;
  const known = Object.keys(calendars).join(', ');
  throw new ElementFailure(
    'CALENDAR_UNKNOWN',
    `Expected a business calendar "${name}", but found ${known === '' ? 'none at all' : known}.`,
  );
}
