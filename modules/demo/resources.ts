import { readFile, readdir } from 'node:fs/promises';
import type { Resource } from '../../engine/port/engine.ts';

const PROCESSES = new URL('../../processes/', import.meta.url);
const DEPLOYED = /\.(bpmn|dmn|form)$/;

/** The diagrams, decisions and forms in `processes/`, in the order of their names. */
export async function readProcessResources(): Promise<readonly Resource[]> {
  const folders = (await readdir(PROCESSES, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name).toSorted();
  const files = await Promise.all(folders.map(async (folder) => {
    const names = (await readdir(new URL(`${folder}/`, PROCESSES))).filter((name) => DEPLOYED.test(name)).toSorted();
    return Promise.all(names.map(async (name) => ({ name, content: await readFile(new URL(`${folder}/${name}`, PROCESSES), 'utf8') })));
  }));
  return files.flat();
}
