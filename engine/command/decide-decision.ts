import type { JsonObject } from '../model/index.ts';
import { parseDmn } from '../parse/index.ts';
import { createBoundedDecisionRunner } from '../runtime/evaluation/index.ts';
import type { DecisionRequest } from '../runtime/evaluation/index.ts';
import { EXIT, fileFinding, writeFindings } from './output.ts';
import type { CommandOutput } from './output.ts';
import { readText } from './read-text.ts';

const USAGE = 'Expected lanework decide <file.dmn> <decision id or name> <input.json>, but found';

function complain(output: CommandOutput, rule: string, message: string): void {
  writeFindings(output, [fileFinding(rule, '', message)]);
}

/** The input as an object; null after saying why it is none. */
function parseInput(text: string, file: string, output: CommandOutput): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    // What JSON.parse makes is JSON; only the shape is left to check.
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
    complain(output, 'input', `Expected a JSON object in ${file}, but found ${JSON.stringify(value).slice(0, 60)}`);
  } catch (error) {
    complain(output, 'input', `Expected a JSON object in ${file}, but found: ${error instanceof Error ? error.message : String(error)}`);
  }
  return null;
}

/**
 * `lanework decide <file.dmn> <decision> <input.json>`: evaluates a decision and prints `{"result": ...}`; dates, times and durations are their FEEL
 * strings. Status 0 with a result, 1 when the evaluation fails or is stopped after its time, 2 when a file is refused or cannot be read.
 */
export async function decideCommand(args: readonly string[], output: CommandOutput): Promise<number> {
  const [file, decision, inputFile] = args;
  if (file === undefined || decision === undefined || inputFile === undefined || args.length > 3) {
    complain(output, 'usage', `${USAGE} ${args.length} arguments`);
    return EXIT.refused;
  }
  const xml = await readText(file, output);
  const inputText = await readText(inputFile, output);
  if (xml === null || inputText === null) return EXIT.refused;
  const input = parseInput(inputText, inputFile, output);
  const parsed = await parseDmn(xml, file);
  writeFindings(output, parsed.findings);
  if (parsed.kind === 'refused' || input === null) return EXIT.refused;
  return evaluate({ resource: file, xml, decision, input, now: new Date().toISOString() }, output);
}

/** In a thread that can be stopped, as on the server: a decision may run for ever. */
async function evaluate(request: DecisionRequest, output: CommandOutput): Promise<number> {
  const runner = createBoundedDecisionRunner();
  try {
    const outcome = await runner.run(request);
    if (outcome.kind === 'completed') {
      output.out(JSON.stringify({ result: outcome.value }));
      return EXIT.holds;
    }
    complain(output, 'decision', outcome.message);
    return EXIT.differs;
  } finally {
    await runner.close();
  }
}
