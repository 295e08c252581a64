import type { FlowNode } from '../../../model/index.ts';
import type { MigrationRule } from '../context.ts';
import { problem } from '../context.ts';

/** Whether a node of a kind that can be a job waits for work at all. */
export function waitsForWork(node: FlowNode): boolean {
  switch (node.kind) {
    case 'serviceTask':
    case 'businessRuleTask':
      return true;
    case 'sendTask':
      return node.job !== null || node.message === null;
    case 'scriptTask':
      return node.job !== null || node.script?.language === 'javascript';
    case 'endEvent':
    case 'intermediateThrowEvent':
      return node.job !== null;
    case 'task':
    case 'manualTask':
    case 'userTask':
    case 'receiveTask':
    case 'subProcess':
    case 'eventSubProcess':
    case 'transaction':
    case 'adHocSubProcess':
    case 'callActivity':
    case 'exclusiveGateway':
    case 'inclusiveGateway':
    case 'parallelGateway':
    case 'eventBasedGateway':
    case 'complexGateway':
    case 'startEvent':
    case 'intermediateCatchEvent':
    case 'boundaryEvent':
      return false;
  }
}

/** A job that is open needs an element that is done as a job: one that would be passed at once has nobody who would pass it now. */
export const work: MigrationRule = ({ state, active }) =>
  active.flatMap(({ source, target, instances }) => {
    if (target === null || target.kind !== source.kind || waitsForWork(target)) return [];
    const ids = new Set<string>(instances.map(({ id }) => id));
    const isOpen = Object.values(state.waits).some((wait) => wait.kind === 'job' && ids.has(wait.elementInstanceId));
    if (!isOpen) return [];
    return [
      problem(
        'WORK_CHANGED',
        source.id,
        `Expected "${target.id}" to be done as a job, because the one of "${source.id}" is open, but it is passed at once.`,
      ),
    ];
  });
