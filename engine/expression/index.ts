export { createEvaluator } from './evaluator.ts';
export type { EvaluationResult, Evaluator } from './evaluator.ts';
export { DEVIATIONS } from './deviations.ts';
export type { Deviation } from './deviations.ts';
export { FEEL_LIMITS } from './limits.ts';
export { variablesNamedIn } from './names.ts';
export { isBounded, workOf } from './risk.ts';
export { syntaxError, unaryTestsError } from './syntax.ts';
export * from './decision/index.ts';
