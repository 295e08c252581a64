import { evaluateDecision } from '../../expression/index.ts';
import { parseDmn } from '../../parse/index.ts';
import type { DmnParseResult } from '../../parse/index.ts';
import type { Perform } from './messages.ts';

/** Files already parsed, by their text; few and used again and again, so the oldest is dropped at the limit. */
const files = new Map<string, DmnParseResult>();
const FILE_LIMIT = 50;

async function parsed(xml: string, resource: string): Promise<DmnParseResult> {
  const known = files.get(xml);
  if (known !== undefined) return known;
  const result = await parseDmn(xml, resource);
  const oldest = files.size >= FILE_LIMIT ? files.keys().next().value : undefined;
  if (oldest !== undefined) files.delete(oldest);
  files.set(xml, result);
  return result;
}

/** Evaluates a decision of a DMN file in this thread, however long it takes. */
export const performDecision: Perform = async (task, begin) => {
  if (task.kind !== 'decision') return { kind: 'failed', message: `Expected a decision task, but found ${task.kind}` };
  const file = await parsed(task.xml, task.resource);
  if (file.kind === 'refused')
    return { kind: 'failed', message: file.findings[0]?.message ?? `Expected decisions in ${task.resource}, but found none` };
  begin();
  const result = evaluateDecision(file.model, task.decision, task.input, task.now);
  return result.kind === 'value' ? { kind: 'completed', value: result.value } : { kind: 'failed', message: result.message };
};
