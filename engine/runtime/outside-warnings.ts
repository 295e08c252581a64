import type { Finding, ProcessDefinition } from '../model/index.ts';
import type { EngineParts } from './engine-parts.ts';
import { writtenInputs } from './written-inputs.ts';

/** What the outside operations of a process lack on this server. It may come later, and other servers may have it, so these are warnings. */
export async function outsideWarnings(
  { outsideOperations, outsideSettings }: EngineParts,
  definition: ProcessDefinition,
  resource: string,
): Promise<readonly Finding[]> {
  if (outsideSettings === undefined) return [];
  const findings: Finding[] = [];
  for (const node of Object.values(definition.nodes)) {
    const type = 'job' in node && node.job?.type.kind === 'literal' ? node.job.type.value : null;
    const operation = typeof type === 'string' ? outsideOperations.get(type) : undefined;
    const lacks = (await operation?.lacks?.(writtenInputs(node), outsideSettings)) ?? [];
    for (const { rule, expected, found, mend } of lacks)
      findings.push({
        rule,
        severity: 'warning',
        resource,
        element: node.id,
        line: node.line,
        message: `Expected ${expected}, but found ${found}.`,
        expected,
        found,
        mend,
      });
  }
  return findings;
}
