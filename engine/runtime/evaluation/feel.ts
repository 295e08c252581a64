import { createEvaluator } from '../../expression/index.ts';
import type { Perform } from './messages.ts';

const evaluate = createEvaluator();

/** Evaluates FEEL in this thread, however long it takes. */
export const performFeel: Perform = async (task) => {
  if (task.kind !== 'feel') return { kind: 'failed', message: `Expected a FEEL task, but found ${task.kind}` };
  const result = evaluate(task.expression, task.variables, task.now);
  return result.kind === 'value' ? { kind: 'completed', value: result.value } : { kind: 'failed', message: result.message };
};
