import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NotInstalledError } from '../workload.ts';

/** Peers are no dependencies of the product: a package of their own, installed by whoever wants to measure them. */
export const HOW_TO_INSTALL = 'npm ci --prefix tests/benchmark/peers';

const require = createRequire(join(import.meta.dirname, 'package.json'));

/** Fails with NotInstalledError unless the peers' own folder has the package. */
export function assertInstalled(name: string): void {
  if (!existsSync(join(import.meta.dirname, 'node_modules', ...name.split('/')))) throw new NotInstalledError(name, HOW_TO_INSTALL);
}

/** The exports of a peer. Its types are as absent as the peer may be: each caller names the part that it uses. */
export async function loadPeer<Exports>(name: string): Promise<Exports> {
  assertInstalled(name);
  return (await import(pathToFileURL(require.resolve(name)).href)) as Exports;
}

/** Path of a file inside the package of a peer. */
export function peerFile(name: string, ...path: readonly string[]): string {
  assertInstalled(name);
  return join(import.meta.dirname, 'node_modules', ...name.split('/'), ...path);
}
