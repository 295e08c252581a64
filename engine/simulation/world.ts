import type { Command } from '../kernel/command.ts';
import type { Decision, Evaluation, Rejection } from '../kernel/decide.ts';
import type { Effect } from '../kernel/effect.ts';
import type {
  BusinessCalendars,
  DefinitionId,
  Expression,
  JsonObject,
  JsonValue,
  ProcessDefinition,
  ProcessTrigger,
  StartCollection,
  TimerPlan,
} from '../model/index.ts';
import { asDefinitionId, asInstanceId, formatInstant } from '../model/index.ts';
import type { InstanceState, Wait } from '../state/index.ts';
import type { Stub, Stubs } from './scenario.ts';
import { TraceWriter } from './trace-record.ts';
import type { TraceRecord } from './trace-record.ts';

/** Records of one scenario, after which it counts as endless. */
export const MAX_RECORDS = 500_000;

/** Outcome of a script or a decision. */
export type WorkResult =
  | { readonly kind: 'value'; readonly value: JsonValue }
  /** A BPMN error that the script raised on purpose. */
  | { readonly kind: 'error'; readonly code: string; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

/** What a simulation cannot do by itself. Nothing of it throws. */
export interface SimulationParts {
  /** The kernel. Asynchronous, so that a command line may evaluate FEEL that runs long in a thread of its own. */
  readonly decide: (
    definition: ProcessDefinition,
    state: InstanceState | null,
    command: Command,
    now: string,
    definitionOf?: (definitionId: DefinitionId) => ProcessDefinition | null,
  ) => Promise<Decision | Rejection>;
  /** Evaluates a FEEL script, or the name of a start event's message. */
  readonly evaluate: (expression: Expression, variables: JsonObject, now: string) => Promise<Evaluation>;
  /** Business calendars by name, as the kernel has them too; none when absent. */
  readonly calendars?: BusinessCalendars;
  /** All processes that may be started or called. Of several with the same id the last one counts. */
  readonly definitions: readonly ProcessDefinition[];
  /** Runs the JavaScript of a script task. */
  readonly runScript: (source: string, variables: JsonObject, now: string) => Promise<WorkResult>;
  /** Evaluates a decision; null when there is none with this id, and then its task waits. */
  readonly evaluateDecision: (decisionId: string, input: JsonObject, now: string) => Promise<WorkResult | null>;
}

/** A scenario asked for something that cannot be done: no such task waits, no such process exists. */
export class ScenarioFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ScenarioFault';
  }
}

/** A process instance of the simulation. */
export interface SimulatedInstance {
  /** Another one after a migration. */
  definition: ProcessDefinition;
  state: InstanceState;
}

/** What starts an instance beside its definition; `root` is the state of the caller, null for a process that nobody called. */
export type StartRequest = Pick<Extract<Command, { kind: 'start' }>, 'businessKey' | 'startEventId' | 'variables' | 'caller'> & {
  readonly root: InstanceState | null;
};

/** A message that nobody has taken yet. */
export interface BufferedMessage {
  readonly name: string;
  readonly correlationKey: string | null;
  readonly variables: JsonObject;
  readonly expiresAtMs: number;
  /** The catching nodes that alone may get it; everybody when absent. */
  readonly targetIds?: readonly string[];
  readonly messageId?: string;
}

/** A wait together with the instance that has it. */
export interface FoundWait<Kind extends Wait['kind'] = Wait['kind']> {
  readonly instance: SimulatedInstance;
  readonly wait: Extract<Wait, { readonly kind: Kind }>;
}

/** A task or a job that somebody may complete. */
export type OpenWork = FoundWait<'task'> | FoundWait<'job'>;

/** A timer of a start event: it belongs to a process, not to an instance. */
export interface StartTimer extends TimerPlan {
  readonly definition: ProcessDefinition;
  readonly trigger: ProcessTrigger;
}

/** All problems of a command, each with its code. */
const reasonOf = ({ message, problems }: Rejection): string =>
  problems === undefined ? message : problems.map((problem) => `${problem.code}: ${problem.message}`).join(' ');

/** Everything that exists in one simulation: instances, clock, buffered messages, and the trace of what happened. */
export class World {
  readonly parts: SimulationParts;
  readonly stubs: Stubs;
  readonly instances: SimulatedInstance[] = [];
  readonly messages: BufferedMessage[] = [];
  readonly startTimers: StartTimer[] = [];
  /** What parallel multiple start events have caught so far, by process and event. */
  readonly startCollections = new Map<string, readonly StartCollection[]>();
  readonly records: TraceRecord[] = [];
  readonly pending: { readonly instance: SimulatedInstance; readonly effect: Effect }[] = [];
  nowMs: number;
  readonly #trace = new TraceWriter();
  readonly #stubsUsed = new Map<string, number>();
  /** When each wait was opened, as a number that grows, by instance and wait. */
  readonly #opened = new Map<string, number>();

  constructor(parts: SimulationParts, stubs: Stubs, startMs: number) {
    this.parts = parts;
    this.stubs = stubs;
    this.nowMs = startMs;
  }

  get now(): string {
    return formatInstant(this.nowMs);
  }

