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

/**
 * `lanework check <file> ...`: runs the deployment checks alone. Findings go to standard error as JSON lines; a summary line per file
 * goes to standard output. Status 0 when every file may be deployed (warnings allowed), 2 when one is refused or cannot be read.
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
      : (await parseBpmn(content, file, NAMES_OPERATIONS.test(content) ? await catalogue() : null)).findings;
    writeFindings(output, findings);
    const errors = findings.filter((finding) => finding.severity === 'error').length;
    if (errors > 0) status = EXIT.refused;
    output.out(JSON.stringify({ file, errors, warnings: findings.length - errors }));
  }
  return status;
}
