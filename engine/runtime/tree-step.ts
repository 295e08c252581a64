import type { Command } from '../kernel/command.ts';
import type { Decision, KernelEnvironment, Rejection } from '../kernel/decide.ts';
import type { Effect } from '../kernel/effect.ts';
import { asDefinitionId, usesCalendars, type BusinessCalendars, type JsonObject } from '../model/index.ts';
import { EngineError, type PerformedWork } from '../port/engine.ts';
import type { LockedTree, StepTransaction, StoredDefinition, StoredInstance } from '../port/instance-store.ts';
import type { Actor } from '../port/module-contract.ts';
import type { DueWorkWrite, OperationWrite, OutboxWrite, TimerWrite } from '../port/step-write.ts';
import type { InstanceState } from '../state/index.ts';
import { decideBounded, type BoundedParts } from './decide-bounded.ts';
import type { EngineParts } from './engine-parts.ts';
import type { JournalEntry } from './journal-chain.ts';
import { excessOfVariables } from './variable-size.ts';

/** An instance in the hands of a step: as it was, and as it has become. */
export interface TreeInstance {
  readonly id: string;
  /** Another one after a migration. */
  definition: StoredDefinition;
  /** Null when this step started it. */
  readonly before: StoredInstance | null;
  state: InstanceState;
  readonly entries: JournalEntry[];
}

/** How a failed attempt of a job is to be stored. */
export interface JobFailure {
  readonly dueAt: string | null;
  readonly attempts: number;
  readonly failures: number;
  readonly message: string | null;
}

/**
 * What led to the step: the workers that were lost while they tried it before. Once one was, every job is left as a row, which counts them as
 * its own: whichever job killed them is then found alone, and its neighbours are done.
 */
export interface StepMode {
  readonly workersLost: number;
}

/** A rejection as the error of whoever sent the command, with everything that is wrong with it. */
export function refusalOf({ code, message, problems }: Rejection): EngineError {
  return new EngineError(code, message, problems === undefined ? {} : { problems: problems.map((each) => ({ ...each })) });
}

const countsByCalendar = ({ definition }: StoredDefinition): boolean => usesCalendars(definition);

/** The parts with a definition at hand that the kernel may ask for. */
export function withTarget<Parts extends Pick<EngineParts, 'environment'>>(parts: Parts, target: StoredDefinition | null): Parts {
  if (target === null) return parts;
  const definitionOf: KernelEnvironment['definitionOf'] = (id) => (id === asDefinitionId(target.id) ? target.definition : null);
  return { ...parts, environment: { ...parts.environment, definitionOf } };
}

/**
 * One step of one call tree inside one transaction: the instances it touches, in memory, and what is to be written at its end. Commands
 * go in by `apply`; the effects they cause stand in `pending` until `drainEffects` has performed them.
 */
export class TreeStep {
  readonly parts: EngineParts;
  readonly transaction: StepTransaction;
  readonly actor: Actor;
  readonly mode: StepMode;
  /** Time of the step by the database clock, ISO 8601 UTC. */
  readonly now: string;
  /** Null until the tree has a root row: a step that starts a root instance. */
  readonly tree: LockedTree | null;
  readonly pending: { readonly instanceId: string; readonly effect: Effect }[] = [];
  readonly performed: PerformedWork[] = [];
  readonly operations: OperationWrite[] = [];
  readonly outbox: OutboxWrite[] = [];
  readonly dueWork: DueWorkWrite[] = [];
  readonly doneDueWorkIds: string[] = [];
  /** Timers of start events, which belong to no instance. */
  readonly startTimers: TimerWrite[] = [];
  readonly removedTimerIds: string[] = [];
  readonly jobFailures = new Map<string, JobFailure>();
  /** All journal entries of the step in the order in which they happened. */
  readonly entries: JournalEntry[] = [];
  /** Global ids of message events that were looked up in the buffer. */
  readonly askedForMessages = new Set<string>();
  jobsPerformed = 0;
  callsStarted = 0;
  readonly #begunMs = performance.now();
  #calendars: BusinessCalendars | null = null;
  readonly #instances: TreeInstance[] = [];
  readonly #byId = new Map<string, TreeInstance>();

  constructor(
    parts: EngineParts,
    transaction: StepTransaction,
    step: { readonly actor: Actor; readonly now: string; readonly tree: LockedTree | null; readonly mode?: StepMode },
  ) {
    this.parts = parts;
    this.transaction = transaction;
    this.actor = step.actor;
    this.now = step.now;
    this.tree = step.tree;
    this.mode = step.mode ?? { workersLost: 0 };
  }

  /** What the clock of the database shows by now, in milliseconds since 1970. */
  get databaseMs(): number {
    return Date.parse(this.now) + performance.now() - this.#begunMs;
  }

  /** The instances in its hands, in the order in which they came there. */
  get instances(): readonly TreeInstance[] {
    return this.#instances;
  }

