import { readSourceFiles, type SourceFile } from '../support/source-files.ts';

/** The files whose bounds LIMITS.md shows: everything that runs on the server. */
export function limitedSources(): readonly SourceFile[] {
  return readSourceFiles('.', ['engine', 'modules']).filter(({ path }) => !path.includes('/ui/'));
}
