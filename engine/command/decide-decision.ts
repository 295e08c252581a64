import { evaluateDecision } from '../expression/index.ts';
import type { JsonObject } from '../model/index.ts';
import { parseDmn } from '../parse/index.ts';
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
 * strings. Status 0 with a result, 1 when the evaluation fails, 2 when a file is refused or cannot be read.
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
  const result = evaluateDecision(parsed.model, decision, input, new Date().toISOString());
  if (result.kind === 'failure') {
    complain(output, 'decision', result.message);
    return EXIT.differs;
  }
  output.out(JSON.stringify({ result: result.value }));
  return EXIT.holds;
}
