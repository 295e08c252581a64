import type { Lack } from '../../../engine/port/module-contract.ts';
import { namedSecrets, secretNames } from './secrets.ts';

/** Secrets that the texts of a diagram name and that are not in the folder; null is the folder that was never set. */
export async function unknownSecrets(directory: string | null, written: readonly string[]): Promise<readonly Lack[]> {
  const named = [...new Set(written.flatMap(namedSecrets))];
  if (named.length === 0) return [];
  const folder = await lookInto(directory);
  return named
    .filter((name) => !folder.names.has(name))
    .map((name) => ({
      rule: 'secret-unknown',
      expected: `a secret "${name}" in the folder of secrets`,
      found: folder.problem ?? 'none',
      mend: 'Put a file of this name into the folder that LANEWORK_SECRETS names, or name another secret.',
    }));
}

/** The names in the folder; when it cannot be read there are none, and the finding says why. */
async function lookInto(directory: string | null): Promise<{ readonly names: ReadonlySet<string>; readonly problem: string | null }> {
  if (directory === null) return { names: new Set(), problem: 'no such folder, because LANEWORK_SECRETS is not set' };
  try {
    return { names: new Set(await secretNames(directory)), problem: null };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    return { names: new Set(), problem: `a folder that cannot be read (${code})` };
  }
}