  /** The process with this id, or null. */
  definition(processId: string): ProcessDefinition | null {
    return this.parts.definitions.findLast((definition) => definition.processId === processId) ?? null;
  }

  /** `<process>:<n>` for the n-th definition of its process among the files. */
  definitionId(definition: ProcessDefinition): DefinitionId {
    const versions = this.parts.definitions.filter(({ processId }) => processId === definition.processId);
    return asDefinitionId(`${definition.processId}:${Math.max(1, versions.indexOf(definition) + 1)}`);
  }

  /** The definition with this id; null when the files have none. */
  definitionOf(definitionId: DefinitionId): ProcessDefinition | null {
    return this.parts.definitions.find((definition) => this.definitionId(definition) === definitionId) ?? null;
  }

  /** Starts an instance and queues its effects; the reason when it cannot be started. */
  async start(definition: ProcessDefinition, start: StartRequest): Promise<SimulatedInstance | string> {
    const instanceId = this.nextInstanceId();
    const { root, ...rest } = start;
    const command: Command = {
      kind: 'start',
      instanceId,
      definitionId: this.definitionId(definition),
      rootInstanceId: root?.rootInstanceId ?? instanceId,
      ...rest,
    };
    const decision = await this.parts.decide(definition, null, command, this.now);
    if (decision.kind === 'rejected') return decision.message;
    const instance: SimulatedInstance = { definition, state: decision.state };
    this.instances.push(instance);
    this.#accept(instance, decision);
    return instance;
  }

  /** The oldest active instance that nobody called, else the first of all. */
  mainInstance(): SimulatedInstance {
    const roots = this.instances.filter((instance) => instance.state.caller === null);
    const main = roots.find((instance) => instance.state.status === 'active') ?? roots[0];
    if (main === undefined) throw new ScenarioFault('Expected a started process, but none was started yet.');
    return main;
  }

  /** The id that the next started instance will have: they are counted. */
  nextInstanceId(): ReturnType<typeof asInstanceId> {
    return asInstanceId(`instance-${this.instances.length + 1}`);
  }

  /** Gives a command to an instance and queues the effects; the reason when the command does not fit. */
  async apply(instance: SimulatedInstance, command: Command): Promise<string | null> {
    const decision = await this.parts.decide(instance.definition, instance.state, command, this.now, (id) => this.definitionOf(id));
    if (decision.kind === 'rejected') return reasonOf(decision);
    instance.state = decision.state;
    if (command.kind === 'migrate') instance.definition = this.definitionOf(command.definitionId) ?? instance.definition;
    this.#accept(instance, decision);
    return null;
  }

  /** Like `apply`, for a command that must fit. */
  async demand(instance: SimulatedInstance, command: Command): Promise<void> {
    const reason = await this.apply(instance, command);
    if (reason !== null) throw new ScenarioFault(reason);
  }

  /** Waits of one kind in all active instances, the one that was opened first comes first. */
  waits<Kind extends Wait['kind']>(
    kind: Kind,
    fits: (wait: Extract<Wait, { readonly kind: Kind }>) => boolean,
  ): readonly FoundWait<Kind>[] {
    const found: FoundWait<Kind>[] = [];
    for (const instance of this.instances) {
      if (instance.state.status !== 'active') continue;
      for (const wait of Object.values(instance.state.waits)) {
        // `kind` was compared, which narrows a union but not a generic one.
        if (wait.kind === kind && fits(wait as Extract<Wait, { readonly kind: Kind }>))
          found.push({ instance, wait: wait as Extract<Wait, { readonly kind: Kind }> });
      }
    }
    const ageOf = ({ instance, wait }: FoundWait<Kind>): number => this.#opened.get(`${instance.state.instanceId}.${wait.id}`) ?? 0;
    return found.sort((a, b) => ageOf(a) - ageOf(b));
  }

  /** The answer of a topic for this turn; null when it has no stub. */
  nextStub(topic: string): Stub | null {
    if (this.stubs === 'all') return { kind: 'output', output: {} };
    const name = Object.hasOwn(this.stubs, topic) ? topic : '*';
    const sequence = Object.hasOwn(this.stubs, name) ? this.stubs[name] : undefined;
    if (sequence === undefined || sequence.length === 0) return null;
    const used = this.#stubsUsed.get(topic) ?? 0;
    this.#stubsUsed.set(topic, used + 1);
    return sequence[Math.min(used, sequence.length - 1)] ?? null;
  }

  #accept(instance: SimulatedInstance, decision: Decision): void {
    for (const record of decision.records) {
      if (record.kind === 'waitOpened') this.#opened.set(`${instance.state.instanceId}.${record.wait.id}`, this.#opened.size);
      const entry = this.#trace.entryOf(instance.state.instanceId, instance.definition.processId, record);
      if (entry !== null) this.records.push({ seq: this.records.length + 1, at: this.now, ...entry });
    }
    if (this.records.length > MAX_RECORDS)
      throw new ScenarioFault(`Expected at most ${MAX_RECORDS} records in one scenario, but found more: the process seems endless.`);
    for (const effect of decision.effects) this.pending.push({ instance, effect });
  }
}
