import type { Finding } from '../model/index.ts';

/** What a rule says; severity `error` and a message made of `expected` and `found` unless given. */
export interface FindingInput {
  readonly rule: string;
  readonly severity?: Finding['severity'];
  readonly element?: string | null;
  readonly line?: number | null;
  readonly expected: string;
  readonly found: string;
  readonly mend: string;
}

/** Makes a finding whose message has the house form "Expected ..., but found ...". */
export function makeFinding(resource: string, input: FindingInput): Finding {
  return {
    rule: input.rule,
    severity: input.severity ?? 'error',
    resource,
    element: input.element ?? null,
    line: input.line ?? null,
    message: `Expected ${input.expected}, but found ${input.found}.`,
    expected: input.expected,
    found: input.found,
    mend: input.mend,
  };
}

/** Errors before warnings is not wanted: findings are shown in the order of the file, those without a line last. */
export function inFileOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER));
}

/** Whether the findings refuse the file. */
export function refuses(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}
