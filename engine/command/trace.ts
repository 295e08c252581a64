import { resolve } from 'node:path';
import { runScenario } from '../simulation/index.ts';
import type { CommandOutput } from './output.ts';
import { EXIT, fileFinding, writeFindings } from './output.ts';
import { loadFiles, loadScenario, openSimulation } from './simulation-files.ts';

/** Prints where the time went. */
const TIMING = '--timing';

/** Notes how long each part of a command took by the clock, in milliseconds, and how much processor time the last one did, all threads together. */
class Stopwatch {
  readonly #parts: Record<string, number> = {};
  /** The process began at 0, so that the first part is the loading of modules. */
  #lapMs = 0;
  #used = process.cpuUsage();
  #processorMs = 0;

  lap(name: string): void {
    const nowMs = performance.now();
    this.#parts[name] = Math.round((nowMs - this.#lapMs) * 10) / 10;
    this.#lapMs = nowMs;
    const { user, system } = process.cpuUsage(this.#used);
    this.#processorMs = (user + system) / 1_000;
    this.#used = process.cpuUsage();
  }

  toJSON(): Readonly<Record<string, number>> {
    return { ...this.#parts, processorMs: Math.round(this.#processorMs) };
  }
}

/**
 * `lanework trace <file.bpmn> <scenario.json> [--timing]`: runs a scenario in memory and prints what happened, one JSON line per record, last the
 * outcome. Exit status 0 when the scenario's expectation holds, 1 when not (the differences go to standard error), 2 when a file is refused.
 * `--timing` prints on standard error how many milliseconds the loading of modules, the reading and checking of files, the start of threads for scripts
 * and risky FEEL, and the scenario itself took, and its processor time.
 */
export async function trace(args: readonly string[], output: CommandOutput): Promise<number> {
  const [diagram, scenarioPath, ...rest] = args.filter((arg) => arg !== TIMING);
  if (diagram === undefined || scenarioPath === undefined || rest.length > 0) {
    writeFindings(output, [
      fileFinding('usage', '', `Expected: lanework trace <file.bpmn> <scenario.json> [${TIMING}], but found ${args.length} arguments.`),
    ]);
    return EXIT.refused;
  }
  const watch = new Stopwatch();
  watch.lap('modulesMs');
  const loaded = await loadScenario(scenarioPath, diagram);
  if (!('file' in loaded)) {
    writeFindings(output, loaded);
    return EXIT.refused;
  }
  const files = await loadFiles([...new Set([diagram, ...loaded.paths].map((path) => resolve(path)))]);
  if (files.isRefused) {
    writeFindings(output, files.findings);
    return EXIT.refused;
  }
  watch.lap('filesMs');
  const simulation = openSimulation();
  try {
    await simulation.warmUp(files);
    watch.lap('threadsMs');
    const result = await runScenario(simulation.partsFor(files, loaded.file.calendars), loaded.file.scenario);
    for (const record of result.records) output.out(JSON.stringify(record));
    output.out(JSON.stringify(result.outcome));
    for (const difference of result.differences) output.err(JSON.stringify({ difference }));
    watch.lap('scenarioMs');
    if (args.includes(TIMING)) output.err(JSON.stringify({ timing: { steps: loaded.file.scenario.steps.length, ...watch.toJSON() } }));
    return result.differences.length === 0 ? EXIT.holds : EXIT.differs;
  } finally {
    await simulation.close();
  }
}
