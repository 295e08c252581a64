import { serveProduct } from '../../support/product.ts';
import { median, rounded, type Figure, type Line, type Rounds } from '../measure.ts';
import { openNodes } from '../nodes/open-nodes.ts';
import { IN_FLIGHT } from '../runtime/lanework-runtime.ts';
import type { Stage } from '../stage.ts';
import { PASSWORD } from '../user/office.ts';
import type { MeasuredWorkload } from '../workload.ts';

const INSTANCES = 100_000;
const QUICK_INSTANCES = 20;
const MEGABYTE = 1_048_576;
const TARGET_MEGABYTES = 300;
const TARGET_READY_SECONDS = 3;
const COUNTED =
  'memory of an engine process after so many instances of seq5 and a collection of garbage; seconds from the start of a server to its first line, beside a database that runs and is up to date';

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
    const used = await node.ask({ kind: 'memory' });
    if (used.kind !== 'memory') throw new Error(`Expected the memory of the node, but found ${used.kind}.`);
    const line = figure(`memory after ${count} instances`, used.residentBytes / MEGABYTE, 'MB resident', TARGET_MEGABYTES);
    return { ...line, heapMegabytes: rounded(used.heapBytes / MEGABYTE) };
  } finally {
    await node.close();
  }
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
