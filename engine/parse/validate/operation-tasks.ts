import type { FlowNode, JobDefinition } from '../../model/index.ts';
import type { OperationSummary, RuleContext } from './rule.ts';

/** A node whose job is an operation, or should be one. */
export interface TaskWithOperation {
  readonly node: FlowNode;
  readonly topic: string;
  readonly operation: OperationSummary | null;
}

/** Nodes whose job type is a fixed topic. A type in FEEL is only known at run time. */
export function tasksWithTopic(context: RuleContext): readonly TaskWithOperation[] {
  const { operations } = context;
  if (operations === null) return [];
  return context.nodes.flatMap(({ node }) => {
    const job: JobDefinition | null = 'job' in node ? node.job : null;
    if (job === null || job.type.kind !== 'literal') return [];
    const topic = String(job.type.value);
    return [{ node, topic, operation: Object.hasOwn(operations, topic) ? (operations[topic] ?? null) : null }];
  });
}
