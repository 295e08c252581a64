import type { FlowNode, JobDefinition } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { OperationSummary, Rule, RuleContext } from './rule.ts';

interface TaskWithOperation {
  readonly node: FlowNode;
  readonly topic: string;
  readonly operation: OperationSummary | null;
}

/** Nodes whose job type is a fixed topic. A type in FEEL is only known at run time. */
function tasksWithTopic(context: RuleContext): readonly TaskWithOperation[] {
  const { operations } = context;
  if (operations === null) return [];
  return context.nodes.flatMap(({ node }) => {
    const job: JobDefinition | null = 'job' in node ? node.job : null;
    if (job === null || job.type.kind !== 'literal') return [];
    const topic = String(job.type.value);
    return [{ node, topic, operation: Object.hasOwn(operations, topic) ? (operations[topic] ?? null) : null }];
  });
}

/** A topic that no module serves may be served by an outside worker, so it is only a warning. */
export const operationUnknown: Rule = {
  id: 'operation-unknown',
  check: (context) =>
    tasksWithTopic(context)
      .filter(({ operation }) => operation === null)
      .map(({ node, topic }) =>
        about(context, 'operation-unknown', node, {
          severity: 'warning',
          expected: `an operation for the type "${topic}" of ${labelOf(node)}`,
          found: 'none, so the task waits for an outside worker',
          mend: 'Choose an operation from the list, or run a worker for this type.',
        }),
      ),
};

/** An operation gets what the input mappings make. Without any it gets all variables, which cannot be checked here. */
export const operationInputMissing: Rule = {
  id: 'operation-input-missing',
  check: (context) =>
    tasksWithTopic(context).flatMap(({ node, topic, operation }) => {
      if (operation === null || node.inputMappings.length === 0) return [];
      // A mapping without a source, as the designer leaves it behind when a field is emptied, gives the operation nothing.
      const filled = node.inputMappings.filter(({ source }) => !(source.kind === 'literal' && source.value === ''));
      const mapped = new Set(filled.map(({ target }) => target.split('.')[0]));
      return operation.requiredInputs
        .filter((input) => !mapped.has(input))
        .map((input) =>
          about(context, 'operation-input-missing', node, {
            expected: `input "${input}" of ${topic} to be mapped in ${labelOf(node)}`,
            found: 'no mapping to it',
            mend: `Add an input mapping with target "${input}".`,
          }),
        );
    }),
};

/** A mapping to an input that the operation does not have is a spelling mistake or a left-over. */
export const operationInputUnknown: Rule = {
  id: 'operation-input-unknown',
  check: (context) =>
    tasksWithTopic(context).flatMap(({ node, topic, operation }) => {
      if (operation === null) return [];
      const known = new Set(operation.inputs);
      return node.inputMappings
        .filter(({ target }) => !known.has(target.split('.')[0] ?? ''))
        .map(({ target }) =>
          about(context, 'operation-input-unknown', node, {
            severity: 'warning',
            expected: `inputs of ${topic} (${operation.inputs.join(', ')}) as targets in ${labelOf(node)}`,
            found: `"${target}"`,
            mend: 'Correct the name of the target or remove the mapping.',
          }),
        );
    }),
};

/** A boundary event for an error that the operation never raises never fires. */
export const operationErrorUnknown: Rule = {
  id: 'operation-error-unknown',
  check: (context) =>
    tasksWithTopic(context).flatMap(({ node, topic, operation }) => {
      const process = context.processes.find(({ definition }) => definition.nodes[node.id] === node);
      if (operation === null || process === undefined || !('boundaryEventIds' in node)) return [];
      return node.boundaryEventIds.flatMap((id) => {
        const event = process.definition.nodes[id];
        if (event?.kind !== 'boundaryEvent') return [];
        return event.definitions.flatMap((definition) => {
          if (definition.kind !== 'error' || definition.errorCode?.kind !== 'literal') return [];
          const code = String(definition.errorCode.value);
          if (operation.errors.includes(code)) return [];
          return [
            about(context, 'operation-error-unknown', event, {
              severity: 'warning',
              expected: `an error of ${topic} (${operation.errors.join(', ') || 'it has none'}) at ${labelOf(event)}`,
              found: `"${code}"`,
              mend: 'Choose one of the errors of the operation.',
            }),
          ];
        });
      });
    }),
};
