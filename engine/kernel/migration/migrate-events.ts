import type { FlowNode, ProcessDefinition } from '../../model/index.ts';
import type { ElementInstance, Wait } from '../../state/index.ts';
import type { EventWait } from '../behavior/catch-event.ts';
import { isEventWait } from '../behavior/catch-event.ts';
import { openWaits, planEvents } from '../behavior/event-waits.ts';
import type { WaitPlan } from '../behavior/waits.ts';
import { closeWait } from '../behavior/waits.ts';
import type { Step } from '../step.ts';
import type { MigrationChange } from '../../model/index.ts';
import { definitionsOf } from './context.ts';
import type { ElementMapping } from './mapping.ts';
import { attachedEvents, opensNew } from './waiting-events.ts';

/** How a migration is done, beside its mapping. */
export interface MigrationPlan {
  readonly source: ProcessDefinition;
  readonly target: ProcessDefinition;
  readonly mapping: ElementMapping;
  readonly rebuildEvents: boolean;
}

const signature = (event: FlowNode): string =>
  JSON.stringify([definitionsOf(event), 'isParallelMultiple' in event && event.isParallelMultiple]);

const change = (kind: WaitPlan['kind'], wait: Wait | null, event: FlowNode | null, what: MigrationChange['change']): MigrationChange => ({
  subject: kind,
  id: wait?.id ?? null,
  elementId: wait?.elementId ?? null,
  targetElementId: event?.id ?? null,
  change: what,
});

function keep(step: Step, waits: readonly EventWait[], event: FlowNode): readonly MigrationChange[] {
  for (const wait of waits) if (wait.elementId !== event.id) step.emit({ kind: 'waitChanged', wait: { ...wait, elementId: event.id } });
  return waits.map((wait) => change(wait.kind, wait, event, 'kept'));
}

function close(step: Step, waits: readonly EventWait[]): readonly MigrationChange[] {
  for (const wait of waits) closeWait(step, wait, 'cancelled');
  return waits.map((wait) => change(wait.kind, wait, null, 'closed'));
}

/** Opens the event anew, but only what was still waited for: a timer that has fired, or the half of an event that has come, does not come back. */
function rebuild(step: Step, owner: ElementInstance, waits: readonly EventWait[], event: FlowNode): readonly MigrationChange[] {
  const kinds = new Set<string>(waits.map(({ kind }) => kind));
  const plans = planEvents(step, definitionsOf(event), event.id, owner.id).filter((plan) => kinds.has(plan.kind));
  for (const wait of waits) closeWait(step, wait, 'cancelled');
  openWaits(step, plans);
  return waits.map((wait) => change(wait.kind, wait, event, 'rebuilt'));
}

/** The event says the same: its waits are kept, or opened anew when that is asked for. A condition is always kept, else one that holds would fire again. */
function goOn(
  step: Step,
  owner: ElementInstance,
  waits: readonly EventWait[],
  event: FlowNode,
  rebuilds: boolean,
): readonly MigrationChange[] {
  const isAnew = (wait: EventWait): boolean => rebuilds && wait.kind !== 'condition';
  const anew = waits.filter(isAnew);
  return [
    ...keep(
      step,
      waits.filter((wait) => !isAnew(wait)),
      event,
    ),
    ...(anew.length === 0 ? [] : rebuild(step, owner, anew, event)),
  ];
}

function open(step: Step, owner: ElementInstance, event: FlowNode): readonly MigrationChange[] {
  const plans = planEvents(step, definitionsOf(event), event.id, owner.id);
  openWaits(step, plans);
  return plans.map((plan) => change(plan.kind, null, event, 'opened'));
}

/**
 * What an element instance waits for goes on: under its id when the event says the same in both definitions, opened anew when it says
 * something else or when that is asked for, closed when the event has no place. Events that only the target has begin to wait.
 * `before` is the instance as it was; the step has the target already.
 */
export function migrateEvents(
  step: Step,
  plan: MigrationPlan,
  before: ElementInstance,
  waits: readonly Wait[],
): readonly MigrationChange[] {
  const changes: MigrationChange[] = [];
  const owner = step.instance(before.id);
  const events = waits.filter(isEventWait);
  const there = attachedEvents(plan.target, owner.elementId, owner);
  const own = plan.source.nodes[before.elementId];
  const old = [...attachedEvents(plan.source, before.elementId, before), ...(own === undefined ? [] : [own])];
  const known = new Set<string>();
  for (const event of old) {
    const place = event === own ? plan.target.nodes[owner.elementId] : there.find(({ id }) => id === plan.mapping.get(event.id));
    if (place !== undefined) known.add(place.id);
    const open_ = events.filter((wait) => wait.elementId === event.id);
    if (open_.length === 0) continue;
    if (place === undefined) changes.push(...close(step, open_));
    else if (signature(event) !== signature(place)) changes.push(...rebuild(step, owner, open_, place));
    else changes.push(...goOn(step, owner, open_, place, plan.rebuildEvents));
  }
  for (const event of there)
    if (!known.has(event.id) && opensNew(step.instance(owner.id), event)) changes.push(...open(step, owner, event));
  return changes;
}
