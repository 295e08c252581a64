import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { createEvaluator, isBounded } from '../expression/index.ts';
import { decide } from '../kernel/index.ts';
import type { BusinessCalendars, Finding, JsonObject, ProcessDefinition } from '../model/index.ts';
import { bundleDmn, decodeXml, parseBpmn, parseDmn } from '../parse/index.ts';
import type { ModelFile } from '../parse/index.ts';
import { decideBounded } from '../runtime/decide-bounded.ts';
import { evaluateBounded } from '../runtime/evaluate-bounded.ts';
import { createBoundedDecisionRunner, createBoundedEvaluator, createBoundedScriptRunner } from '../runtime/evaluation/index.ts';
import type { SimulationParts, WorkResult } from '../simulation/index.ts';
import { importsOf } from './decision-files.ts';
import { fileFinding } from './output.ts';
import { parseScenario } from './scenario-file.ts';
import type { ScenarioFile } from './scenario-file.ts';

/** Element visits that one command and one instance may cause in a simulation. */
const STEP_BUDGET = 1_000;
const INSTANCE_BUDGET = 50_000;
/** The variable under which the script runner hands a result over. */
const RESULT = 'result';

/** A DMN file, with those that it imports, and with the ids and names of everything in it. */
export interface DecisionFile {
  readonly resource: string;
  readonly xml: string;
  readonly names: ReadonlySet<string>;
}

/** The processes and decisions of some files, or why they were refused. */
export interface LoadedFiles {
  readonly definitions: readonly ProcessDefinition[];
  readonly decisions: readonly DecisionFile[];
  /** Errors and warnings of all files. */
  readonly findings: readonly Finding[];
  readonly isRefused: boolean;
}

/** Reads `.bpmn` and `.dmn` files; forms mean nothing to a simulation. Never throws for bad files. */
export async function loadFiles(paths: readonly string[]): Promise<LoadedFiles> {
  const definitions: ProcessDefinition[] = [];
  const models: { readonly path: string; readonly file: ModelFile }[] = [];
  const findings: Finding[] = [];
  for (const path of paths.filter((each) => !each.endsWith('.form'))) {
    const content = await readText(path);
    if (content === null) {
      findings.push(fileFinding('file-not-readable', path, `Expected a file at ${path}, but it cannot be read.`));
    } else if (path.endsWith('.dmn')) {
      const result = await parseDmn(content, basename(path));
      findings.push(...result.findings);
      if (result.kind === 'parsed') models.push({ path, file: { resource: basename(path), xml: content, model: result.model } });
    } else {
      const result = await parseBpmn(content, basename(path));
      findings.push(...result.findings);
      if (result.kind === 'parsed') definitions.push(...result.definitions);
    }
  }
  const decisions: DecisionFile[] = [];
  for (const { path, file } of models) {
    const imports = await importsOf(
      file,
      path,
      models.map((other) => other.path),
    );
    findings.push(...imports.findings);
    decisions.push(decisionFile(file, imports.files));
  }
  return { definitions, decisions, findings, isRefused: findings.some((finding) => finding.severity === 'error') };
}

function decisionFile({ resource, xml, model }: ModelFile, imported: readonly ModelFile[]): DecisionFile {
  return {
    resource,
    xml: bundleDmn(
      xml,
      imported.map((each) => each.xml),
    ),
    names: new Set(Object.values(model.elements).flatMap((element) => [element.id, element.name])),
  };
}

/** Reads a scenario file and the paths of the files it names, which lie beside it or beside `diagramPath`. */
export async function loadScenario(
  path: string,
  diagramPath: string,
): Promise<{ readonly file: ScenarioFile; readonly paths: readonly string[] } | readonly Finding[]> {
  const text = await readText(path);
  if (text === null) return [fileFinding('file-not-readable', path, `Expected a scenario at ${path}, but it cannot be read.`)];
  const parsed = parseScenario(text);
  if (!('scenario' in parsed)) return parsed.map((reason) => fileFinding('scenario-invalid', basename(path), reason));
  const paths = await Promise.all(
    parsed.files.map(async (name) => {
      const beside = resolve(dirname(path), name);
      return (await readText(beside)) === null ? resolve(dirname(diagramPath), name) : beside;
    }),
  );
  return { file: parsed, paths };
}

