import type { DefinitionId, ElementId, InstanceId, JsonValue } from '../model/index.ts';
import { asDefinitionId, asElementId, asInstanceId } from '../model/index.ts';
import type { CompensationEntry, ElementInstance, Incident, InstanceState, InstanceStatus, Wait, WaitingToken } from './instance-state.ts';

type Variables = Readonly<Record<string, JsonValue>>;
type Index = Map<string, Set<string>>;

const NOTHING: ReadonlySet<string> = new Set();

function indexAdd(index: Index | null, key: string, id: string): void {
  if (index === null) return;
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}

function indexRemove(index: Index | null, key: string, id: string): void {
  const ids = index?.get(key);
  if (ids === undefined) return;
  ids.delete(id);
  if (ids.size === 0) index?.delete(key);
}

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
  /** Grows with every wait that is opened, changed or closed. */
  waitsRevision = 0;

  // The writable twin of each map, null until the map has been copied.
  #elementInstances: Record<string, ElementInstance> | null = null;
  #tokens: Record<string, WaitingToken> | null = null;
  #waits: Record<string, Wait> | null = null;
  #incidents: Record<string, Incident> | null = null;
  #variables: Record<string, Variables> | null = null;
  #childIndex: Index | null = null;
  #tokenIndex: Index | null = null;
  #waitIndex: Index | null = null;

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

  /** Ids of the element instances directly inside a scope, oldest first. */
  childrenOf(scopeId: string): ReadonlySet<string> {
    if (this.#childIndex === null) {
      this.#childIndex = new Map();
      for (const instance of Object.values(this.elementInstances)) indexAdd(this.#childIndex, instance.scopeId ?? '', instance.id);
    }
    return this.#childIndex.get(scopeId) ?? NOTHING;
  }

  /** Ids of the tokens that rest on flows directly inside a scope, oldest first. */
  tokensOf(scopeId: string): ReadonlySet<string> {
    if (this.#tokenIndex === null) {
      this.#tokenIndex = new Map();
      for (const token of Object.values(this.tokens)) indexAdd(this.#tokenIndex, token.scopeId, token.id);
    }
    return this.#tokenIndex.get(scopeId) ?? NOTHING;
  }

  /** Ids of the waits that an element instance owns, oldest first. */
  waitsOf(elementInstanceId: string): ReadonlySet<string> {
    if (this.#waitIndex === null) {
      this.#waitIndex = new Map();
      for (const wait of Object.values(this.waits)) indexAdd(this.#waitIndex, wait.elementInstanceId, wait.id);
    }
    return this.#waitIndex.get(elementInstanceId) ?? NOTHING;
  }

  /** Notes that an id has been given out, so that the next one is greater. */
  useId(id: string): void {
    const number = Number(id);
    if (number >= this.nextId) this.nextId = number + 1;
  }

  putElementInstance(instance: ElementInstance): void {
    this.#elementInstances ??= { ...this.elementInstances };
    this.elementInstances = this.#elementInstances;
    if (this.#elementInstances[instance.id] === undefined) indexAdd(this.#childIndex, instance.scopeId ?? '', instance.id);
    this.#elementInstances[instance.id] = instance;
  }

  removeElementInstance(id: string): void {
    const instance = this.elementInstances[id];
    if (instance === undefined) return;
    this.#elementInstances ??= { ...this.elementInstances };
    this.elementInstances = this.#elementInstances;
    delete this.#elementInstances[id];
    indexRemove(this.#childIndex, instance.scopeId ?? '', id);
  }

  putToken(token: WaitingToken): void {
    this.#tokens ??= { ...this.tokens };
    this.tokens = this.#tokens;
    this.#tokens[token.id] = token;
    indexAdd(this.#tokenIndex, token.scopeId, token.id);
  }

  removeToken(id: string): void {
    const token = this.tokens[id];
    if (token === undefined) return;
    this.#tokens ??= { ...this.tokens };
    this.tokens = this.#tokens;
    delete this.#tokens[id];
    indexRemove(this.#tokenIndex, token.scopeId, id);
  }

  putWait(wait: Wait): void {
    this.#waits ??= { ...this.waits };
    this.waits = this.#waits;
    if (this.#waits[wait.id] === undefined) indexAdd(this.#waitIndex, wait.elementInstanceId, wait.id);
    this.#waits[wait.id] = wait;
    this.waitsRevision += 1;
  }

  removeWait(id: string): void {
    const wait = this.waits[id];
    if (wait === undefined) return;
    this.#waits ??= { ...this.waits };
    this.waits = this.#waits;
    delete this.#waits[id];
    indexRemove(this.#waitIndex, wait.elementInstanceId, id);
  }

  putIncident(incident: Incident): void {
    this.#incidents ??= { ...this.incidents };
    this.incidents = this.#incidents;
    this.#incidents[incident.id] = incident;
  }

  removeIncident(id: string): void {
    this.#incidents ??= { ...this.incidents };
    this.incidents = this.#incidents;
    delete this.#incidents[id];
  }

  /** Replaces the variables that a scope owns; null removes the scope's entry. */
  putVariables(scopeId: string, variables: Variables | null): void {
    if (variables === null && this.variables[scopeId] === undefined) return;
    this.#variables ??= { ...this.variables };
    this.variables = this.#variables;
    if (variables === null) delete this.#variables[scopeId];
    else this.#variables[scopeId] = variables;
    this.variablesRevision += 1;
  }
}