  /** The instance when the step has it in its hands already; null when it has not. */
  known(instanceId: string): TreeInstance | null {
    return this.#byId.get(instanceId) ?? null;
  }

  /** The instance as this step sees it; null when there is none in the tree. */
  async instance(instanceId: string): Promise<TreeInstance | null> {
    const known = this.known(instanceId);
    if (known !== null) return known;
    const stored = await this.transaction.loadInstance(instanceId);
    if (stored === null) return null;
    const definition = await this.transaction.findDefinition({ kind: 'id', definitionId: stored.state.definitionId });
    if (definition === null)
      throw new Error(`Expected definition ${stored.state.definitionId} of instance ${instanceId}, but it is not stored.`);
    const instance: TreeInstance = { id: instanceId, definition, before: stored, state: stored.state, entries: [] };
    this.#hold(instance);
    return instance;
  }

  /** Starts an instance of this tree. */
  async start(definition: StoredDefinition, command: Extract<Command, { kind: 'start' }>): Promise<Rejection | null> {
    const parts = countsByCalendar(definition) ? await this.#partsWithCalendars() : this.parts;
    const decision = await decideBounded(parts, definition.definition, null, command, this.now);
    if (decision.kind === 'rejected') return decision;
    const excess = excessOfVariables(null, decision, this.parts.limits.variableCharacters);
    if (excess !== null) return excess;
    const instance: TreeInstance = { id: command.instanceId, definition, before: null, state: decision.state, entries: [] };
    this.#hold(instance);
    this.#accept(instance, command, decision);
    return null;
  }

  /** Gives a command to an instance; a rejection has changed nothing. The answer comes at once when nothing has to be waited for. */
  apply(instance: TreeInstance, command: Command): Rejection | null | Promise<Rejection | null> {
    if (command.kind === 'migrate' || countsByCalendar(instance.definition)) return this.#applyPrepared(instance, command);
    const decided = decideBounded(this.parts, instance.definition.definition, instance.state, command, this.now);
    return decided instanceof Promise
      ? decided.then((decision) => this.#take(instance, command, decision))
      : this.#take(instance, command, decided);
  }

  /** Like `apply`, for a command that the kernel decides by a definition to go to, or by calendars. */
  async #applyPrepared(instance: TreeInstance, command: Command): Promise<Rejection | null> {
    const target = await this.targetOf(command);
    const needsCalendars = countsByCalendar(instance.definition) || (target !== null && countsByCalendar(target));
    const parts = withTarget(needsCalendars ? await this.#partsWithCalendars() : this.parts, target);
    const decision = await decideBounded(parts, instance.definition.definition, instance.state, command, this.now);
    const rejection = this.#take(instance, command, decision);
    if (rejection === null && target !== null) instance.definition = target;
    return rejection;
  }

  #take(instance: TreeInstance, command: Command, decision: Decision | Rejection): Rejection | null {
    if (decision.kind === 'rejected') return decision;
    const excess = excessOfVariables(instance.state, decision, this.parts.limits.variableCharacters);
    if (excess === null) this.#accept(instance, command, decision);
    return excess;
  }

  /** The definition that a migration goes to; null when it is not stored, and for every other command. */
  async targetOf(command: Command): Promise<StoredDefinition | null> {
    if (command.kind !== 'migrate') return null;
    return this.transaction.findDefinition({ kind: 'id', definitionId: command.definitionId });
  }

  /** Like `apply`, for a command that somebody waits for: a rejection is his error. */
  async demand(instance: TreeInstance, command: Command): Promise<void> {
    const rejection = await this.apply(instance, command);
    if (rejection !== null) throw refusalOf(rejection);
  }

  /** Leaves work for another transaction; it is durable with this step. */
  leave(kind: string, instanceId: string | null, payload: JsonObject, dueAt: string = this.now): void {
    const processId = instanceId === null ? null : (this.known(instanceId)?.state.processId ?? null);
    this.dueWork.push({ kind, processId, instanceId, payload, dueAt });
  }

  /** The kernel's parts with the business calendars, for a process that counts by one; they are read once per step. */
  async #partsWithCalendars(): Promise<BoundedParts> {
    this.#calendars ??= await this.transaction.calendars();
    return { ...this.parts, environment: { ...this.parts.environment, calendars: this.#calendars } };
  }

  #hold(instance: TreeInstance): void {
    this.#byId.set(instance.id, instance);
    this.#instances.push(instance);
  }

  #accept(instance: TreeInstance, command: Command, decision: Decision): void {
    instance.state = decision.state;
    const entry: JournalEntry = { instanceId: instance.id, at: this.now, command, actor: this.actor, records: decision.records };
    instance.entries.push(entry);
    this.entries.push(entry);
    for (const effect of decision.effects) this.pending.push({ instanceId: instance.id, effect });
  }
}
