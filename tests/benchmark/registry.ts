import { kernelWorkloads } from './kernel/kernel-workload.ts';
import type { Workload } from './workload.ts';

/** Every workload that can be measured, in the order in which they run. */
export const WORKLOADS: readonly Workload[] = [...kernelWorkloads];

/** The workloads that a name asks for: the one of this name and its variants (`kernel` also means `kernel-par4`); all without a name. */
export function workloadsNamed(name: string | null): readonly Workload[] {
  return WORKLOADS.filter((workload) => name === null || workload.name === name || workload.name.startsWith(`${name}-`));
}
