import type { DefinitionId, ElementId, InstanceId, JsonValue } from '../model/index.ts';
import { asDefinitionId, asElementId, asInstanceId } from '../model/index.ts';
import { elementInstance } from './lookup.ts';
import { OwnerIndex } from './owner-index.ts';
import type { CompensationEntry, ElementInstance, Incident, InstanceState, InstanceStatus, Wait, WaitingToken } from './instance-state.ts';

type Variables = Readonly<Record<string, JsonValue>>;
const NONE: ReadonlySet<string> = new Set();

// What an index finds members by; one function for all drafts.
const scopeOfInstance = (instance: ElementInstance): string => instance.scopeId ?? '';
const scopeOfToken = (token: WaitingToken): string => token.scopeId;
const ownerOfWait = (wait: Wait): string => wait.elementInstanceId;
const ownerOfCondition = (wait: Wait): string | null => (wait.kind === 'condition' ? wait.elementInstanceId : null);
const ownerOfIncident = (incident: Incident): string | null => incident.elementInstanceId;

/**
 * A working copy of an instance while records are applied to it. The given state is never touched: each map is copied once, when it
 * is first written, so that a command which writes a thousand records copies each map once and not a thousand times. The draft reads
 * like an `InstanceState`, and it answers "what is inside this scope" and "what does this wait for" from indexes built on demand.
 */
export class StateDraft implements InstanceState {
  instanceId: InstanceId = asInstanceId('');
  definitionId: DefinitionId = asDefinitionId('');
  processId: ElementId = asElementId('');
  businessKey: string | null = null;
  status: InstanceStatus = 'active';
  rootInstanceId: InstanceId = asInstanceId('');
  caller: InstanceState['caller'] = null;
  elementInstances: Readonly<Record<string, ElementInstance>> = {};
  tokens: Readonly<Record<string, WaitingToken>> = {};
  waits: Readonly<Record<string, Wait>> = {};
  incidents: Readonly<Record<string, Incident>> = {};
  compensations: readonly CompensationEntry[] = [];
  variables: Readonly<Record<string, Variables>> = {};
  nextId = 1;
  steps = 0;

  /** Grows with every change of variables; lets readers cache what they merged. */
  variablesRevision = 0;

  // The writable twin of each map, null until the map has been copied.
  #elementInstances: Record<string, ElementInstance> | null = null;
  #tokens: Record<string, WaitingToken> | null = null;
  #waits: Record<string, Wait> | null = null;
  #incidents: Record<string, Incident> | null = null;
  #variables: Record<string, Variables> | null = null;
  // Null until something changes.
  #changedVariables: Set<string> | null = null;
  #changedConditions: Set<string> | null = null;
  // Copies that this draft made and that it alone writes to; null or absent until the first change.
  #compensations: CompensationEntry[] | null = null;
  #outputs: Map<string, JsonValue[]> | null = null;
  readonly #children = new OwnerIndex(scopeOfInstance);
  readonly #tokensByScope = new OwnerIndex(scopeOfToken);
  readonly #waitsByOwner = new OwnerIndex(ownerOfWait);
  readonly #conditionsByOwner = new OwnerIndex(ownerOfCondition);
  readonly #incidentsByOwner = new OwnerIndex(ownerOfIncident);

  constructor(state: InstanceState | null) {
    if (state === null) return;
    this.instanceId = state.instanceId;
    this.definitionId = state.definitionId;
    this.processId = state.processId;
    this.businessKey = state.businessKey;
    this.status = state.status;
    this.rootInstanceId = state.rootInstanceId;
    this.caller = state.caller;
    this.elementInstances = state.elementInstances;
    this.tokens = state.tokens;
    this.waits = state.waits;
    this.incidents = state.incidents;
    this.compensations = state.compensations;
    this.variables = state.variables;
    this.nextId = state.nextId;
    this.steps = state.steps;
  }

  /** The state as a plain value. The draft is not to be used afterwards. */
  finish(): InstanceState {
    return {
      instanceId: this.instanceId,
      definitionId: this.definitionId,
      processId: this.processId,
      businessKey: this.businessKey,
      status: this.status,
      rootInstanceId: this.rootInstanceId,
      caller: this.caller,
      elementInstances: this.elementInstances,
      tokens: this.tokens,
      waits: this.waits,
      incidents: this.incidents,
      compensations: this.compensations,
      variables: this.variables,
      nextId: this.nextId,
      steps: this.steps,
    };
  }

  /** Scopes whose variables have changed since conditions were last looked at. */
  get changedVariables(): ReadonlySet<string> {
    return this.#changedVariables ?? NONE;
  }

  /** Conditions that have begun to be waited for, or have changed, since conditions were last looked at. */
  get changedConditions(): ReadonlySet<string> {
    return this.#changedConditions ?? NONE;
  }

  /** Conditions are being looked at. */
  forgetChanges(): void {
    this.#changedVariables = null;
    this.#changedConditions = null;
  }

  /** Ids of the element instances directly inside a scope, oldest first. */
  childrenOf(scopeId: string): ReadonlySet<string> {
    return this.#children.idsOf(this.elementInstances, scopeId);
  }

  /** Whether a scope has neither element instances nor resting tokens directly inside it. */
  isEmpty(scopeId: string): boolean {
    return !this.hasChildren(scopeId) && !this.#tokensByScope.has(this.tokens, scopeId);
  }

  hasChildren(scopeId: string): boolean {
    return this.#children.has(this.elementInstances, scopeId);
  }

