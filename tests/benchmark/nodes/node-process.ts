import type { Host } from '../../../engine/host.ts';
import { ENGINE_ACTOR } from '../../../engine/runtime/engine-parts.ts';
import { serveParent } from '../child.ts';
import { inLanes } from '../lanes.ts';
import { openBenchHost } from '../runtime/bench-host.ts';
import { noopModule } from '../runtime/noop-module.ts';
import type { NodeAnswer, NodeRequest } from './node.ts';

// One node of several: an engine in a process of its own, on a database that all share.

let host: Host | null = null;
let inFlight = 1;

async function run(count: number): Promise<void> {
  const { engine } = host ?? fail();
  await inLanes(count, inFlight, async () => {
    const { status } = await engine.startProcess({ processId: 'seq5', variables: {} }, ENGINE_ACTOR);
    if (status !== 'completed') throw new Error(`Expected an instance to have ended, but it is ${status}.`);
  });
}

function fail(): never {
  throw new Error('Expected an open engine, but nobody has said where the database is.');
}

async function answer(request: NodeRequest): Promise<NodeAnswer> {
  switch (request.kind) {
    case 'open':
      ({ inFlight } = request);
      host = await openBenchHost(request.url, { modules: [noopModule] });
      return { kind: 'done' };
    case 'run':
      await run(request.count);
      return { kind: 'done' };
    case 'memory': {
      const { rss, heapUsed } = process.memoryUsage();
      return { kind: 'memory', residentBytes: rss, heapBytes: heapUsed };
    }
  }
}

serveParent(answer, async () => {
  await host?.close();
});
