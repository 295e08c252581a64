import { resolve } from 'node:path';
import { runScenario } from '../simulation/index.ts';
import type { CommandOutput } from './output.ts';
import { EXIT, fileFinding, writeFindings } from './output.ts';
import { loadFiles, loadScenario, openSimulation } from './simulation-files.ts';

/**
 * `lanework trace <file.bpmn> <scenario.json>`: runs a scenario in memory and prints what happened, one JSON line per record, last the
 * outcome. Exit status 0 when the scenario's expectation holds, 1 when not (the differences go to standard error), 2 when a file is refused.
 */
export async function trace(args: readonly string[], output: CommandOutput): Promise<number> {
  const [diagram, scenarioPath, ...rest] = args;
  if (diagram === undefined || scenarioPath === undefined || rest.length > 0) {
    writeFindings(output, [
      fileFinding('usage', '', `Expected: lanework trace <file.bpmn> <scenario.json>, but found ${args.length} arguments.`),
    ]);
    return EXIT.refused;
  }
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
  const simulation = openSimulation();
  try {
    const result = await runScenario(simulation.partsFor(files), loaded.file.scenario);
    for (const record of result.records) output.out(JSON.stringify(record));
    output.out(JSON.stringify(result.outcome));
    for (const difference of result.differences) output.err(JSON.stringify({ difference }));
    return result.differences.length === 0 ? EXIT.holds : EXIT.differs;
  } finally {
    await simulation.close();
  }
}
