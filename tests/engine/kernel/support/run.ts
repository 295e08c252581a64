import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import { createEvaluator } from '../../../../engine/expression/index.ts';
import type { Command, Decision, Effect, KernelEnvironment } from '../../../../engine/kernel/index.ts';
import { decide } from '../../../../engine/kernel/index.ts';
import type { ElementInstanceId, JsonObject, ProcessDefinition } from '../../../../engine/model/index.ts';
import {
  ROOT_SCOPE_ID,
  addDuration,
  asDefinitionId,
  asElementId,
  asInstanceId,
  formatInstant,
  parseDuration,
  parseInstant,
} from '../../../../engine/model/index.ts';
import type { InstanceRecord, InstanceState, Wait } from '../../../../engine/state/index.ts';
import { applyRecords, parseRecords } from '../../../../engine/state/index.ts';
import { recordsText } from '../../../support/journal-texts.ts';

export const ENVIRONMENT: KernelEnvironment = { evaluate: createEvaluator(), stepBudget: 1_000, instanceBudget: 100_000 };
export const BEGIN = '2026-03-01T08:00:00.000Z';

/** Deep equality, much quicker than that of the assertion library, which then only tells the difference. */
function expectSame(actual: unknown, expected: unknown, what: string): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual, what).to.deep.equal(expected);
}

/** One process instance driven by a test. After every command it checks that the records fold to the state and that the state is JSON. */
export class Run {
  definition: ProcessDefinition;
  environment: KernelEnvironment;
  now = BEGIN;
  records: readonly InstanceRecord[] = [];
  effects: readonly Effect[] = [];
  /** Effects of the last command. */
  latest: readonly Effect[] = [];
  #state: InstanceState | null = null;

  constructor(definition: ProcessDefinition, environment: Partial<KernelEnvironment> = {}) {
    this.definition = definition;
    this.environment = { ...ENVIRONMENT, ...environment };
  }

  get state(): InstanceState {
    if (this.#state === null) throw new Error('Expected a started instance, but it was not started.');
    return this.#state;
  }

  /** Sends a command; answers the decision, or the code of the rejection. */
  send(command: Command): Decision | string {
    const before = this.#state;
    const untouched = JSON.stringify(before);
    const answer = decide(this.environment, this.definition, before, command, this.now);
    expect(JSON.stringify(before), 'the given state').to.equal(untouched);
    if (answer.kind === 'rejected') return answer.code;
    expectSame(applyRecords(before, answer.records), answer.state, 'the fold of the records');
    expectSame(JSON.parse(JSON.stringify(answer.state)), answer.state, 'the state as JSON');
    expectSame(parseRecords(recordsText(answer.records)), answer.records, 'the records as the journal keeps them');
    this.#state = answer.state;
    this.records = [...this.records, ...answer.records];
    this.effects = [...this.effects, ...answer.effects];
    this.latest = answer.effects;
    return answer;
  }

  #do(command: Command): this {
    const answer = this.send(command);
    if (typeof answer === 'string') throw new Error(`Expected ${command.kind} to be accepted, but it was rejected with ${answer}.`);
    return this;
  }

