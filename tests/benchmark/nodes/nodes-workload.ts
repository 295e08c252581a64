import { availableParallelism } from 'node:os';
import { IN_FLIGHT } from '../runtime/lanework-runtime.ts';
import type { Stage } from '../stage.ts';
import type { OpenSubject, Workload } from '../workload.ts';
import { openNodes } from './open-nodes.ts';

/** How many times as much two nodes have to do as one, and the cores that it takes: two nodes, the database and what measures. */
const TARGET_RATIO = 1.5;
const CORES_FOR_TARGET = 4;

async function open(stage: Stage, nodes: number): Promise<OpenSubject> {
  const children = await openNodes(stage, nodes, IN_FLIGHT / nodes);
  return {
    leastUnits: stage.isQuick ? nodes : IN_FLIGHT * 2,
    async run(count) {
      await Promise.all(children.map((child) => child.ask({ kind: 'run', count: Math.ceil(count / nodes) })));
    },
    figures: () => Promise.resolve({ nodes, cores: availableParallelism() }),
    async close() {
      await Promise.all(children.map((child) => child.close()));
    },
  };
}

/** The same on two processes. */
export const nodesWorkload: Workload = {
  kind: 'compared',
  name: 'nodes',
  counted: `seq5 on two engine processes beside one, on one database, ${IN_FLIGHT} callers in all; the target holds from ${CORES_FOR_TARGET} cores on`,
  usesDatabase: true,
  subjects: [
    { name: 'lanework, two nodes', role: 'lanework', open: (stage) => open(stage, 2) },
    {
      name: 'lanework, one node',
      role: 'baseline',
      target: availableParallelism() >= CORES_FOR_TARGET ? TARGET_RATIO : null,
      open: (stage) => open(stage, 1),
    },
  ],
};
