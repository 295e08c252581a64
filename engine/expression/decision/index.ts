export { evaluateDecision } from './evaluate-decision.ts';
export type { DecisionOptions } from './evaluate-decision.ts';
export type { DecisionProblem } from './decision-run.ts';
export { modelNames } from './model-names.ts';
export { namesInLogic, nestedLogic } from './nested-logic.ts';
export { TypeBook } from './item-types.ts';
export { ModelSet } from './model-set.ts';
export type * from './decision-model.ts';
export { neededIds } from './needed.ts';
