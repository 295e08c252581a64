import { EXECUTED_EVENTS, EXECUTED_FEATURES, EXECUTED_NODES, eventPositionOf } from '../../engine/model/index.ts';
import type { EventPosition, FlowNode, ProcessDefinition } from '../../engine/model/index.ts';
import type { ScenarioResult } from '../../engine/simulation/index.ts';

/** Something that BPMN can say, as a key: `userTask`, `boundary timer`, `boundary timer non-interrupting`, `startQuantity`. */
export type Construct = string;

/** Constructs that have an interrupting and a non-interrupting form (BPMN 2.0.2, table 10.93). */
const WITH_INTERRUPTING: ReadonlySet<EventPosition> = new Set(['boundary', 'eventSubProcessStart']);
/** Events that always interrupt what they are attached to (BPMN 2.0.2, tables 10.86 and 10.90), or never (compensation). */
const ONE_FORM: ReadonlySet<string> = new Set(['error', 'cancel', 'compensation']);

/** The constructs that the tables of the model say are executed: these have to be shown by a claim each. */
export function executedConstructs(): readonly Construct[] {
  const nodes = Object.entries(EXECUTED_NODES).filter(([, executed]) => executed);
  const events = Object.entries(EXECUTED_EVENTS).flatMap(([position, kinds]) =>
    // `Object.entries` widens the keys, which are positions.
    kinds.flatMap((kind) => {
      const key = `${position} ${kind}`;
      return WITH_INTERRUPTING.has(position as EventPosition) && !ONE_FORM.has(kind) ? [key, `${key} non-interrupting`] : [key];
    }),
  );
  const features = Object.entries(EXECUTED_FEATURES).filter(([, executed]) => executed);
  return [...nodes.map(([kind]) => kind), ...events, ...features.map(([feature]) => feature)];
}

function eventConstructs(node: FlowNode, definition: ProcessDefinition): readonly Construct[] {
  const position = eventPositionOf(node, definition);
  if (position === null || !('definitions' in node)) return [];
  const form = 'isInterrupting' in node && WITH_INTERRUPTING.has(position) && !node.isInterrupting ? ' non-interrupting' : '';
  const several = node.definitions.length > 1;
  const all = several && 'isParallelMultiple' in node && node.isParallelMultiple;
  return [
    ...node.definitions.map(({ kind }) => `${position} ${kind}${ONE_FORM.has(kind) ? '' : form}`),
    ...(several && !all ? ['multipleEvent'] : []),
    ...(all ? [position === 'start' ? 'parallelMultipleProcessStart' : 'parallelMultipleEvent'] : []),
  ];
}

function featureConstructs(node: FlowNode): readonly Construct[] {
  return [
    ...('loop' in node && node.loop !== null ? [node.loop.kind] : []),
    ...('startQuantity' in node && (node.startQuantity ?? 1) > 1 ? ['startQuantity'] : []),
    ...('completionQuantity' in node && (node.completionQuantity ?? 1) > 1 ? ['completionQuantity'] : []),
    ...(node.kind === 'receiveTask' && node.instantiate ? ['instantiatingReceiveTask'] : []),
    ...(node.kind === 'eventBasedGateway' && node.instantiate ? ['instantiatingEventBasedGateway'] : []),
    ...(node.kind === 'eventBasedGateway' && node.isParallel ? ['parallelEventBasedGateway'] : []),
  ];
}

/** What a node makes use of. */
export const constructsOf = (node: FlowNode, definition: ProcessDefinition): readonly Construct[] => [
  node.kind,
  ...eventConstructs(node, definition),
  ...featureConstructs(node),
];

/** Everything that the visits of a scenario made use of. A compensation boundary event is never entered: its handler is. */
export function visitedConstructs(definitions: readonly ProcessDefinition[], result: ScenarioResult): ReadonlySet<Construct> {
  const entered = new Set(result.records.filter(({ record }) => record === 'entered').map(({ element }) => element));
  const found = new Set<Construct>();
  for (const definition of definitions) {
    for (const node of Object.values(definition.nodes)) {
      const isNamed = node.kind === 'boundaryEvent' && compensationHandlerRan(node.attachedToId, definition, entered);
      if (entered.has(node.id) || isNamed) for (const construct of constructsOf(node, definition)) found.add(construct);
    }
  }
  return found;
}

function compensationHandlerRan(activityId: string, definition: ProcessDefinition, entered: ReadonlySet<string>): boolean {
  const activity = definition.nodes[activityId];
  return activity !== undefined && 'compensationHandlerId' in activity && entered.has(activity.compensationHandlerId ?? '');
}

/** Terms that the standard writes with a hyphen. */
const HYPHENATED = /\b(sub|ad|event|multi) (process|hoc|based|instance)\b/g;

/** A construct in words: `boundary event, timer, non-interrupting`. */
export function labelOf(construct: Construct): string {
  const [first = '', ...rest] = construct.split(' ');
  const words = first.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(HYPHENATED, '$1-$2');
  return rest.length === 0 ? words : [`${words} event`, ...rest].join(', ');
}
