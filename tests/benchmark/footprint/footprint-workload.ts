import { setTimeout } from 'node:timers/promises';
import { serveProduct } from '../../support/product.ts';
import { median, rounded, type Figure, type Line, type Rounds } from '../measure.ts';
import { openNodes } from '../nodes/open-nodes.ts';
import { IN_FLIGHT } from '../runtime/lanework-runtime.ts';
import type { Child } from '../child.ts';
import type { NodeAnswer, NodeRequest } from '../nodes/node.ts';
import type { Stage } from '../stage.ts';
import { PASSWORD } from '../user/office.ts';
import type { MeasuredWorkload } from '../workload.ts';

const INSTANCES = 100_000;
const QUICK_INSTANCES = 20;
const MEGABYTE = 1_048_576;
const TARGET_MEGABYTES = 300;
const TARGET_READY_SECONDS = 3;
/** Seconds that a process may take to come to rest, and in which its memory has to stay the same when it is there. */
const MOST_REST_SECONDS = 60;
const REST_SECONDS = 20;
const COUNTED =
  'memory of an engine process that has done so many instances of seq5 at full speed and has come to rest, beside its memory at the end of the load; seconds from the start of a server to its first line, beside a database that runs and is up to date';

type Node = Child<NodeRequest, NodeAnswer>;
type Memory = Extract<NodeAnswer, { readonly kind: 'memory' }>;

const figure = (name: string, value: number, unit: string, most: number): Figure => ({
  workload: 'footprint',
  figure: name,
  value: rounded(value),
  unit,
  target: `<= ${most}`,
  isMet: value <= most,
  counted: COUNTED,
});

async function memory(stage: Stage): Promise<Figure> {
  const count = stage.isQuick ? QUICK_INSTANCES : INSTANCES;
  const [node] = await openNodes(stage, 1, IN_FLIGHT);
  if (node === undefined) throw new Error('Expected a node, but there is none.');
  try {
    await node.ask({ kind: 'run', count });
    const loaded = await memoryOf(node);
    const rested = stage.isQuick ? loaded : await atRest(node, loaded);
    const line = figure(`memory after ${count} instances`, rested.residentBytes / MEGABYTE, 'MB resident', TARGET_MEGABYTES);
    return {
      ...line,
      heapMegabytes: rounded(rested.heapBytes / MEGABYTE),
      underLoadMegabytes: rounded(loaded.residentBytes / MEGABYTE),
    };
  } finally {
    await node.close();
  }
}

async function memoryOf(node: Node): Promise<Memory> {
  const used = await node.ask({ kind: 'memory' });
  if (used.kind !== 'memory') throw new Error(`Expected the memory of the node, but found ${used.kind}.`);
  return used;
}

/** V8 gives back what a load took some seconds after its end; until then it keeps its pages for the next. */
async function atRest(node: Node, loaded: Memory): Promise<Memory> {
  let least = loaded;
  let seconds = 0;
  for (let since = 0; since < REST_SECONDS && seconds < MOST_REST_SECONDS; seconds += 1) {
    await setTimeout(1_000);
    const used = await memoryOf(node);
    const isLess = used.residentBytes < least.residentBytes - MEGABYTE;
    since = isLess ? 0 : since + 1;
    if (isLess) least = used;
  }
  return memoryOf(node);
}

async function startUp(stage: Stage, starts: number): Promise<Figure> {
  const environment = { DATABASE_URL: await stage.createDatabase(), LANEWORK_DEMO: 'off', LANEWORK_ADMIN_PASSWORD: PASSWORD };
  const seconds: number[] = [];
  // The first start migrates the database and does not count.
  for (let start = 0; start <= starts; start += 1) {
    const begun = performance.now();
    const served = await serveProduct(environment);
    if (start > 0) seconds.push((performance.now() - begun) / 1_000);
    await served.stop();
  }
  const line = figure('start to ready', median(seconds), 's', TARGET_READY_SECONDS);
  return { ...line, min: rounded(Math.min(...seconds)), max: rounded(Math.max(...seconds)), starts };
}

/** What a server takes before it does anything, and after it has done much. */
export const footprintWorkload: MeasuredWorkload = {
  kind: 'measured',
  name: 'footprint',
  counted: COUNTED,
  async run(stage, { rounds }: Rounds, report: (line: Line) => void) {
    report(await startUp(stage, rounds));
    report(await memory(stage));
  },
};
