import type { Finding } from '../../model/index.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Every deployment check, in no order that matters: all run, all findings come at once. */
export const RULES: readonly Rule[] = [];

/** Runs every rule. */
export function validate(context: RuleContext): readonly Finding[] {
  return RULES.flatMap((rule) => rule.check(context));
}
