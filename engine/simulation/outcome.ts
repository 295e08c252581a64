import type { FlowNodeKind } from '../model/index.ts';
import { ROOT_SCOPE_ID } from '../model/index.ts';
import type { ElementInstance } from '../state/index.ts';
import type { IncidentSummary, Outcome } from './scenario.ts';
import type { SimulatedInstance, World } from './world.ts';

/** Waits of these belong to events at the edge of a scope, or stand for what waits inside; the scope itself is not what people wait for. */
const SCOPES: ReadonlySet<FlowNodeKind> = new Set<FlowNodeKind>([
  'subProcess',
  'eventSubProcess',
  'transaction',
  'adHocSubProcess',
  'callActivity',
]);

/** How things stand now. Variables are those of the instance that was started first. */
export function outcomeOf(world: World): Outcome {
  const incidents = world.instances.flatMap(incidentsOf);
  const [main] = world.instances;
  return {
    status: statusOf(world, incidents.length > 0),
    variables: main?.state.variables[ROOT_SCOPE_ID] ?? {},
    waiting: world.instances.flatMap(waitingOf),
    incidents,
  };
}

function statusOf(world: World, hasIncidents: boolean): Outcome['status'] {
  if (hasIncidents) return 'failed';
  const { instances } = world;
  if (instances.some((instance) => instance.state.status === 'active' || instance.state.status === 'suspended')) return 'active';
  return instances[0]?.state.status === 'cancelled' ? 'cancelled' : 'completed';
}

function incidentsOf(instance: SimulatedInstance): readonly IncidentSummary[] {
  return Object.values(instance.state.incidents).map(({ elementId, code, message }) => ({ element: elementId, code, message }));
}

/** The flow nodes that rest and wait, oldest first: tasks, jobs, catching events, gateways with their events; not those with an incident. */
const waitingOf = (instance: SimulatedInstance): readonly string[] => restingVisits(instance).map((visit) => visit.elementId);

/** Like the waiting flow nodes, with the events of an event-based gateway in place of the gateway. */
export function waitingEvents(world: World): readonly string[] {
  return world.instances.flatMap((instance) =>
    restingVisits(instance).flatMap((visit) => {
      if (instance.definition.nodes[visit.elementId]?.kind !== 'eventBasedGateway') return [visit.elementId];
      return Object.values(instance.state.waits)
        .filter((wait) => wait.elementInstanceId === visit.id)
        .map((wait) => wait.elementId);
    }),
  );
}

function restingVisits({ state, definition }: SimulatedInstance): readonly ElementInstance[] {
  if (state.status !== 'active') return [];
  const failed = new Set(Object.values(state.incidents).map((incident) => incident.elementInstanceId));
  const owners = new Set(Object.values(state.waits).map((wait) => wait.elementInstanceId));
  return Object.values(state.elementInstances).filter((visit) => {
    const node = definition.nodes[visit.elementId];
    return owners.has(visit.id) && node !== undefined && !SCOPES.has(node.kind) && !visit.isLoopBody && !failed.has(visit.id);
  });
}
