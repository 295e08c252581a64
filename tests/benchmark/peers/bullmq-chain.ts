import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRedisServer, freePort } from '../../support/redis.ts';
import type { Stage } from '../stage.ts';
import { NotInstalledError, type OpenSubject } from '../workload.ts';
import { createChain, subjectOf, type ChainJob } from './chain.ts';
import { loadPeer } from './peer-package.ts';

const CONCURRENCY = 64;
const QUEUE = 'seq5';

interface BullMq {
  readonly Queue: new (
    name: string,
    options: object,
  ) => { add(name: string, data: ChainJob, options: object): Promise<unknown>; close(): Promise<void> };
  readonly Worker: new (
    name: string,
    work: (job: { readonly data: ChainJob }) => Promise<void>,
    options: object,
  ) => { close(force: boolean): Promise<void>; on(event: 'error', listener: (error: Error) => void): void };
}

/** Redis that writes every command to its append-only file and fsyncs it before it answers: as durable as the others. */
async function startDurableRedis(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const binary = findRedisServer();
  if (binary === null) throw new NotInstalledError('redis-server', 'from the system');
  const [port, directory] = [await freePort(), await mkdtemp(join(tmpdir(), 'lanework-bench-redis-'))];
  const options = { port, bind: '127.0.0.1', dir: directory, save: '', appendonly: 'yes', appendfsync: 'always', loglevel: 'notice' };
  const server = spawn(
    binary,
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  for await (const chunk of server.stdout) if (String(chunk).includes('Ready to accept connections')) break;
  return {
    port,
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** BullMQ on Redis with `appendfsync always`: each step is a job that adds the one that follows. Counted when the fifth was handled. */
export async function openBullMq(stage: Stage): Promise<OpenSubject> {
  const { Queue, Worker } = await loadPeer<BullMq>('bullmq');
  const redis = await startDurableRedis();
  const connection = { host: '127.0.0.1', port: redis.port };
  const queue = new Queue(QUEUE, { connection });
  const add = (job: ChainJob): Promise<unknown> => queue.add('step', job, { removeOnComplete: true });
  const chain = createChain();
  const worker = new Worker(
    QUEUE,
    async ({ data }) => {
      const following = chain.work(data);
      if (following !== null) await add(following);
    },
    { connection, concurrency: CONCURRENCY },
  );
  worker.on('error', () => undefined);
  return subjectOf(
    stage.isQuick,
    () => chain.instance(add),
    async () => {
      await worker.close(true);
      await queue.close();
      await redis.stop();
    },
  );
}
