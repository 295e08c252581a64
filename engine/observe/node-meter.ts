import type { WorkKind } from '../port/job-queue.ts';
import type { SlowStep } from '../port/node-store.ts';
import type { StepWrite } from '../port/step-write.ts';
import type { CommittedStep, Meter, RowEnd, StepFailure, UnknownCommit } from '../port/telemetry.ts';
import { BoundedNames, Distribution, Tally } from './cells.ts';
import { SlowestSteps } from './slowest-steps.ts';

/** Process ids, job types, operation topics and error codes with a time series of their own; further ones count as `other`. */
export const MAX_PROCESSES = 100;
export const MAX_JOB_TYPES = 100;
export const MAX_ERROR_CODES = 50;
/** Routes of modules are open-ended too. */
export const MAX_ROUTES = 300;

/** Upper bounds in seconds. A request waits for a commit, a decision does not. */
const REQUEST_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const STEP_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];
const KERNEL_SECONDS = [0.000_01, 0.000_05, 0.000_1, 0.000_5, 0.001, 0.005, 0.025, 0.1];
const LAG_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 5, 30];

/** Counts what happens on one node in plain numbers; `exposition.ts` shows them to Prometheus, `node-reporter.ts` to the other nodes. */
export class NodeMeter implements Meter {
  readonly requests = new Distribution(REQUEST_SECONDS);
  readonly steps = new Distribution(STEP_SECONDS);
  readonly commands = new Tally();
  readonly refusals = new Tally();
  readonly instancesStarted = new Tally();
  readonly instancesEnded = new Tally();
  readonly incidentsRaised = new Tally();
  readonly journalRows = new Tally();
  readonly retries = new Tally();
  readonly unknownCommits = new Tally();
  readonly decisions = new Distribution(KERNEL_SECONDS);
  readonly operations = new Distribution(STEP_SECONDS);
  readonly jobs = new Tally();
  readonly claimed = new Tally();
  readonly rows = new Distribution(STEP_SECONDS);
  readonly leasesLost = new Tally();
  readonly wakesSent = new Tally();
  readonly wakesReceived = new Tally();
  readonly evaluations = new Tally();
  readonly evaluationsBusy = new Map<string, number>();
  readonly changes = new Distribution(LAG_SECONDS);
  readonly slowest = new SlowestSteps();
  streams = 0;
  readonly #slowStepMs: number;
  readonly #onSlowStep: (step: SlowStep) => void;
  readonly #processes = new BoundedNames(MAX_PROCESSES);
  readonly #types = new BoundedNames(MAX_JOB_TYPES);
  readonly #codes = new BoundedNames(MAX_ERROR_CODES);
  readonly #routes = new BoundedNames(MAX_ROUTES);

  /** `onSlowStep` is told of every committed step that took longer. Default: nobody is. */
  constructor(slowStepMs: number = Number.POSITIVE_INFINITY, onSlowStep: (step: SlowStep) => void = () => undefined) {
    this.#slowStepMs = slowStepMs;
    this.#onSlowStep = onSlowStep;
  }

  requestDone(method: string, route: string, status: number, seconds: number): void {
    this.requests.add(seconds, method, this.#routes.of(route), String(status));
  }

  streamOpened(): void {
    this.streams += 1;
  }

  streamClosed(): void {
    this.streams -= 1;
  }

  stepCommitted(step: CommittedStep, write: StepWrite, seconds: number): void {
    this.steps.add(seconds, 'committed');
    this.journalRows.add(write.journal.length);
    eachRun(step.entries, isSameCommand, ({ command, instanceId }, count) => {
      this.commands.add(count, command.kind, this.#processOf(write, instanceId));
    });
    for (const { processId, isNew, endedAt, status } of write.instances) {
      const process = this.#processes.of(processId);
      if (isNew) this.instancesStarted.add(1, process);
      if (endedAt !== null) this.instancesEnded.add(1, process, status);
    }
    eachRun(step.performed, isSameWork, ({ work, outcome }, count) => {
      this.jobs.add(count, this.#types.of(work), outcome);
    });
    for (const { processId } of write.incidents) this.incidentsRaised.add(1, this.#processes.of(processId));
    const slow = this.slowest.note(step, write, seconds * 1_000, this.#slowStepMs);
    if (slow !== null) this.#onSlowStep(slow);
  }

  stepFailed(failure: StepFailure, code: string, seconds: number): void {
    this.steps.add(seconds, failure);
    this.refusals.add(1, failure, this.#codes.of(code));
  }

  transactionRetried(): void {
    this.retries.add(1);
  }

  commitUnknown(outcome: UnknownCommit): void {
    this.unknownCommits.add(1, outcome);
  }

  kernelDecided(command: string, outcome: string, seconds: number): void {
    this.decisions.add(seconds, command, outcome);
  }

  operationRun(topic: string, outcome: string, seconds: number): void {
    this.operations.add(seconds, this.#types.of(topic), outcome);
  }

  rowsClaimed(kind: WorkKind, losses: string, count: number): void {
    this.claimed.add(count, kind, losses);
  }

  rowEnded(kind: WorkKind, end: RowEnd, seconds: number): void {
    this.rows.add(seconds, kind, end);
  }

  leaseLost(kind: WorkKind): void {
    this.leasesLost.add(1, kind);
  }

  wakeSent(kind: WorkKind): void {
    this.wakesSent.add(1, kind);
  }

  wakeReceived(kind: WorkKind): void {
    this.wakesReceived.add(1, kind);
  }

  evaluationBegun(kind: string): void {
    this.evaluationsBusy.set(kind, (this.evaluationsBusy.get(kind) ?? 0) + 1);
  }

  evaluationDone(kind: string, outcome: string): void {
    this.evaluationsBusy.set(kind, (this.evaluationsBusy.get(kind) ?? 0) - 1);
    this.evaluations.add(1, kind, outcome);
  }

  changesReceived(lagSeconds: number): void {
    this.changes.add(lagSeconds);
  }

  /** A step has few instances, so looking through them costs less than a map would. */
  #processOf(write: StepWrite, instanceId: string): string {
    for (const instance of write.instances) if (instance.id === instanceId) return this.#processes.of(instance.processId);
    return '';
  }
}

type Entry = CommittedStep['entries'][number];
type Performed = CommittedStep['performed'][number];

const isSameCommand = (one: Entry, other: Entry): boolean => one.command.kind === other.command.kind && one.instanceId === other.instanceId;
const isSameWork = (one: Performed, other: Performed): boolean => one.work === other.work && one.outcome === other.outcome;

/** Calls `count` once for neighbours that are alike: a step does the same thing several times in a row. */
function eachRun<Item>(
  items: readonly Item[],
  isSame: (one: Item, other: Item) => boolean,
  count: (item: Item, length: number) => void,
): void {
  for (let from = 0; from < items.length;) {
    const first = items[from];
    if (first === undefined) return;
    let to = from + 1;
    for (let next = items[to]; next !== undefined && isSame(first, next); next = items[to]) to += 1;
    count(first, to - from);
    from = to;
  }
}
