import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Host } from '../host.ts';
import { ENGINE_ACTOR } from '../runtime/engine-parts.ts';
import { EXIT, writeFindings, type CommandOutput } from './output.ts';

/** `lanework deploy <files>`: deploys diagrams, forms and decisions together. Status 0 when deployed, 2 when refused. */
export async function deployCommand(args: readonly string[], output: CommandOutput, host: Host): Promise<number> {
  if (args.length === 0) {
    output.err('Expected lanework deploy <file.bpmn|.dmn|.form> ..., but found no file');
    return EXIT.refused;
  }
  const resources = await Promise.all(args.map(async (file) => ({ name: basename(file), content: await readFile(file, 'utf8') })));
  const result = await host.engine.deploy(resources, 'lanework deploy', { ...ENGINE_ACTOR, name: 'Command line' });
  writeFindings(output, result.findings);
  if (result.kind === 'refused') return EXIT.refused;
  for (const { processId, version, isNew } of result.definitions)
    output.out(`${processId} version ${version}${isNew ? '' : ' (unchanged)'}`);
  return EXIT.holds;
}
