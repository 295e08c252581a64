import { readFile } from 'node:fs/promises';
import { decodeXml } from '../parse/index.ts';
import { fileFinding, writeFindings } from './output.ts';
import type { CommandOutput } from './output.ts';

/** Reads a text file; null after saying on standard error why it cannot be read. */
export async function readText(file: string, output: CommandOutput): Promise<string | null> {
  try {
    return decodeXml(await readFile(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    writeFindings(output, [fileFinding('file', file, `Expected a readable file ${file}, but found: ${reason}`)]);
    return null;
  }
}
