import { createEvaluator } from '../../expression/index.ts';
import type { Perform } from './messages.ts';

const evaluate = createEvaluator();

/** Evaluates FEEL in this thread, however long it takes. */
export const performFeel: Perform = async (task) => {
  if (task.kind !== 'feel') return { kind: 'failed', message: `Expected a FEEL task, but found ${task.kind}` };
  const result = evaluate(task.expression, task.variables, task.now);
  if (result.kind === 'value') return { kind: 'completed', value: result.value };
  return { kind: 'failed', message: result.message, ...(result.lacksData === true ? { lacksData: true } : {}) };
};