async function readText(path: string): Promise<string | null> {
  try {
    return decodeXml(await readFile(path));
  } catch {
    // Missing, a folder, or not ours to read: the caller says so.
    return null;
  }
}

/** Simulations on the production kernel. Scripts, decisions and FEEL that may run long have threads of their own, which `close` ends. */
export interface Simulator {
  /** `calendars` are those of the scenario. */
  partsFor(files: Pick<LoadedFiles, 'definitions' | 'decisions'>, calendars?: BusinessCalendars): SimulationParts;
  /** Starts the threads that these files need. Resolves when they are ready. */
  warmUp(files: Pick<LoadedFiles, 'definitions' | 'decisions'>): Promise<void>;
  close(): Promise<void>;
}

/** Which threads the processes are going to need: for JavaScript, and for FEEL that may run long, wherever it stands. */
function neededThreads(definitions: readonly ProcessDefinition[]): { readonly scripts: boolean; readonly riskyFeel: boolean } {
  const needed = { scripts: false, riskyFeel: false };
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('source' in value && typeof value.source === 'string') {
      if ('language' in value && value.language !== 'feel') needed.scripts = true;
      else if (!isBounded({ kind: 'feel', source: value.source })) needed.riskyFeel = true;
    } else Object.values(value).forEach(visit);
  };
  visit(definitions);
  return needed;
}

/** Opens a simulator; its threads start when they are first needed. */
export function openSimulation(): Simulator {
  const scripts = createBoundedScriptRunner();
  const riskyFeel = createBoundedEvaluator();
  const decisionRunner = createBoundedDecisionRunner();
  const bounded = {
    decide,
    environment: { evaluate: createEvaluator(), stepBudget: STEP_BUDGET, instanceBudget: INSTANCE_BUDGET },
    riskyFeel,
  };

  async function runScript(source: string, variables: JsonObject, now: string): Promise<WorkResult> {
    const outcome = await scripts.run({ source, variables, now, resultVariable: RESULT });
    if (outcome.kind === 'completed') return { kind: 'value', value: outcome.variables[RESULT] ?? null };
    return outcome.kind === 'bpmnError' ? { kind: 'error', code: outcome.code, message: outcome.message } : outcome;
  }

  async function evaluateDecision(file: DecisionFile, decision: string, input: JsonObject, now: string): Promise<WorkResult> {
    const outcome = await decisionRunner.run({ resource: file.resource, xml: file.xml, decision, input, now });
    return outcome.kind === 'completed'
      ? { kind: 'value', value: outcome.value }
      : { kind: 'failed', message: outcome.kind === 'failed' ? outcome.message : outcome.code };
  }

  const evaluate: SimulationParts['evaluate'] = (expression, variables, now) => evaluateBounded(bounded, expression, variables, now);

  return {
    partsFor: ({ definitions, decisions }, calendars = {}) => ({
      definitions,
      calendars,
      evaluate,
      runScript,
      decide: async (definition, state, command, now, definitionOf) => {
        const environment = { ...bounded.environment, calendars, ...(definitionOf === undefined ? {} : { definitionOf }) };
        return decideBounded({ ...bounded, environment }, definition, state, command, now);
      },
      evaluateDecision: (decision, input, now) => {
        const file = decisions.findLast((each) => each.names.has(decision));
        return file === undefined ? Promise.resolve(null) : evaluateDecision(file, decision, input, now);
      },
    }),
    warmUp: async ({ definitions, decisions }) => {
      const needed = neededThreads(definitions);
      await Promise.all([
        needed.scripts ? scripts.warmUp() : null,
        needed.riskyFeel ? riskyFeel.warmUp() : null,
        decisions.length > 0 ? decisionRunner.warmUp() : null,
      ]);
    },
    close: async () => {
      await Promise.all([scripts.close(), riskyFeel.close(), decisionRunner.close()]);
    },
  };
}
