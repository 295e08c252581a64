import type { ElementId, EventDefinition, FlowNode, ProcessDefinition } from '../../model/index.ts';
import type { ElementInstance, InstanceState, Wait } from '../../state/index.ts';
import type { CommandProblem } from '../../model/index.ts';
import type { ElementMapping } from './mapping.ts';

/** An element that is active in the instance, with the one that takes its place; null when none does. */
export interface ActiveElement {
  readonly source: FlowNode;
  readonly target: FlowNode | null;
  /** Its instances, oldest first; the bodies of loops among them. */
  readonly instances: readonly ElementInstance[];
}

/** What the rules of a migration look at. */
export interface MigrationContext {
  readonly source: ProcessDefinition;
  readonly target: ProcessDefinition;
  readonly state: InstanceState;
  readonly mapping: ElementMapping;
  /** What the command itself says, as it was given. */
  readonly overrides: Readonly<Record<string, string | null>>;
  readonly active: readonly ActiveElement[];
}

/** Looks at one thing that can be wrong with a migration and tells every place where it is. */
export type MigrationRule = (context: MigrationContext) => readonly CommandProblem[];

/** A problem of a migration; it is about an element of the source. */
export const problem = (code: string, elementId: ElementId, message: string): CommandProblem => ({ code, elementId, index: null, message });

/** The node of the target that takes the place of a node of the source; null when none does. */
export function targetNode(context: Pick<MigrationContext, 'target' | 'mapping'>, id: ElementId): FlowNode | null {
  return context.target.nodes[context.mapping.get(id) ?? ''] ?? null;
}

/** The active elements of an instance, each once, in the order of their oldest instances. */
export function activeElements(
  source: ProcessDefinition,
  target: ProcessDefinition,
  state: InstanceState,
  mapping: ElementMapping,
): readonly ActiveElement[] {
  const byId = new Map<ElementId, ElementInstance[]>();
  for (const instance of Object.values(state.elementInstances)) {
    if (instance.scopeId === null) continue;
    const known = byId.get(instance.elementId);
    if (known === undefined) byId.set(instance.elementId, [instance]);
    else known.push(instance);
  }
  return [...byId].flatMap(([id, instances]) => {
    const node = source.nodes[id];
    return node === undefined ? [] : [{ source: node, target: targetNode({ target, mapping }, id), instances }];
  });
}

/** The definitions that an event waits for or throws; a receive task has its message. */
export function definitionsOf(node: FlowNode): readonly EventDefinition[] {
  if (node.kind === 'receiveTask') return [node.message];
  return 'definitions' in node ? node.definitions : [];
}

/** The kinds of the definitions of an event, in their order. */
export const kindsOf = (node: FlowNode): string =>
  definitionsOf(node)
    .map(({ kind }) => kind)
    .join(' and ') || 'nothing';

/** Ids of the events that an open wait stands for and that are not its owner itself: boundary events, starts, events after a gateway. */
export function eventsOfWaits(context: MigrationContext, waits: readonly Wait[]): readonly FlowNode[] {
  const ids = new Set<ElementId>();
  for (const wait of waits)
    if (context.state.elementInstances[wait.elementInstanceId]?.elementId !== wait.elementId) ids.add(wait.elementId);
  return [...ids].flatMap((id) => context.source.nodes[id] ?? []);
}
