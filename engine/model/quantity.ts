/**
 * Most tokens that a start or completion quantity may name (BPMN 2.0.2, table 10.3, names none). Each token that leaves is a visit of
 * its own, so that one activity cannot use up the steps of a whole command many times over.
 */
export const MAX_QUANTITY = 1_000;
