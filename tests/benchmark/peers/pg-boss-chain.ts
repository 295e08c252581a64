import type { Stage } from '../stage.ts';
import type { OpenSubject } from '../workload.ts';
import { createChain, subjectOf, type ChainJob } from './chain.ts';
import { loadPeer } from './peer-package.ts';

/** Workers and the jobs that each fetches at a time; the least pause between two fetches that the package allows, in seconds, when nobody wakes them. */
const WORKERS = 4;
const BATCH = 25;
const POLL_SECONDS = 0.5;
const QUEUE = 'seq5';

interface Boss {
  on(event: 'error', listener: (error: Error) => void): void;
  start(): Promise<unknown>;
  stop(options: { readonly graceful: boolean }): Promise<void>;
  createQueue(name: string, options: { readonly notify: boolean }): Promise<void>;
  send(name: string, data: ChainJob): Promise<unknown>;
  insert(name: string, jobs: readonly { readonly data: ChainJob }[]): Promise<unknown>;
  work(
    name: string,
    options: Readonly<Record<string, number | boolean>>,
    handler: (jobs: readonly { readonly data: ChainJob }[]) => Promise<void>,
  ): Promise<unknown>;
}

/**
 * pg-boss on PostgreSQL: each step is a job, and the worker's handler inserts the jobs that follow those of its batch. Workers are
 * woken by NOTIFY and go on at once while there is much to do. Counted when the fifth was handled.
 */
export async function openPgBoss(stage: Stage): Promise<OpenSubject> {
  const { PgBoss } = await loadPeer<{ readonly PgBoss: new (options: object) => Boss }>('pg-boss');
  const boss = new PgBoss({ connectionString: await stage.createDatabase(), useListenNotify: true });
  let failure: Error | null = null;
  boss.on('error', (error) => (failure = error));
  await boss.start();
  await boss.createQueue(QUEUE, { notify: true });
  const chain = createChain();
  const options = {
    localConcurrency: WORKERS,
    batchSize: BATCH,
    pollingIntervalSeconds: POLL_SECONDS,
    notifyPollingIntervalSeconds: POLL_SECONDS,
    burstWhenBatchFull: true,
  };
  await boss.work(QUEUE, options, async (jobs) => {
    const following = jobs.map(({ data }) => chain.work(data)).filter((job) => job !== null);
    if (following.length > 0)
      await boss.insert(
        QUEUE,
        following.map((data) => ({ data })),
      );
  });
  return subjectOf(
    stage.isQuick,
    async () => {
      if (failure !== null) throw failure;
      await chain.instance((job) => boss.send(QUEUE, job));
    },
    () => boss.stop({ graceful: false }),
  );
}