  start(variables: JsonObject = {}, options: { at?: string; caller?: boolean; businessKey?: string } = {}): this {
    return this.#do({
      kind: 'start',
      instanceId: asInstanceId('instance'),
      definitionId: asDefinitionId('definition'),
      businessKey: options.businessKey ?? null,
      startEventId: options.at === undefined ? null : asElementId(options.at),
      variables,
      rootInstanceId: asInstanceId('instance'),
      caller: options.caller === true ? { instanceId: asInstanceId('caller'), elementInstanceId: ROOT_SCOPE_ID } : null,
    });
  }

  /** The open wait of an element; with several the oldest, or the one at `index`. */
  wait(element: string, index = 0): Wait {
    const wait = Object.values(this.state.waits).filter((candidate) => candidate.elementId === element)[index];
    if (wait === undefined) throw new Error(`Expected ${element} to wait, but what waits is: ${this.waiting().join(', ')}.`);
    return wait;
  }

  /** Completes a task, job, timer, message, signal or called instance that waits at the element. */
  complete(element: string, variables: JsonObject = {}, index = 0): this {
    const wait = this.wait(element, index);
    switch (wait.kind) {
      case 'task':
        return this.#do({ kind: 'completeTask', taskId: wait.id, variables });
      case 'job':
        return this.#do({ kind: 'completeJob', jobId: wait.id, variables });
      case 'timer':
        return this.#do({ kind: 'fireTimer', timerId: wait.id });
      case 'message':
        return this.#do({ kind: 'deliverMessage', subscriptionId: wait.id, variables });
      case 'signal':
        return this.#do({ kind: 'deliverSignal', subscriptionId: wait.id, variables });
      case 'calledInstance':
        return this.#do({ kind: 'calledInstanceEnded', waitId: wait.id, outcome: { kind: 'completed', variables } });
      case 'condition':
        throw new Error(`Expected ${element} to wait for something a command ends, but it waits for a condition.`);
    }
  }

  error(element: string, errorCode: string, variables: JsonObject = {}): this {
    return this.#do({ kind: 'throwError', waitId: this.wait(element).id, errorCode, message: '', variables });
  }

  escalate(element: string, escalationCode: string, variables: JsonObject = {}): this {
    return this.#do({ kind: 'throwEscalation', waitId: this.wait(element).id, escalationCode, variables });
  }

  set(variables: JsonObject, scopeId: ElementInstanceId = ROOT_SCOPE_ID): this {
    return this.#do({ kind: 'setVariables', scopeId, variables });
  }

  /** Resolves the oldest incident. */
  resolve(retries = 1): this {
    const [incident] = Object.values(this.state.incidents);
    if (incident === undefined) throw new Error('Expected an incident, but there is none.');
    return this.#do({ kind: 'resolveIncident', incidentId: incident.id, retries });
  }

  do(kind: 'continue' | 'suspend' | 'resume' | 'cancel'): this {
    return this.#do({ kind });
  }

  /** Moves the clock on and fires the timers that are due, the earliest first, each at its time. */
  advance(text: string): this {
    const duration = parseDuration(text);
    const until = addDuration(parseInstant(this.now) ?? Number.NaN, duration ?? { months: 0, ms: Number.NaN });
    if (until === null || Number.isNaN(until)) throw new Error(`Expected a duration, but found ${text}.`);
    const end = formatInstant(until);
    for (let fired = 0; fired < 1_000; fired += 1) {
      const due = Object.values(this.state.waits)
        .filter((wait) => wait.kind === 'timer')
        .filter((wait) => wait.dueAt <= end)
        .sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0))[0];
      if (due === undefined) break;
      if (due.dueAt > this.now) this.now = due.dueAt;
      this.#do({ kind: 'fireTimer', timerId: due.id });
    }
    this.now = end;
    return this;
  }

  get status(): string {
    return this.state.status;
  }
  /** Elements that wait, oldest first. */
  waiting(): readonly string[] {
    return Object.values(this.state.waits).map((wait) => wait.elementId);
  }
  /** Incidents as `CODE element`. */
  incidents(): readonly string[] {
    return Object.values(this.state.incidents).map((incident) => `${incident.code} ${incident.elementId}`);
  }
  /** Variables of the process. */
  get variables(): JsonObject {
    return this.state.variables[ROOT_SCOPE_ID] ?? {};
  }
  /** Elements entered, in order, without the process itself. */
  entered(): readonly string[] {
    return this.records.flatMap((record) =>
      record.kind === 'elementEntered' && record.elementInstance.scopeId !== null ? [String(record.elementInstance.elementId)] : [],
    );
  }
  left(): readonly string[] {
    return this.records.flatMap((record) => (record.kind === 'elementLeft' ? [String(record.elementId)] : []));
  }
  cancelled(): readonly string[] {
    return this.records.flatMap((record) => (record.kind === 'elementCancelled' ? [String(record.elementId)] : []));
  }
  taken(): readonly string[] {
    return this.records.flatMap((record) => (record.kind === 'flowTaken' ? [String(record.flowId)] : []));
  }
  /** How often an element was entered. */
  visits(element: string): number {
    return this.entered().filter((id) => id === element).length;
  }
  /** Kinds of the effects so far. */
  effectKinds(): readonly string[] {
    return this.effects.map((effect) => effect.kind);
  }
}

/** Starts an instance of a definition. */
export const run = (definition: ProcessDefinition, variables: JsonObject = {}, environment: Partial<KernelEnvironment> = {}): Run =>
  new Run(definition, environment).start(variables);
