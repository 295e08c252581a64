import type { Stage } from '../stage.ts';
import type { OpenSubject } from '../workload.ts';
import { createChain, subjectOf, type ChainJob } from './chain.ts';
import { loadPeer } from './peer-package.ts';

/** Jobs worked on at a time, and connections for them. */
const CONCURRENCY = 32;
const CONNECTIONS = 20;
const POLL_MS = 500;

interface Runner {
  addJob(task: string, payload: ChainJob): Promise<unknown>;
  stop(): Promise<void>;
}
interface Graphile {
  readonly Logger: new (factory: () => () => void) => object;
  run(options: {
    readonly connectionString: string;
    readonly concurrency: number;
    readonly maxPoolSize: number;
    readonly pollInterval: number;
    readonly noHandleSignals: boolean;
    readonly logger: object;
    readonly taskList: Readonly<Record<string, (payload: ChainJob, helpers: Pick<Runner, 'addJob'>) => Promise<void>>>;
  }): Promise<Runner>;
}

/** graphile-worker on PostgreSQL: each step is a job that adds the one that follows. Counted when the fifth was handled. */
export async function openGraphileWorker(stage: Stage): Promise<OpenSubject> {
  const { run, Logger } = await loadPeer<Graphile>('graphile-worker');
  const chain = createChain();
  const runner = await run({
    connectionString: await stage.createDatabase(),
    concurrency: CONCURRENCY,
    maxPoolSize: CONNECTIONS,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
    taskList: {
      async step(payload, helpers) {
        const following = chain.work(payload);
        if (following !== null) await helpers.addJob('step', following);
      },
    },
  });
  return subjectOf(
    stage.isQuick,
    () => chain.instance((job) => runner.addJob('step', job)),
    () => runner.stop(),
  );
}
