import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { importedModels, parseDmn } from '../parse/index.ts';
import type { ImportedModels, ModelFile } from '../parse/index.ts';
import type { Finding } from '../model/index.ts';

/** Decision files beside a file that are looked through for imported models. */
const FILES_SOUGHT = 200;

/** The models that a decision file imports: from the further files, else from the files beside it. Nothing is read when it imports none. */
export async function importsOf(main: ModelFile, path: string, further: readonly string[]): Promise<ImportedModels> {
  if (main.model.imports.length === 0) return { files: [], findings: [] };
  const given = await readModels(further);
  const first = importedModels(main, given);
  if (first.findings.every((finding) => finding.rule !== 'dmn-import')) return first;
  const names = await readdir(dirname(path)).catch(() => []);
  const beside = names
    .filter((name) => name.toLowerCase().endsWith('.dmn') && name !== basename(path))
    .toSorted()
    .slice(0, FILES_SOUGHT)
    .map((name) => join(dirname(path), name));
  const known = new Set(further.map((each) => resolve(each)));
  return importedModels(main, [...given, ...(await readModels(beside.filter((each) => !known.has(resolve(each)))))]);
}

/** The models of files; a file that is no decision model is none of those that are sought. */
async function readModels(paths: readonly string[]): Promise<readonly ModelFile[]> {
  const found: ModelFile[] = [];
  for (const path of paths) {
    const xml = await readFile(path, 'utf8').catch(() => null);
    const result = xml === null ? null : await parseDmn(xml, path);
    if (xml !== null && result?.kind === 'parsed') found.push({ resource: path, xml, model: result.model });
  }
  return found;
}

/** Findings that concern one element and so nothing that does not need it. */
const OF_ONE_ELEMENT: ReadonlySet<string> = new Set([
  'feel-syntax',
  'dmn-table-shape',
  'dmn-hit-policy',
  'dmn-language',
  'dmn-not-executed',
]);

/** Logic may be absent (DMN 1.5, 6.3.7): such a decision is null, so a file with one is no process to deploy, but it can be asked. */
export const NO_LOGIC = 'dmn-no-logic';

/** Whether a finding stands in the way of a decision that needs only some elements. */
export function standsInTheWay(finding: Finding, needed: ReadonlySet<string>): boolean {
  if (finding.severity !== 'error' || finding.rule === NO_LOGIC) return false;
  return finding.element === null || !OF_ONE_ELEMENT.has(finding.rule) || needed.has(finding.element);
}
