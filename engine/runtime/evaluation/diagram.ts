import { importBpmn, parseBpmn, parseDmn } from '../../parse/index.ts';
import type { DmnParseResult, ImportResult, ParseResult } from '../../parse/index.ts';
import type { JsonValue } from '../../model/index.ts';
import type { FileTask, Perform } from './messages.ts';

/** Reads and checks a file in this thread, however long it takes. */
export const performReading: Perform = async (task) => {
  if (task.kind !== 'file') return { kind: 'failed', message: `Expected a file to read, but found ${task.kind}` };
  // Definitions, decision models, reports and findings are plain JSON.
  return { kind: 'completed', value: (await read(task)) as unknown as JsonValue };
};

async function read(task: FileTask): Promise<ParseResult | DmnParseResult | ImportResult> {
  switch (task.format) {
    case 'bpmn':
      return parseBpmn(task.content, task.name, task.operations);
    case 'dmn':
      return parseDmn(task.content, task.name);
    case 'import':
      return importBpmn(task.content, task.name);
  }
}
