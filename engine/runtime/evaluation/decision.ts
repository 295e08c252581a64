import { evaluateDecision } from '../../expression/index.ts';
import type { DecisionModel, DecisionProblem } from '../../expression/index.ts';
import { filesOfBundle, parseDmn } from '../../parse/index.ts';
import type { DmnParseResult } from '../../parse/index.ts';
import type { Perform } from './messages.ts';

interface ParsedBundle {
  readonly main: DmnParseResult;
  readonly imported: readonly DecisionModel[];
}

/** Files already parsed, by their text; few and used again and again, so the oldest is dropped at the limit. */
const files = new Map<string, ParsedBundle>();
const FILE_LIMIT = 50;

async function parsed(xml: string, resource: string): Promise<ParsedBundle> {
  const known = files.get(xml);
  if (known !== undefined) return known;
  const { main, imported } = filesOfBundle(xml);
  const models: DecisionModel[] = [];
  for (const each of imported) {
    const result = await parseDmn(each, resource);
    if (result.model !== undefined) models.push(result.model);
  }
  const bundle = { main: await parseDmn(main, resource), imported: models };
  const oldest = files.size >= FILE_LIMIT ? files.keys().next().value : undefined;
  if (oldest !== undefined) files.delete(oldest);
  files.set(xml, bundle);
  return bundle;
}

/** Problems that are told; a decision that loops over a mistake tells it again and again. */
const PROBLEM_LIMIT = 100;

/** Evaluates a decision of a DMN file in this thread, however long it takes. A file with errors is evaluated only for somebody who is told of problems. */
export const performDecision: Perform = async (task, begin) => {
  if (task.kind !== 'decision') return { kind: 'failed', message: `Expected a decision task, but found ${task.kind}` };
  const { main, imported } = await parsed(task.xml, task.resource);
  if (main.model === undefined || (main.kind === 'refused' && task.tellsProblems !== true))
    return { kind: 'failed', message: main.findings[0]?.message ?? `Expected decisions in ${task.resource}, but found none` };
  begin();
  const problems: DecisionProblem[] = [];
  const onProblem = (problem: DecisionProblem): void => {
    const isKnown = problems.some((each) => each.message === problem.message && each.element === problem.element);
    if (!isKnown && problems.length < PROBLEM_LIMIT) problems.push(problem);
  };
  const options = task.tellsProblems === true ? { imported, onProblem } : { imported };
  const result = evaluateDecision(main.model, task.decision, task.input, task.now, options);
  return result.kind === 'value' ? { kind: 'completed', value: result.value, problems } : { kind: 'failed', message: result.message };
};
