import { readFile } from 'node:fs/promises';
import { openBpmnEngine } from '../kernel/bpmn-engine-kernel.ts';
import type { Subject } from '../workload.ts';
import { openBullMq } from './bullmq-chain.ts';
import { openDbos } from './dbos-steps.ts';
import { openGraphileWorker } from './graphile-worker-chain.ts';
import { openPgBoss } from './pg-boss-chain.ts';
import { openRestate } from './restate-steps.ts';

/** How many times as much as an engine or queue that is as durable Lanework has to do. */
const TARGET_RATIO = 10;
const STEPS = 5;

/** Others that do five steps in a row that do nothing, each as durable as is its nature. */
export const seq5Peers: readonly Subject[] = [
  { name: 'Restate', role: 'peer', target: TARGET_RATIO, open: openRestate },
  { name: 'DBOS', role: 'peer', target: TARGET_RATIO, open: openDbos },
  { name: 'pg-boss, a chain of jobs', role: 'peer', target: TARGET_RATIO, open: openPgBoss },
  { name: 'graphile-worker, a chain of jobs', role: 'peer', target: TARGET_RATIO, open: openGraphileWorker },
  { name: 'BullMQ on Redis, a chain of jobs', role: 'peer', open: openBullMq },
  {
    name: 'bpmn-engine, in memory, not durable',
    role: 'peer',
    open: async () => openBpmnEngine(await readFile(new URL('../kernel/seq5.bpmn', import.meta.url), 'utf8'), STEPS),
  },
];
