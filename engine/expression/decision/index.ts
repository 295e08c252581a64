export { evaluateDecision } from './evaluate-decision.ts';
export type * from './decision-model.ts';