  /** Ids of the tokens that rest on flows directly inside a scope, oldest first. */
  tokensOf(scopeId: string): ReadonlySet<string> {
    return this.#tokensByScope.idsOf(this.tokens, scopeId);
  }

  /** Ids of the waits that an element instance owns, oldest first. */
  waitsOf(elementInstanceId: string): ReadonlySet<string> {
    return this.#waitsByOwner.idsOf(this.waits, elementInstanceId);
  }

  /** Ids of the conditions that an element instance waits for, oldest first. */
  conditionsOf(elementInstanceId: string): ReadonlySet<string> {
    return this.#conditionsByOwner.idsOf(this.waits, elementInstanceId);
  }

  /** Ids of all conditions that are waited for, oldest first. */
  conditions(): readonly string[] {
    return Object.values(this.waits).flatMap((wait) => (wait.kind === 'condition' ? [wait.id] : []));
  }

  /** Ids of the incidents of an element instance, oldest first. */
  incidentsOf(elementInstanceId: string): ReadonlySet<string> {
    return this.#incidentsByOwner.idsOf(this.incidents, elementInstanceId);
  }

  /** Notes that an id has been given out, so that the next one is greater. */
  useId(id: string): void {
    const number = Number(id);
    if (number >= this.nextId) this.nextId = number + 1;
  }

  putElementInstance(instance: ElementInstance): void {
    this.#elementInstances ??= { ...this.elementInstances };
    this.elementInstances = this.#elementInstances;
    if (this.#elementInstances[instance.id] === undefined) this.#children.added(instance);
    this.#elementInstances[instance.id] = instance;
    // Whoever put it may keep its data, so they are no longer the draft's own.
    this.#outputs?.delete(instance.id);
  }

  removeElementInstance(id: string): void {
    const instance = this.elementInstances[id];
    if (instance === undefined) return;
    this.#elementInstances ??= { ...this.elementInstances };
    this.elementInstances = this.#elementInstances;
    delete this.#elementInstances[id];
    this.#children.removed(instance);
    this.#outputs?.delete(id);
  }

  putToken(token: WaitingToken): void {
    this.#tokens ??= { ...this.tokens };
    this.tokens = this.#tokens;
    this.#tokens[token.id] = token;
    this.#tokensByScope.added(token);
  }

  removeToken(id: string): void {
    const token = this.tokens[id];
    if (token === undefined) return;
    this.#tokens ??= { ...this.tokens };
    this.tokens = this.#tokens;
    delete this.#tokens[id];
    this.#tokensByScope.removed(token);
  }

  putWait(wait: Wait): void {
    this.#waits ??= { ...this.waits };
    this.waits = this.#waits;
    if (this.#waits[wait.id] === undefined) {
      this.#waitsByOwner.added(wait);
      this.#conditionsByOwner.added(wait);
    }
    this.#waits[wait.id] = wait;
    if (wait.kind === 'condition') (this.#changedConditions ??= new Set()).add(wait.id);
  }

  removeWait(id: string): void {
    const wait = this.waits[id];
    if (wait === undefined) return;
    this.#waits ??= { ...this.waits };
    this.waits = this.#waits;
    delete this.#waits[id];
    this.#waitsByOwner.removed(wait);
    this.#conditionsByOwner.removed(wait);
    this.#changedConditions?.delete(id);
  }

  putIncident(incident: Incident): void {
    this.#incidents ??= { ...this.incidents };
    this.incidents = this.#incidents;
    if (this.#incidents[incident.id] === undefined) this.#incidentsByOwner.added(incident);
    this.#incidents[incident.id] = incident;
  }

  removeIncident(id: string): void {
    const incident = this.incidents[id];
    if (incident === undefined) return;
    this.#incidents ??= { ...this.incidents };
    this.incidents = this.#incidents;
    delete this.#incidents[id];
    this.#incidentsByOwner.removed(incident);
  }

  /** Replaces the variables that a scope owns; null removes the scope's entry. */
  putVariables(scopeId: string, variables: Variables | null): void {
    if (variables === null && this.variables[scopeId] === undefined) return;
    this.#variables ??= { ...this.variables };
    this.variables = this.#variables;
    if (variables === null) delete this.#variables[scopeId];
    else this.#variables[scopeId] = variables;
    if (variables !== null) (this.#changedVariables ??= new Set()).add(scopeId);
    this.variablesRevision += 1;
  }

  /** Keeps the output of one instance of a loop in the body's `data.outputs`; places not yet filled hold null. */
  putOutput(bodyId: string, index: number, value: JsonValue): void {
    const body = elementInstance(this, bodyId);
    const given = body.data['outputs'];
    let outputs = this.#outputs?.get(bodyId);
    if (outputs === undefined || outputs !== given) {
      outputs = Array.isArray(given) ? [...(given as readonly JsonValue[])] : []; // Array.isArray loses the readonly element type.
      this.putElementInstance({ ...body, data: { ...body.data, outputs } });
      (this.#outputs ??= new Map()).set(bodyId, outputs);
    }
    while (outputs.length <= index) outputs.push(null);
    outputs[index] = value;
  }

  /** Adds what can be compensated from now on. */
  putCompensation(entry: CompensationEntry): void {
    if (this.#compensations === null || this.compensations !== this.#compensations) this.#compensations = [...this.compensations];
    this.#compensations.push(entry);
    this.compensations = this.#compensations;
  }
}
