import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** One source file of the project: path from its root with `/`, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', '.git', '.lanework', 'coverage']);
const SOURCE_ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** Every source file below `folders` of `root`, sorted by path. */
export function readSourceFiles(root: string, folders: readonly string[]): SourceFile[] {
  const files: SourceFile[] = [];
  for (const folder of folders) collect(root, join(root, folder), files);
  return files.sort((left, right) => (left.path < right.path ? -1 : 1));
}

function collect(root: string, folder: string, files: SourceFile[]): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name)) collect(root, path, files);
    } else if (SOURCE_ENDINGS.some((ending) => entry.name.endsWith(ending))) {
      files.push({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') });
    }
  }
}

/** An import as written: what it names and whether only types come through it. */
export interface ImportStatement {
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

const IMPORT_PATTERN =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)|new URL\(\s*['"](\.[^'"\n]+)['"]\s*,\s*import\.meta\.url/g;

/** Static, re-exporting and dynamic imports of a file, and files it names by `new URL(..., import.meta.url)`. */
export function importsOf(text: string): ImportStatement[] {
  const imports: ImportStatement[] = [];
  for (const match of text.matchAll(IMPORT_PATTERN)) {
    const specifier = match[2] ?? match[3] ?? match[4];
    if (specifier !== undefined) imports.push({ specifier, isTypeOnly: match[1] !== undefined });
  }
  return imports;
}
