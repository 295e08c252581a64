/** A step of a plan, as `explain (analyze, format json)` tells it. */
export interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** What the rows of such an explanation hold. */
export interface Explanation {
  readonly 'QUERY PLAN': readonly { readonly Plan: Plan }[];
}

/** The most rows that any step of a plan has looked at. */
export function mostRows(plan: Plan | undefined): number {
  if (plan === undefined) return Number.POSITIVE_INFINITY;
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
  return Math.max(own, ...(plan.Plans ?? []).map(mostRows));
}
