export { createEvaluator } from './evaluator.ts';
export type { EvaluationResult, Evaluator } from './evaluator.ts';
export { FEEL_LIMITS } from './limits.ts';
export { isBounded } from './risk.ts';
export { syntaxError, unaryTestsError } from './syntax.ts';
