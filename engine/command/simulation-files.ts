import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { createEvaluator, evaluateDecision } from '../expression/index.ts';
import type { DecisionModel } from '../expression/index.ts';
import { decide } from '../kernel/index.ts';
import type { Finding, ProcessDefinition } from '../model/index.ts';
import { parseBpmn, parseDmn } from '../parse/index.ts';
import { createBoundedScriptRunner } from '../runtime/evaluation/index.ts';
import type { SimulationParts, WorkResult } from '../simulation/index.ts';
import { fileFinding } from './output.ts';
import { parseScenario } from './scenario-file.ts';
import type { ScenarioFile } from './scenario-file.ts';

/** Element visits that one command and one instance may cause in a simulation. */
const STEP_BUDGET = 1_000;
const INSTANCE_BUDGET = 100_000;
/** The variable under which the script runner hands a result over. */
const RESULT = 'result';

/** The processes and decisions of some files, or why they were refused. */
export interface LoadedFiles {
  readonly definitions: readonly ProcessDefinition[];
  readonly decisions: readonly DecisionModel[];
  /** Errors and warnings of all files. */
  readonly findings: readonly Finding[];
  readonly isRefused: boolean;
}

/** Reads `.bpmn` and `.dmn` files; anything else is refused. Never throws for bad files. */
export async function loadFiles(paths: readonly string[]): Promise<LoadedFiles> {
  const definitions: ProcessDefinition[] = [];
  const decisions: DecisionModel[] = [];
  const findings: Finding[] = [];
  for (const path of paths) {
    const content = await readText(path);
    if (content === null) {
      findings.push(fileFinding('file-not-readable', path, `Expected a file at ${path}, but it cannot be read.`));
    } else if (path.endsWith('.dmn')) {
      const result = await parseDmn(content, basename(path));
      findings.push(...result.findings);
      if (result.kind === 'parsed') decisions.push(result.model);
    } else {
      const result = await parseBpmn(content, basename(path));
      findings.push(...result.findings);
      if (result.kind === 'parsed') definitions.push(...result.definitions);
    }
  }
  return { definitions, decisions, findings, isRefused: findings.some((finding) => finding.severity === 'error') };
}

/** Reads a scenario file and the paths of the files it names, which lie beside it or beside `diagramPath`. */
export async function loadScenario(path: string, diagramPath: string): Promise<{ readonly file: ScenarioFile; readonly paths: readonly string[] } | readonly Finding[]> {
  const text = await readText(path);
  if (text === null) return [fileFinding('file-not-readable', path, `Expected a scenario at ${path}, but it cannot be read.`)];
  const parsed = parseScenario(text);
  if (!('scenario' in parsed)) return parsed.map((reason) => fileFinding('scenario-invalid', basename(path), reason));
  const paths = await Promise.all(parsed.files.map(async (name) => {
    const beside = resolve(dirname(path), name);
    return (await readText(beside)) === null ? resolve(dirname(diagramPath), name) : beside;
  }));
  return { file: parsed, paths };
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    // Missing, a folder, or not ours to read: the caller says so.
    return null;
  }
}

/** The parts of a simulation on the production kernel. Scripts run in a thread of their own, which `close` ends. */
export function openSimulation(): { partsFor(files: Pick<LoadedFiles, 'definitions' | 'decisions'>): SimulationParts; close(): Promise<void> } {
  const scripts = createBoundedScriptRunner();
  const evaluate = createEvaluator();
  return {
    partsFor: ({ definitions, decisions }) => ({
      decide,
      environment: { evaluate, stepBudget: STEP_BUDGET, instanceBudget: INSTANCE_BUDGET },
      definitions,
      runScript: async (source, variables): Promise<WorkResult> => {
        const outcome = await scripts.run({ source, variables, resultVariable: RESULT });
        if (outcome.kind === 'completed') return { kind: 'value', value: outcome.variables[RESULT] ?? null };
        return outcome.kind === 'bpmnError' ? { kind: 'error', code: outcome.code, message: outcome.message } : outcome;
      },
      evaluateDecision: (decisionId, input, now) => {
        const model = decisions.findLast((each) => Object.values(each.elements).some((element) => element.id === decisionId || element.name === decisionId));
        if (model === undefined) return Promise.resolve(null);
        const result = evaluateDecision(model, decisionId, input, now);
        return Promise.resolve(result.kind === 'value' ? result : { kind: 'failed', message: result.message });
      },
    }),
    close: () => scripts.close(),
  };
}
