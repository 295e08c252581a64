import { fileURLToPath } from 'node:url';
import { openChild } from '../child.ts';
import type { LoadAnswer, LoadRequest, LoadResult } from './load.ts';
import type { Headers } from './office.ts';

const ENTRY = fileURLToPath(new URL('./load-process.ts', import.meta.url));

/** A process that plays the clerks. */
export interface LoadGenerator {
  run(request: Extract<LoadRequest, { kind: 'full' | 'steady' }>): Promise<LoadResult>;
  close(): Promise<void>;
}

/** Starts it and tells it where the server is and who is signed in. */
export async function openLoadGenerator(url: string, clerks: readonly Headers[], connections: number): Promise<LoadGenerator> {
  const child = openChild<LoadRequest, LoadAnswer>(ENTRY);
  await child.ask({ kind: 'connect', url, clerks, connections });
  return {
    async run(request) {
      const answer = await child.ask(request);
      if (answer.kind !== 'done') throw new Error(`Expected a result of the load, but found ${answer.kind}.`);
      return answer.result;
    },
    close: () => child.close(),
  };
}
