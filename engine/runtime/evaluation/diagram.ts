import { parseBpmn, parseDmn } from '../../parse/index.ts';
import type { JsonValue } from '../../model/index.ts';
import type { Perform } from './messages.ts';

/** Reads and checks a file in this thread, however long it takes. */
export const performReading: Perform = async (task) => {
  if (task.kind !== 'file') return { kind: 'failed', message: `Expected a file to read, but found ${task.kind}` };
  const result =
    task.format === 'bpmn' ? await parseBpmn(task.content, task.name, task.operations) : await parseDmn(task.content, task.name);
  // Definitions, decision models and findings are plain JSON.
  return { kind: 'completed', value: result as unknown as JsonValue };
};
