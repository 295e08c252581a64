import type { Finding } from '../model/index.ts';
import { parseBpmn, parseDmn } from '../parse/index.ts';
import type { OperationCatalogue } from '../parse/index.ts';
import { importsOf } from './decision-files.ts';
import { EXIT, fileFinding, writeFindings } from './output.ts';
import type { CommandOutput } from './output.ts';
import { readText } from './read-text.ts';

const USAGE = 'Expected lanework check <file.bpmn or file.dmn> ..., but found no file';

/** What a file says that names an operation of a module, here or after it was translated. */
const NAMES_OPERATIONS = /taskDefinition|camunda:|flowable:|activiti:/;

const isDecisionFile = (file: string): boolean => file.toLowerCase().endsWith('.dmn');

/** A decision file is checked with the models that it imports, which are found among the other files and beside it. */
async function checkDecisions(file: string, content: string, others: readonly string[]): Promise<readonly Finding[]> {
  const result = await parseDmn(content, file);
  if (result.kind === 'refused') return result.findings;
  const imports = await importsOf({ resource: file, xml: content, model: result.model }, file, others);
  return [...result.findings, ...imports.findings];
}

/** Files that were checked before and the processes in them. */
type SeenProcesses = Map<string, string>;

/** A diagram is checked by itself; a process that an earlier file has too is told, because a deployment of both would be refused. */
async function checkDiagram(
  file: string,
  content: string,
  operations: OperationCatalogue | null,
  seen: SeenProcesses,
): Promise<readonly Finding[]> {
  const result = await parseBpmn(content, file, operations);
  if (result.kind === 'refused') return result.findings;
  const shared: Finding[] = [];
  for (const { processId } of result.definitions) {
    const first = seen.get(processId);
    if (first === undefined) seen.set(processId, file);
    else shared.push(sharedProcess(file, content, processId, first));
  }
  return [...result.findings, ...shared];
}

function sharedProcess(file: string, content: string, processId: string, first: string): Finding {
  const line = content.split('\n').findIndex((text) => text.includes(`id="${processId}"`) || text.includes(`id='${processId}'`)) + 1;
  const [expected, found] = ['one process of each id in a deployment', `process "${processId}" also in ${first}`];
  return {
    rule: 'process-id-unique',
    severity: 'warning',
    resource: file,
    element: processId,
    line: line === 0 ? null : line,
    message: `Expected ${expected}, but found ${found}.`,
    expected,
    found,
    mend: 'Give one of them another id, or deploy them one after the other as versions.',
  };
}

/**
 * `lanework check <file> ...`: runs the deployment checks alone. Findings go to standard error as JSON lines; a summary line per file
 * goes to standard output. Status 0 when every file may be deployed (warnings allowed), 2 when one is refused or cannot be read.
 * Each file is judged by itself: what two of them cannot share in one deployment is a warning.
 * `catalogue` gives the operations that exist; it is asked only when a file names one, because it loads every module of the product.
 */
export async function checkCommand(
  args: readonly string[],
  output: CommandOutput,
  catalogue: () => Promise<OperationCatalogue | null> = () => Promise.resolve(null),
): Promise<number> {
  if (args.length === 0) {
    writeFindings(output, [fileFinding('usage', '', USAGE)]);
    return EXIT.refused;
  }
  let status: number = EXIT.holds;
  const seen: SeenProcesses = new Map();
  for (const file of args) {
    const content = await readText(file, output);
    if (content === null) {
      status = EXIT.refused;
      continue;
    }
    const findings = isDecisionFile(file)
      ? await checkDecisions(
          file,
          content,
          args.filter((other) => other !== file && isDecisionFile(other)),
        )
      : await checkDiagram(file, content, NAMES_OPERATIONS.test(content) ? await catalogue() : null, seen);
    writeFindings(output, findings);
    const errors = findings.filter((finding) => finding.severity === 'error').length;
    if (errors > 0) status = EXIT.refused;
    output.out(JSON.stringify({ file, errors, warnings: findings.length - errors }));
  }
  return status;
}
