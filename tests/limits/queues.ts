import { settings } from '../../engine/config.ts';
import { MAX_STREAMS_PER_ACTOR } from '../../engine/http/event-stream.ts';
import { MAX_BODY_BYTES, MAX_BODY_DEPTH } from '../../engine/http/input.ts';
import { MAX_BATCH } from '../../engine/port/repair.ts';
import { MAX_IN_FLIGHT } from '../../engine/queue/bullmq-job-queue.ts';
import { DEFAULT_LIMITS, type RuntimeLimits } from '../../engine/runtime/limits.ts';
import { MAX_OUTBOX_ATTEMPTS } from '../../engine/runtime/outbox.ts';
import { APART_IN_HAND, SHARED_IN_HAND } from '../../engine/runtime/job-room.ts';
import { SUSPECTS_AT_ONCE } from '../../engine/runtime/worker.ts';

/** Something that waits or grows: its bound, what happens beyond it, and the test that reaches it. */
export interface Queue {
  readonly queue: string;
  readonly bound: { readonly name: string; readonly value: string };
  readonly beyond: string;
  readonly test: { readonly file: string; readonly title: string };
}

const setting = (name: string) => ({ name, value: settings.find((each) => each.name === name)?.fallback ?? 'not set' });
const limit = (name: keyof RuntimeLimits) => ({ name, value: String(DEFAULT_LIMITS[name]) });
const constant = (name: string, value: number) => ({ name, value: String(value) });

const WORKER = 'tests/engine/runtime/worker.test.ts';
const BOUNDS = 'tests/engine/runtime/bounds.test.ts';
const BUDGET = 'tests/engine/runtime/budget.test.ts';
const ADMISSION = 'tests/engine/http/admission.test.ts';
const PRESSURE = 'tests/engine/pressure.test.ts';

