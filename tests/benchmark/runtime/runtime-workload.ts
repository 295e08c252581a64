import { seq5Peers } from '../peers/index.ts';
import type { Subject, Workload } from '../workload.ts';
import { IN_FLIGHT, openLaneworkRuntime, SEQ5, type NoopProcess } from './lanework-runtime.ts';
import { openLimit, type LimitShape } from './limit.ts';

const PAR4: NoopProcess = { processId: 'par4', diagram: new URL('../kernel/par4.bpmn', import.meta.url), activities: 8 };
const SEQ5_ELEMENTS = ['Start', 'Task1', 'Task2', 'Task3', 'Task4', 'Task5', 'End'];
const PAR4_ELEMENTS = ['Start', 'Fork', 'Task1', 'Task2', 'Task3', 'Task4', 'Join', 'End'];

function limit(name: string, shape: LimitShape, target: number | null): Subject {
  return { name, role: 'limit', target, open: (stage) => openLimit(stage, shape) };
}

const perInstance = (elements: readonly string[], instancesPerCommit: number): LimitShape => ({
  elements,
  commits: 'perInstance',
  instancesPerCommit,
});

const counted = (shape: string, durable: string): string =>
  `process instances per second, from start to ended in the database: ${shape} of transactional operations that do nothing, ${IN_FLIGHT} callers at a time, ` +
  `journal and history written; ${durable}`;

/** Automatic processes through the runtime, beside the least that PostgreSQL needs for the same facts. */
export const runtimeWorkloads: readonly Workload[] = [
  {
    kind: 'compared',
    name: 'seq5',
    counted: counted('five service tasks in a row', 'durable when the start is answered'),
    usesDatabase: true,
    subjects: [
      { name: 'lanework', role: 'lanework', open: (stage) => openLaneworkRuntime(stage, SEQ5, { hasWorker: false }) },
      limit('limit, a transaction per instance', perInstance(SEQ5_ELEMENTS, 1), 1),
      limit('limit, 20 instances per transaction', perInstance(SEQ5_ELEMENTS, 20), null),
      limit('limit, 100 instances per transaction', perInstance(SEQ5_ELEMENTS, 100), null),
      ...seq5Peers,
    ],
  },
  {
    kind: 'compared',
    name: 'seq5-steps',
    counted: counted('five service tasks in a row', 'durable after every task, each step by a worker that claims it'),
    usesDatabase: true,
    subjects: [
      {
        name: 'lanework',
        role: 'lanework',
        open: (stage) => openLaneworkRuntime(stage, SEQ5, { limits: { jobsPerStep: 1 }, hasWorker: true }),
      },
      limit('limit, a commit per step', { elements: SEQ5_ELEMENTS, commits: 'perStep', instancesPerCommit: 1 }, 1),
      limit('limit, steps of 100 instances per commit', { elements: SEQ5_ELEMENTS, commits: 'perStep', instancesPerCommit: 100 }, null),
    ],
  },
  {
    kind: 'compared',
    name: 'par4',
    counted: counted('four parallel service tasks and their join', 'durable when the start is answered'),
    usesDatabase: true,
    subjects: [
      { name: 'lanework', role: 'lanework', open: (stage) => openLaneworkRuntime(stage, PAR4, { hasWorker: false }) },
      limit('limit, a transaction per instance', perInstance(PAR4_ELEMENTS, 1), 0.8),
    ],
  },
];
