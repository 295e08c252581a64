import { footprintWorkload } from './footprint/footprint-workload.ts';
import { kernelWorkloads } from './kernel/kernel-workload.ts';
import { messageWorkload } from './message/message-workload.ts';
import { nodesWorkload } from './nodes/nodes-workload.ts';
import { orderWorkload } from './order/order-workload.ts';
import { runtimeWorkloads } from './runtime/runtime-workload.ts';
import { scaleWorkloads } from './scale/scale-workload.ts';
import { timersWorkload } from './timers/timers-workload.ts';
import { userWorkload } from './user/user-workload.ts';
import type { Workload } from './workload.ts';

/** Every workload that can be measured, in the order in which they run. */
export const WORKLOADS: readonly Workload[] = [
  ...kernelWorkloads,
  ...runtimeWorkloads,
  userWorkload,
  orderWorkload,
  messageWorkload,
  timersWorkload,
  ...scaleWorkloads,
  nodesWorkload,
  footprintWorkload,
];

/** The workloads that names ask for: the one of each name and its variants (`kernel` also means `kernel-par4`); all without a name. */
export function workloadsNamed(names: readonly string[]): readonly Workload[] {
  return WORKLOADS.filter(
    (workload) => names.length === 0 || names.some((name) => workload.name === name || workload.name.startsWith(`${name}-`)),
  );
}