export const QUEUES: readonly Queue[] = [
  {
    queue: 'due rows of one kind in the hands of a process',
    bound: setting('LANEWORK_WORKER_CONCURRENCY'),
    beyond: 'they stay due, for this process or another',
    test: { file: WORKER, title: 'has many rows of a kind in hand at a time' },
  },
  {
    queue: 'jobs that steps of a process leave it, where they share their transactions: a multiple of the rows in hand',
    bound: constant('SHARED_IN_HAND', SHARED_IN_HAND),
    beyond: 'they are left free, for this process or another',
    test: {
      file: 'tests/engine/runtime/hand-over.test.ts',
      title: 'is taken in hand in larger numbers where it shares its transactions, and never more than run at once',
    },
  },
  {
    queue: 'jobs in hand that have transactions of their own: a multiple of those that run at once',
    bound: constant('APART_IN_HAND', APART_IN_HAND),
    beyond: 'they are left free, for this process or another',
    test: {
      file: 'tests/engine/runtime/job-room.test.ts',
      title: 'takes hardly more jobs with transactions of their own than run at once, and goes on when there is room',
    },
  },
  {
    queue: 'suspects in hand: rows that lost a worker; those that lost more are alone',
    bound: constant('SUSPECTS_AT_ONCE', SUSPECTS_AT_ONCE),
    beyond: 'they wait for their turn in a lane of their own',
    test: { file: WORKER, title: 'works on suspects while everything else is occupied, those that lost more than one worker one by one' },
  },
  {
    queue: 'claims of one job without any result',
    bound: limit('lostWorkers'),
    beyond: 'an incident, as its workers die of it',
    test: { file: 'tests/engine/runtime/retry.test.ts', title: 'becomes an incident when its workers are lost three times without a word' },
  },
  {
    queue: 'jobs performed by one step',
    bound: limit('jobsPerStep'),
    beyond: 'they are due rows for the next',
    test: { file: BUDGET, title: 'leaves the jobs that one step cannot do for the next' },
  },
  {
    queue: 'instances nested by call activities',
    bound: limit('callDepth'),
    beyond: 'an incident of the caller',
    test: { file: BUDGET, title: 'makes an incident of a process that calls itself for ever' },
  },
  {
    queue: 'receivers of a signal that one step looks at',
    bound: limit('receiversPerStep'),
    beyond: 'a row of due work for the next page',
    test: { file: BOUNDS, title: 'bring a signal to every receiver, however many one step looks at' },
  },
  {
    queue: 'transactions that perform one operation at a time, on all nodes',
    bound: { name: 'maxConcurrent', value: 'as the operation says' },
    beyond: 'the job waits as a due row, no attempt is counted',
    test: { file: BOUNDS, title: 'hold an operation to its number of transactions over all nodes, and do the rest after' },
  },
  {
    queue: 'variables of an instance together, in characters of JSON',
    bound: limit('variableCharacters'),
    beyond: 'the command is refused with VARIABLES_TOO_LARGE; a job becomes an incident',
    test: { file: BOUNDS, title: 'refuse variables that together are too large, and let an instance that is too large shrink' },
  },
  {
    queue: 'attempts of one effect in the outbox',
    bound: constant('MAX_OUTBOX_ATTEMPTS', MAX_OUTBOX_ATTEMPTS),
    beyond: 'it is marked as failed and kept',
    test: { file: BOUNDS, title: 'give up an effect of the outbox after its last attempt' },
  },
  {
    queue: 'wake-ups on their way to the queue',
    bound: constant('MAX_IN_FLIGHT', MAX_IN_FLIGHT),
    beyond: 'they are dropped and counted; the poll finds their rows',
    test: { file: 'tests/contract/job-queue.test.ts', title: 'drops wake-ups beyond its bound and counts them' },
  },
  {
    queue: 'calls of one node that wait for jobs',
    bound: limit('waitingActivations'),
    beyond: 'the call is refused',
    test: { file: 'tests/engine/runtime/job-activation.test.ts', title: 'are as many as the limit says' },
  },
  {
    queue: 'writing requests in the hands of a process',
    bound: setting('LANEWORK_MAX_WRITES'),
    beyond: '429 TOO_BUSY with Retry-After; reads go on',
    test: { file: ADMISSION, title: 'has a bound on the writes in hand, and takes the next when one has ended' },
  },
  {
    queue: 'steps and queries that wait for a database connection',
    bound: setting('LANEWORK_MAX_DATABASE_WAITERS'),
    beyond: 'writes are answered 429 TOO_BUSY',
    test: { file: PRESSURE, title: 'is measured: who waits for a connection, and how late the process is' },
  },
  {
    queue: 'age of due work that nobody has in hand, in milliseconds',
    bound: setting('LANEWORK_MAX_DUE_LAG_MS'),
    beyond: 'writes are answered 429 TOO_BUSY',
    test: { file: PRESSURE, title: 'knows how long due work has waited that nobody has in hand' },
  },
  {
    queue: 'event streams of one person',
    bound: constant('MAX_STREAMS_PER_ACTOR', MAX_STREAMS_PER_ACTOR),
    beyond: '429 TOO_MANY_STREAMS',
    test: { file: 'tests/engine/http/events.test.ts', title: 'bounds the streams of one person' },
  },
  {
    queue: 'body of a request, in bytes',
    bound: constant('MAX_BODY_BYTES', MAX_BODY_BYTES),
    beyond: '413 BODY_TOO_LARGE',
    test: { file: 'tests/engine/http/bad-input.test.ts', title: 'is tried in at least 60 ways' },
  },
  {
    queue: 'nesting of a body',
    bound: constant('MAX_BODY_DEPTH', MAX_BODY_DEPTH),
    beyond: '400 INPUT_INVALID',
    test: { file: 'tests/engine/http/bad-input.test.ts', title: 'takes bodies at the limit of depth' },
  },
  {
    queue: 'instances or incidents changed by one call',
    bound: constant('MAX_BATCH', MAX_BATCH),
    beyond: 'the call is refused, or says where the next goes on',
    test: {
      file: 'tests/engine/http/incidents.test.ts',
      title: 'are tried again together, a bounded number per call, each with an entry in the journal',
    },
  },
];
