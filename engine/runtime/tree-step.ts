import type { Command } from '../kernel/command.ts';
import type { Decision, Rejection } from '../kernel/decide.ts';
import type { Effect } from '../kernel/effect.ts';
import type { JsonObject } from '../model/index.ts';
import { EngineError, type PerformedWork } from '../port/engine.ts';
import type { LockedTree, StepTransaction, StoredDefinition, StoredInstance } from '../port/instance-store.ts';
import type { Actor } from '../port/module-contract.ts';
import type { DueWorkWrite, OperationWrite, OutboxWrite, TimerWrite } from '../port/step-write.ts';
import type { InstanceState } from '../state/index.ts';
import { decideBounded } from './decide-bounded.ts';
import type { EngineParts } from './engine-parts.ts';
import type { JournalEntry } from './journal-chain.ts';

/** An instance in the hands of a step: as it was, and as it has become. */
export interface TreeInstance {
  readonly id: string;
  readonly definition: StoredDefinition;
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

/** What led to the step. `performsJobs` false leaves every job as a row: its work has killed workers before. */
export interface StepMode {
  readonly performsJobs: boolean;
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
  readonly #instances = new Map<string, TreeInstance>();

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
    this.mode = step.mode ?? { performsJobs: true };
  }

  get instances(): readonly TreeInstance[] {
    return [...this.#instances.values()];
  }

  /** The instance as this step sees it; null when there is none in the tree. */
  async instance(instanceId: string): Promise<TreeInstance | null> {
    const known = this.#instances.get(instanceId);
    if (known !== undefined) return known;
    const stored = await this.transaction.loadInstance(instanceId);
    if (stored === null) return null;
    const definition = await this.transaction.findDefinition({ kind: 'id', definitionId: stored.state.definitionId });
    if (definition === null)
      throw new Error(`Expected definition ${stored.state.definitionId} of instance ${instanceId}, but it is not stored.`);
    const instance: TreeInstance = { id: instanceId, definition, before: stored, state: stored.state, entries: [] };
    this.#instances.set(instanceId, instance);
    return instance;
  }

  /** Starts an instance of this tree. */
  async start(definition: StoredDefinition, command: Extract<Command, { kind: 'start' }>): Promise<Rejection | null> {
    const decision = await decideBounded(this.parts, definition.definition, null, command, this.now);
    if (decision.kind === 'rejected') return decision;
    const instance: TreeInstance = { id: command.instanceId, definition, before: null, state: decision.state, entries: [] };
    this.#instances.set(command.instanceId, instance);
    this.#accept(instance, command, decision);
    return null;
  }

  /** Gives a command to an instance; a rejection has changed nothing. */
  async apply(instance: TreeInstance, command: Command): Promise<Rejection | null> {
    const decision = await decideBounded(this.parts, instance.definition.definition, instance.state, command, this.now);
    if (decision.kind === 'rejected') return decision;
    this.#accept(instance, command, decision);
    return null;
  }

  /** Like `apply`, for a command that somebody waits for: a rejection is his error. */
  async demand(instance: TreeInstance, command: Command): Promise<void> {
    const rejection = await this.apply(instance, command);
    if (rejection !== null) throw new EngineError(rejection.code, rejection.message);
  }

  /** Leaves work for another transaction; it is durable with this step. */
  leave(kind: string, instanceId: string | null, payload: JsonObject, dueAt: string = this.now): void {
    this.dueWork.push({ kind, instanceId, payload, dueAt });
  }

  #accept(instance: TreeInstance, command: Command, decision: Decision): void {
    instance.state = decision.state;
    const entry: JournalEntry = { instanceId: instance.id, at: this.now, command, actor: this.actor, records: decision.records };
    instance.entries.push(entry);
    this.entries.push(entry);
    for (const effect of decision.effects) this.pending.push({ instanceId: instance.id, effect });
  }
}
