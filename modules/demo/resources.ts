import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Resource } from '../../engine/port/engine.ts';

/** The folder `processes` of the product. */
const PROCESSES = join(import.meta.dirname, '..', '..', 'processes');
const DEPLOYED = /\.(bpmn|dmn|form)$/;

/** The diagrams, decisions and forms in `processes/`, in the order of their names. */
export async function readProcessResources(): Promise<readonly Resource[]> {
  const folders = (await readdir(PROCESSES, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
  const files = await Promise.all(
    folders.map(async (folder) => {
      const names = (await readdir(join(PROCESSES, folder))).filter((name) => DEPLOYED.test(name)).toSorted();
      return Promise.all(names.map(async (name) => ({ name, content: await readFile(join(PROCESSES, folder, name), 'utf8') })));
    }),
  );
  return files.flat();
}
