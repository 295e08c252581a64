import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { serveParent } from '../child.ts';
import { percentile } from '../measure.ts';
import { CALLS, type Call, type LoadAnswer, type LoadRequest, type LoadResult } from './load.ts';
import type { Headers } from './office.ts';

// The load comes from a process of its own, so that it takes nothing from the server's event loop.

/** Cases of a steady load that have not ended, at most; more says that the server cannot keep up. */
const MOST_OPEN = 4_000;
/** Rows of the inbox that are asked for: as many as its page shows. */
const INBOX_PATH = '/api/v1/tasks?filter=groups&limit=50';

let pool: Pool | null = null;
let clerks: readonly Headers[] = [];
let nextCase = 0;

type Times = Record<Call, number[]>;
const noTimes = (): Times => ({ start: [], list: [], claim: [], complete: [] });

async function ask(method: 'GET' | 'POST', path: string, headers: Headers, body: object | null): Promise<Record<string, unknown>> {
  if (pool === null) throw new Error('Expected a connected load, but nobody has said where the server is.');
  const answer = await pool.request({ method, path, headers, body: body === null ? null : JSON.stringify(body) });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`Expected ${method} ${path} to succeed, but the answer was ${answer.statusCode}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>; // Every answer of the API is a JSON object.
}

/** One case from start to end by one clerk. `begunAt`: when it was due, by the clock of `performance`. */
async function oneCase(begunAt: number, times: Times): Promise<void> {
  nextCase += 1;
  const number = nextCase;
  const clerk = clerks[number % clerks.length];
  if (clerk === undefined) throw new Error('Expected at least one clerk, but there is none.');
  let since = begunAt;
  const timed = async (call: Call, answer: Promise<Record<string, unknown>>): Promise<Record<string, unknown>> => {
    const value = await answer;
    const now = performance.now();
    times[call].push(now - since);
    since = now;
    return value;
  };
  const variables = { amount: number, customer: `Customer ${number}` };
  const begun = await timed('start', ask('POST', '/api/v1/process-instances', clerk, { processId: 'approve', variables }));
  const [task] = begun['nextTasks'] as readonly { readonly id: string }[];
  if (task === undefined) throw new Error('Expected the start to open a task for the clerk, but it opened none.');
  const inbox = await timed('list', ask('GET', INBOX_PATH, clerk, null));
  if ((inbox['items'] as readonly unknown[]).length === 0) throw new Error('Expected tasks in the inbox, but it is empty.');
  await timed('claim', ask('POST', `/api/v1/tasks/${task.id}/claim`, clerk, {}));
  const decision = { variables: { isApproved: true, note: `Checked ${number}` } };
  const ended = await timed('complete', ask('POST', `/api/v1/tasks/${task.id}/complete`, clerk, decision));
  if (ended['status'] !== 'completed') throw new Error(`Expected the instance to have ended, but it is ${String(ended['status'])}.`);
}

async function full(inFlight: number, forMs: number, times: Times): Promise<number> {
  const end = performance.now() + forMs;
  let cases = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (performance.now() < end) {
        await oneCase(performance.now(), times);
        cases += 1;
      }
    }),
  );
  return cases;
}

async function steady(perSecond: number, forMs: number, times: Times): Promise<number> {
  const begun = performance.now();
  const total = Math.ceil((perSecond * forMs) / 1_000);
  const open = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for (let number = 0; number < total && failures.length === 0; number += 1) {
    const dueAt = begun + (number * 1_000) / perSecond;
    if (dueAt > performance.now()) await sleep(dueAt - performance.now());
    if (open.size >= MOST_OPEN) throw new Error(`Expected ${perSecond} cases per second to be kept up, but ${MOST_OPEN} are open.`);
    const running: Promise<void> = oneCase(dueAt, times)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => open.delete(running));
    open.add(running);
  }
  await Promise.all(open);
  if (failures.length > 0) throw failures[0];
  return total;
}

async function load(work: (times: Times) => Promise<number>): Promise<LoadResult> {
  const times = noTimes();
  const usedBefore = process.cpuUsage();
  const begun = performance.now();
  const cases = await work(times);
  const ms = performance.now() - begun;
  const used = process.cpuUsage(usedBefore);
  const calls = Object.fromEntries(
    CALLS.map((call) => [
      call,
      { p50: percentile(times[call], 50), p99: percentile(times[call], 99), worst: percentile(times[call], 100) },
    ]),
  ) as LoadResult['calls']; // One entry per call, made from the list of all calls.
  return { cases, ms, calls, processorMs: (used.user + used.system) / 1_000 };
}

async function answer(request: LoadRequest): Promise<LoadAnswer> {
  switch (request.kind) {
    case 'connect':
      ({ clerks } = request);
      pool = new Pool(request.url, { connections: request.connections, pipelining: 1 });
      return { kind: 'ready' };
    case 'full':
      return { kind: 'done', result: await load((times) => full(request.inFlight, request.forMs, times)) };
    case 'steady':
      return { kind: 'done', result: await load((times) => steady(request.perSecond, request.forMs, times)) };
  }
}

serveParent(answer);
