import { readFile } from 'node:fs/promises';
import type { Workload } from '../workload.ts';
import { openBpmnEngine } from './bpmn-engine-kernel.ts';
import { openLaneworkKernel } from './lanework-kernel.ts';

/** How many times as many instances per second as bpmn-engine the kernel has to complete. */
const TARGET_RATIO = 100;

const readDiagram = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8');

function kernelWorkload(name: string, diagram: string, jobs: number, shape: string): Workload {
  return {
    kind: 'compared',
    name,
    usesDatabase: false,
    counted: `process instances in memory on one core, from start to completed: ${shape}; the XML is read once on both sides, nothing is stored`,
    subjects: [
      { name: 'lanework', role: 'lanework', open: async () => openLaneworkKernel(await readDiagram(diagram), jobs) },
      { name: 'bpmn-engine', role: 'baseline', target: TARGET_RATIO, open: async () => openBpmnEngine(await readDiagram(diagram), jobs) },
    ],
  };
}

/** The kernel beside the npm package bpmn-engine: in memory, on the same diagram, with services that answer at once. */
export const kernelWorkloads: readonly Workload[] = [
  kernelWorkload('kernel', 'seq5.bpmn', 5, 'five service tasks in a row'),
  kernelWorkload('kernel-par4', 'par4.bpmn', 4, 'four parallel service tasks and their join'),
];
