import type { Stage } from '../stage.ts';
import type { OpenSubject } from '../workload.ts';
import { STEPS, subjectOf } from './chain.ts';
import { loadPeer } from './peer-package.ts';

const CONNECTIONS = 20;

interface Dbos {
  readonly DBOS: {
    setConfig(config: object): void;
    registerWorkflow(body: () => Promise<number>, options: { readonly name: string }): () => Promise<number>;
    runStep(step: () => Promise<null>, options: { readonly name: string }): Promise<null>;
    launch(): Promise<void>;
    shutdown(): Promise<void>;
  };
}

/** DBOS on PostgreSQL: a workflow of five steps, each recorded before the next. Counted when the workflow has answered. */
export async function openDbos(stage: Stage): Promise<OpenSubject> {
  const { DBOS } = await loadPeer<Dbos>('@dbos-inc/dbos-sdk');
  DBOS.setConfig({
    name: 'lanework-benchmark',
    systemDatabaseUrl: await stage.createDatabase(),
    systemDatabasePoolSize: CONNECTIONS,
    logLevel: 'error',
    runAdminServer: false,
  });
  const workflow = DBOS.registerWorkflow(
    async () => {
      for (let step = 1; step <= STEPS; step += 1) await DBOS.runStep(() => Promise.resolve(null), { name: `step${step}` });
      return STEPS;
    },
    { name: 'seq5' },
  );
  await DBOS.launch();
  return subjectOf(
    stage.isQuick,
    async () => {
      if ((await workflow()) !== STEPS) throw new Error(`Expected a workflow of ${STEPS} steps to have ended.`);
    },
    () => DBOS.shutdown(),
  );
}
