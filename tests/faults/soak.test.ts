import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { eventually } from '../support/engine.ts';
import type { FaultStage } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { isLong, seededRandom } from './scale.ts';
import { SOAK_DIAGRAMS, SOAK_EFFECTS, SoakLoad } from './soak-load.ts';
import { growthPerHour, QUEUE_TABLES, samplesAsCsv, takeSample, type SoakSample } from './soak-sample.ts';
import { type Caller, expectNoDoubleEffects, expectWhole, openWorkStage } from './work-stage.ts';

const MINUTES = Number(process.env['FAULT_SOAK_MINUTES'] ?? (isLong() ? '60' : '0.1'));
/** Cases started per second. */
const RATE = Number(process.env['FAULT_SOAK_RATE'] ?? '10');
/** File for the samples; none is written without it. */
const CSV = process.env['FAULT_SOAK_CSV'];
const LOOKS = 120;
/** First part of the run in which caches fill and code is compiled; growth is measured after it. */
const WARM_UP = 0.25;
/** A shorter run says nothing about growth, in minutes. */
const MIN_FOR_GROWTH = 10;
/** What a server may grow by in an hour, in bytes; and what it may need at all. */
const MAX_RSS_GROWTH = 50 * 1024 * 1024;
const MAX_HEAP_GROWTH = 10 * 1024 * 1024;
const MAX_RSS = 500 * 1024 * 1024;
/** The queue tables with their indexes and dead rows, at any time; and BullMQ's. */
const MAX_QUEUE_BYTES = 64 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

describe(`A product of two servers under steady load for ${MINUTES} minutes`, function () {
  this.timeout(MINUTES * 60_000 + 300_000);
  const random = seededRandom();
  const samples: SoakSample[] = [];
  let stage: FaultStage;
  let callers: readonly Caller[];
  before(async () => {
    ({ stage, callers } = await openWorkStage({
      servers: 2,
      diagrams: SOAK_DIAGRAMS,
      environment: { LANEWORK_LEASE_MS: '', LANEWORK_POLL_MS: '' },
    }));
  });
  after(() => stage.close());

  /** Growth per hour of the server that grows most, after the warm-up. */
  function worstGrowth(values: (sample: SoakSample) => readonly number[]): number {
    const warm = samples.slice(Math.floor(samples.length * WARM_UP));
    return Math.max(
      ...stage.servers.map((_server, index) =>
        growthPerHour(warm.map((sample) => ({ seconds: sample.seconds, value: values(sample)[index] ?? 0 }))),
      ),
    );
  }

  it('loses and doubles nothing, and neither memory nor tables of open work grow', async () => {
    const load = new SoakLoad(stage, callers, random);
    const begunMs = performance.now();
    const untilMs = begunMs + MINUTES * 60_000;
    const running = load.run(RATE, untilMs);
    while (performance.now() < untilMs) {
      const nextMs = performance.now() + (MINUTES * 60_000) / LOOKS;
      const cases = [...load.started.values()].reduce((sum, each) => sum + each, 0);
      samples.push(await takeSample(stage, callers, { seconds: (performance.now() - begunMs) / 1_000, cases }));
      if (CSV !== undefined) writeFileSync(CSV, samplesAsCsv(samples));
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, nextMs - performance.now())));
    }
    await running;
    expect([...new Set(load.failures)].slice(0, 5), 'calls that failed').to.deep.equal([]);
    await expectEverythingDoneOnce(load);
    const cases = [...load.started.values()].reduce((sum, each) => sum + each, 0);
    const [rssGrowth, heapGrowth] = [worstGrowth(({ rss }) => rss), worstGrowth(({ heap }) => heap)];
    const rss = Math.max(...samples.flatMap((sample) => sample.rss));
    const queueBytes = Math.max(...samples.map((sample) => sample.queueBytes));
    const wakeQueueBytes = Math.max(...samples.map((sample) => sample.wakeQueueBytes));
    const isGrowthKnown = MINUTES >= MIN_FOR_GROWTH;
    const isLevel = !isGrowthKnown || (rssGrowth <= MAX_RSS_GROWTH && heapGrowth <= MAX_HEAP_GROWTH);
    const isMet = isLevel && rss <= MAX_RSS && queueBytes <= MAX_QUEUE_BYTES && wakeQueueBytes <= MAX_QUEUE_BYTES;
    const growth = isGrowthKnown
      ? `memory grew ${(rssGrowth / MEGABYTE).toFixed(1)} MB/h (heap ${(heapGrowth / MEGABYTE).toFixed(1)} MB/h)`
      : 'too short to tell growth';
    const sizes = `resident at most ${whole(rss / MEGABYTE)} MB, open work ${whole(queueBytes / MEGABYTE)} MB, wake-ups ${whole(wakeQueueBytes / MEGABYTE)} MB`;
    const figure = `${MINUTES} min, ${whole(cases)} cases, ${whole(load.requests)} requests: 0 lost, 0 doubled, 0 stuck, ${growth}, ${sizes}`;
    const command = `FAULT_SOAK_MINUTES=${MINUTES} FAULT_SOAK_RATE=${RATE} mocha tests/faults/soak.test.ts`;
    recordFigure({ row: 'soak', figure, command, seed: random.seed, isMet });
    expect(isMet, figure).to.equal(true);
  });

  async function expectEverythingDoneOnce(load: SoakLoad): Promise<void> {
    let effects = 0;
    for (const [processId, started] of load.started) {
      const status = processId === 'soak-cancel' ? 'cancelled' : 'completed';
      const ended = await stage.count(
        `select count(*) as n from process_instance where process_id = '${processId}' and status = '${status}'`,
      );
      expect(ended, `${processId} ${status}`).to.equal(started);
      effects += started * (SOAK_EFFECTS[processId] ?? 0);
    }
    expect(await expectNoDoubleEffects(stage)).to.equal(effects);
    await eventually(
      async () =>
        (await Promise.all(QUEUE_TABLES.map((table) => stage.count(`select count(*) as n from ${table}`)))).every((n) => n === 0)
          ? true
          : null,
      'tables of open work to be empty',
      10_000,
    );
    await expectWhole(stage);
  }
});
