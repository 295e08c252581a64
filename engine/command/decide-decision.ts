import type { Finding, JsonObject } from '../model/index.ts';
import { neededIds } from '../expression/index.ts';
import type { DecisionModel } from '../expression/index.ts';
import { bundleDmn, parseDmn } from '../parse/index.ts';
import { createBoundedDecisionRunner } from '../runtime/evaluation/index.ts';
import type { DecisionRequest } from '../runtime/evaluation/index.ts';
import { importsOf, NO_LOGIC, standsInTheWay } from './decision-files.ts';
import { EXIT, fileFinding, writeFindings } from './output.ts';
import type { CommandOutput } from './output.ts';
import { readText } from './read-text.ts';

const USAGE = 'Expected lanework decide <file.dmn> <decision id or name> <input.json> [<imported.dmn> ...], but found';

function complain(output: CommandOutput, rule: string, message: string): void {
  writeFindings(output, [told(fileFinding(rule, '', message))]);
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

/** What was found where one decision was meant: none by this id or name, or several of one name. Null when it is clear which one is meant. */
function whyUnclear(model: DecisionModel, idOrName: string): string | null {
  const candidates = Object.values(model.elements).filter((each) => each.kind !== 'input');
  if (candidates.some((each) => each.id === idOrName)) return null;
  const wanted = idOrName.replace(/\s+/g, ' ').trim();
  const named = candidates.filter((each) => each.name.replace(/\s+/g, ' ').trim() === wanted);
  if (named.length === 1) return null;
  if (named.length > 1) return `${named.length} of this name; name one of the ids ${named.map((each) => each.id).join(', ')}`;
  return candidates.map((each) => `"${each.name}" (${each.id})`).join(', ') || 'none';
}

/**
 * `lanework decide <file.dmn> <decision> <input.json> [<imported.dmn> ...]`: evaluates a decision, decision service or knowledge model and prints
 * `{"result": ...}`; dates, times and durations are their FEEL strings. Models that the file imports are found among the further files and beside the
 * file. What DMN turns into null because the model or the input is wrong is told on standard error. Status 0 with a result, 1 when the evaluation fails or is
 * stopped after its time, or when an input does not fit its type (the result that DMN gives is printed all the same), 2 when a file is refused or cannot be read; errors in parts
 * of the file that the decision does not need do not count. A decision without logic is null.
 */
export async function decideCommand(args: readonly string[], output: CommandOutput): Promise<number> {
  const [file, decision, inputFile, ...further] = args;
  if (file === undefined || decision === undefined || inputFile === undefined) {
    complain(output, 'usage', `${USAGE} ${args.length} arguments`);
    return EXIT.refused;
  }
  const xml = await readText(file, output);
  const inputText = await readText(inputFile, output);
  if (xml === null || inputText === null) return EXIT.refused;
  const input = parseInput(inputText, inputFile, output);
  const parsed = await parseDmn(xml, file);
  writeFindings(
    output,
    parsed.findings.map((finding) => (finding.rule === NO_LOGIC ? { ...finding, severity: 'warning' } : finding)),
  );
  if (parsed.model === undefined || input === null) return EXIT.refused;
  const needed = neededIds(parsed.model, decision);
  const imports = await importsOf({ resource: file, xml, model: parsed.model }, file, further);
  writeFindings(output, imports.findings);
  const unclear = whyUnclear(parsed.model, decision);
  if (unclear !== null) {
    complain(output, 'decision', `Expected a decision with the id or name "${decision}" in ${file}, but found ${unclear}`);
    return EXIT.refused;
  }
  if ([...parsed.findings, ...imports.findings].some((finding) => standsInTheWay(finding, needed))) return EXIT.refused;
  const bundle = bundleDmn(
    xml,
    imports.files.map((each) => each.xml),
  );
  return evaluate({ resource: file, xml: bundle, decision, input, now: new Date().toISOString(), tellsProblems: true }, output);
}

/** A finding whose message is "Expected ..., but found ...", with its halves told apart. */
function told(finding: Finding): Finding {
  const [, expected, found] = /^Expected (.*), but (?:found:? )?(.*)$/s.exec(finding.message) ?? [];
  return expected === undefined || found === undefined ? finding : { ...finding, expected, found };
}

/** The rule of an input that does not fit its declared type. */
const WRONG_INPUT = 'dmn-input-type';

/** In a thread that can be stopped, as on the server: a decision may run for ever. */
async function evaluate(request: DecisionRequest, output: CommandOutput): Promise<number> {
  const runner = createBoundedDecisionRunner();
  try {
    const outcome = await runner.run(request);
    if (outcome.kind !== 'completed') {
      complain(output, 'decision', outcome.message);
      return EXIT.differs;
    }
    writeFindings(
      output,
      (outcome.problems ?? []).map(({ rule, element, line, message }) => ({
        ...told(fileFinding(rule, request.resource, message)),
        severity: rule === WRONG_INPUT ? 'error' : 'warning',
        element,
        line: line === 0 ? null : line,
        mend: 'Correct the input or the model.',
      })),
    );
    output.out(JSON.stringify({ result: outcome.value }));
    return (outcome.problems ?? []).some((problem) => problem.rule === WRONG_INPUT) ? EXIT.differs : EXIT.holds;
  } finally {
    await runner.close();
  }
}
