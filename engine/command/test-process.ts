import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { coverageOf, runScenario } from '../simulation/index.ts';
import type { Coverage, ScenarioResult } from '../simulation/index.ts';
import type { CommandOutput } from './output.ts';
import { EXIT, writeFindings } from './output.ts';
import type { LoadedFiles, Simulator } from './simulation-files.ts';
import { loadFiles, loadScenario, openSimulation } from './simulation-files.ts';

/** What came of the scenarios of one process folder. */
export interface ProcessTest {
  readonly key: string;
  readonly results: readonly ScenarioResult[];
  readonly coverage: readonly Coverage[];
  /** True when a diagram, decision or scenario was refused; the findings are already written. */
  readonly isRefused: boolean;
}

/**
 * `lanework test [process]`: runs `processes/<key>/scenarios/*.json` of one process or of all, in the folder `root` (the current one), and
 * prints each with its differences, then the coverage of the flow nodes. Exit status 0 when all hold, 1 when not, 2 when a file is refused.
 */
export async function testProcesses(args: readonly string[], output: CommandOutput, root: string = process.cwd()): Promise<number> {
  const folder = join(root, 'processes');
  const all = await processKeys(folder);
  const [only] = args;
  if (args.length > 1 || (only !== undefined && !all.includes(only))) {
    output.err(`Expected one of the processes ${all.join(', ') || 'in ./processes'}, but found ${args.join(' ')}.`);
    return EXIT.refused;
  }
  const tests: ProcessTest[] = [];
  const simulator = openSimulation();
  try {
    for (const key of only === undefined ? all : [only]) tests.push(await testFolder(join(folder, key), output, simulator));
  } finally {
    await simulator.close();
  }
  return summarize(tests, output);
}

async function processKeys(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** Runs all scenarios of one process folder and prints what came of each. */
export async function testFolder(folder: string, output: CommandOutput, simulator: Simulator): Promise<ProcessTest> {
  const key = basename(folder);
  const own = (await readdir(folder)).filter((name) => name.endsWith('.bpmn') || name.endsWith('.dmn')).toSorted();
  // The diagram of the same name as its folder comes first: it is the one that `start` without a process means.
  const paths = own.toSorted((a, b) => Number(b === `${key}.bpmn`) - Number(a === `${key}.bpmn`)).map((name) => join(folder, name));
  const files = await loadFiles(paths);
  writeFindings(
    output,
    files.findings.filter((finding) => finding.severity === 'error'),
  );
  if (files.isRefused) return { key, results: [], coverage: [], isRefused: true };
  const results: ScenarioResult[] = [];
  let isRefused = false;
  for (const name of await scenarioNames(folder)) {
    const result = await runFile(join(folder, 'scenarios', name), { diagram: paths[0] ?? folder, files }, output, simulator);
    if (result === null) isRefused = true;
    else {
      results.push(result);
      printResult(key, result, output);
    }
  }
  return { key, results, coverage: files.definitions.map((definition) => coverageOf(definition, results)), isRefused };
}

async function scenarioNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, 'scenarios')).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).toSorted();
}

async function runFile(
  path: string,
  own: { readonly diagram: string; readonly files: LoadedFiles },
  output: CommandOutput,
  simulator: Simulator,
): Promise<ScenarioResult | null> {
  const loaded = await loadScenario(path, own.diagram);
  if (!('file' in loaded)) {
    writeFindings(output, loaded);
    return null;
  }
  // Decisions of the folder itself are there already.
  const others = await loadFiles(loaded.paths.filter((each) => dirname(each) !== resolve(dirname(own.diagram))));
  writeFindings(
    output,
    others.findings.filter((finding) => finding.severity === 'error'),
  );
  if (others.isRefused) return null;
  const { scenario, calendars } = loaded.file;
  const definitions = [...own.files.definitions, ...others.definitions];
  const decisions = [...own.files.decisions, ...others.decisions];
  return runScenario(simulator.partsFor({ definitions, decisions }, calendars), {
    ...scenario,
    name: scenario.name === '' ? basename(path, '.json') : scenario.name,
  });
}

function printResult(key: string, result: ScenarioResult, output: CommandOutput): void {
  output.out(`${result.differences.length === 0 ? 'pass' : 'FAIL'}  ${key}: ${result.name}`);
  for (const difference of result.differences) output.out(`      ${difference}`);
}

function summarize(tests: readonly ProcessTest[], output: CommandOutput): number {
  for (const { processId, visited, flowNodes, missing } of tests.flatMap((test) => test.coverage)) {
    const percent = flowNodes === 0 ? 100 : Math.floor((visited / flowNodes) * 100);
    output.out(
      `coverage  ${processId}: ${visited} of ${flowNodes} flow nodes (${percent} %)${missing.length === 0 ? '' : `, not visited: ${missing.join(', ')}`}`,
    );
  }
  const results = tests.flatMap((test) => test.results);
  const failed = results.filter((result) => result.differences.length > 0).length;
  output.out(`${results.length} scenarios, ${results.length - failed} passed, ${failed} failed`);
  if (tests.some((test) => test.isRefused)) return EXIT.refused;
  return failed === 0 ? EXIT.holds : EXIT.differs;
}
