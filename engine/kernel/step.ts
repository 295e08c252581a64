import type { ElementId, ElementInstanceId, FlowNode, JsonObject, ProcessDefinition, SequenceFlow } from '../model/index.ts';
import { parseInstant } from '../model/index.ts';
import type { ElementInstance, InstanceRecord, InstanceState, Wait } from '../state/index.ts';
import { StateDraft, applyToDraft, elementInstance, soleVariables, visibleVariables } from '../state/index.ts';
import type { KernelEnvironment } from './decide.ts';
import type { Effect } from './effect.ts';
import type { GraphFacts } from './graph-facts.ts';
import { factsOf } from './graph-facts.ts';
import type { Registry } from './element-handler.ts';

/**
 * One command being decided: the draft of the state, the records and effects so far, and the queue of element instances that have been
 * entered and not yet been looked at. Everything that a handler does to an instance, it does by `emit`.
 */
export class Step {
  readonly environment: KernelEnvironment;
  readonly registry: Registry;
  /** The time of the command, ISO 8601. */
  readonly now: string;
  readonly draft: StateDraft;
  readonly records: InstanceRecord[] = [];
  /** Scopes whose tokens have changed since joins were last looked at. */
  readonly changedScopes = new Set<ElementInstanceId>();
  /** Tokens and instances that joins have looked at in this command. */
  joinWork = 0;
  /** True when joins were left over because that was too much. */
  joinsAreLeft = false;
  #definition: ProcessDefinition;
  #facts: GraphFacts;
  #nowMs: number | null = null;
  #effects: Effect[] = [];
  #queue: ElementInstanceId[] = [];
  #queueHead = 0;
  /** What was merged of several scopes; null before. */
  #visible: Map<ElementInstanceId, JsonObject> | null = null;
  #visibleRevision = 0;

  constructor(environment: KernelEnvironment, definition: ProcessDefinition, state: InstanceState | null, now: string, registry: Registry) {
    this.environment = environment;
    this.#definition = definition;
    this.#facts = factsOf(definition);
    this.registry = registry;
    this.now = now;
    this.draft = new StateDraft(state);
  }

  /** The definition of the instance; a migration changes it in the middle of its step. */
  get definition(): ProcessDefinition {
    return this.#definition;
  }

  get facts(): GraphFacts {
    return this.#facts;
  }

  /** The instance goes on with another definition. */
  useDefinition(definition: ProcessDefinition): void {
    this.#definition = definition;
    this.#facts = factsOf(definition);
  }

  /** The time of the command in milliseconds since 1970. */
  get nowMs(): number {
    this.#nowMs ??= parseInstant(this.now);
    if (this.#nowMs === null) throw new Error(`Expected the time of a command as ISO 8601, but found ${this.now}.`);
    return this.#nowMs;
  }

  get effects(): readonly Effect[] {
    return this.#effects;
  }

  /** Records a fact and applies it at once. */
  emit(record: InstanceRecord): void {
    applyToDraft(this.draft, record);
    this.records.push(record);
  }

  perform(effect: Effect): void {
    this.#effects.push(effect);
  }

  /** Takes back what this command asked for on behalf of a wait that is gone again. */
  withdrawEffects(waitId: string): void {
    if (this.#effects.length === 0) return;
    this.#effects = this.#effects.filter(
      (effect) =>
        !((effect.kind === 'performJob' && effect.jobId === waitId) || (effect.kind === 'startCalledInstance' && effect.waitId === waitId)),
    );
  }

  /** The next id of this instance. It is taken when the record that carries it is emitted. */
  nextId(): string {
    return String(this.draft.nextId);
  }

  /** Puts an entered element instance at the end of the work queue. */
  enqueue(id: ElementInstanceId): void {
    this.#queue.push(id);
  }

  /** The oldest element instance of the work queue; null when it is empty. */
  dequeue(): ElementInstanceId | null {
    const id = this.#queue[this.#queueHead];
    if (id === undefined) return null;
    this.#queueHead += 1;
    return id;
  }

  get hasWork(): boolean {
    return this.#queueHead < this.#queue.length;
  }

  /** The element instance, or null when it has left or is cancelled. */
  find(id: string): ElementInstance | null {
    return this.draft.elementInstances[id] ?? null;
  }

  instance(id: string): ElementInstance {
    return elementInstance(this.draft, id);
  }

  node(id: ElementId): FlowNode {
    const node = this.definition.nodes[id];
    if (node === undefined) throw new Error(`Expected flow node ${id} in process ${this.definition.processId}, but found none.`);
    return node;
  }

  flow(id: ElementId): SequenceFlow {
    const flow = this.definition.flows[id];
    if (flow === undefined) throw new Error(`Expected sequence flow ${id} in process ${this.definition.processId}, but found none.`);
    return flow;
  }

  childrenOf(scopeId: ElementInstanceId): readonly ElementInstance[] {
    return [...this.draft.childrenOf(scopeId)].map((id) => this.instance(id));
  }

  waitsOf(id: ElementInstanceId): readonly Wait[] {
    const waits: Wait[] = [];
    for (const waitId of this.draft.waitsOf(id)) {
      const wait = this.draft.waits[waitId];
      if (wait !== undefined) waits.push(wait);
    }
    return waits;
  }

  /** Variables that can be seen from a scope, merged once per change of variables. */
  visible(scopeId: ElementInstanceId): JsonObject {
    if (this.#visibleRevision !== this.draft.variablesRevision) {
      this.#visible = null;
      this.#visibleRevision = this.draft.variablesRevision;
    }
    const known = soleVariables(this.draft, scopeId) ?? this.#visible?.get(scopeId);
    if (known !== undefined) return known;
    const merged = visibleVariables(this.draft, scopeId);
    (this.#visible ??= new Map()).set(scopeId, merged);
    return merged;
  }
}
