import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { MAX_PROCESSES, NodeMeter } from '../../../engine/observe/node-meter.ts';
import { exposeNode } from '../../../engine/observe/node-metrics.ts';
import type { InstanceWrite, StepWrite } from '../../../engine/port/step-write.ts';
import { samplesOf } from './prometheus.ts';

const GAUGES = {
  pool: () => ({ open: 5, idle: 3, waiting: 2, limit: 20 }),
  inHand: () => ({ timer: 4 }),
  queue: () => ({ inFlight: 1, lost: 6, isDegraded: true }),
  steps: () => ({ transactions: 2, steps: 9, putOut: 1, conflicts: 3, waiting: 7, groups: 1, alone: 4 }),
  load: () => null,
};

/** A step that starts one instance of the process and writes `journal` rows. */
function startOf(processId: string): Parameters<NodeMeter['stepCommitted']> {
  const instance = { id: 'i', processId, isNew: true, endedAt: null, status: 'active' };
  const write = { instances: [instance as InstanceWrite], journal: [{}], incidents: [] };
  const step = { entries: [{ instanceId: 'i', command: { kind: 'start' } }], performed: [] };
  return [step, write as unknown as StepWrite, 0.004]; // The meter reads these members alone.
}

describe('The metrics of a node', () => {
  it('show a histogram as Prometheus wants it: buckets that include those below, a sum and a count', async () => {
    const meter = new NodeMeter();
    for (const seconds of [0.0005, 0.004, 60]) meter.stepFailed('refused', 'NOT_FOUND', seconds);
    const samples = samplesOf(await exposeNode(meter, GAUGES).text());
    const bucket = (le: string) => samples.get(`lanework_step_duration_seconds_bucket{outcome="refused",le="${le}"}`);
    expect(['0.001', '0.002', '0.005', '30', '+Inf'].map(bucket)).to.deep.equal([1, 1, 2, 2, 3]);
    expect(samples.get('lanework_step_duration_seconds_sum{outcome="refused"}')).to.be.closeTo(60.0045, 1e-9);
    expect(samples.get('lanework_step_duration_seconds_count{outcome="refused"}')).to.equal(3);
  });

  it('have as many series as the limit allows, however many processes are deployed, and lose none of their steps', async () => {
    const meter = new NodeMeter();
    const processes = MAX_PROCESSES + 50;
    for (let index = 0; index < processes; index += 1) meter.stepCommitted(...startOf(`process-${index}`));
    const samples = samplesOf(await exposeNode(meter, GAUGES).text());
    const started = [...samples].filter(([name]) => name.startsWith('lanework_instances_started_total{'));
    expect(started).to.have.lengthOf(MAX_PROCESSES + 1);
    expect(samples.get('lanework_instances_started_total{process="other"}')).to.equal(50);
    expect(samples.get('lanework_commands_total{command="start",process="other"}')).to.equal(50);
  });

  it('read the pool, the rows in hand and the queue when they are asked for, and know the process itself', async () => {
    const samples = samplesOf(await exposeNode(new NodeMeter(), GAUGES).text());
    expect(
      ['busy', 'idle', 'waiting', 'limit'].map((state) => samples.get(`lanework_database_connections{state="${state}"}`)),
    ).to.deep.equal([2, 3, 2, 20]);
    expect(samples.get('lanework_rows_in_hand{kind="timer"}')).to.equal(4);
    expect(
      ['step_transactions', 'steps_committed', 'steps_put_out', 'step_conflicts'].map((name) => samples.get(`lanework_${name}_total`)),
    ).to.deep.equal([2, 9, 1, 3]);
    expect([samples.get('lanework_steps_waiting'), samples.get('lanework_step_transactions_open{use="alone"}')]).to.deep.equal([7, 4]);
    expect(samples.get('lanework_wakes_lost_total')).to.equal(6);
    expect(samples.get('lanework_queue_degraded')).to.equal(1);
    expect(samples.get('process_resident_memory_bytes')).to.be.greaterThan(1_000_000);
    expect(samples.has('nodejs_eventloop_lag_seconds')).to.equal(true);
  });

  it('have every name that the example of alerts asks for', async () => {
    const text = await exposeNode(new NodeMeter(), GAUGES).text();
    const named = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gmu)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    );
    const asked = readFileSync('engine/observe/alerts.yaml', 'utf8').match(/\b(?:lanework|nodejs)_\w+/gu) ?? [];
    expect(asked).to.have.length.greaterThan(8);
    expect([...new Set(asked)].filter((name) => !named.includes(name))).to.deep.equal([]);
  });

  it('count the same when they are asked for twice', async () => {
    const meter = new NodeMeter();
    meter.stepCommitted(...startOf('order'));
    const exposition = exposeNode(meter, GAUGES);
    await exposition.text();
    expect(samplesOf(await exposition.text()).get('lanework_journal_rows_total')).to.equal(1);
  });
});

describe('The slowest steps', () => {
  it('are kept by their time, and given away once', () => {
    const meter = new NodeMeter();
    for (const seconds of [0.1, 0.9, 0.3, 0.2, 0.8, 0.4, 0.05]) {
      const [step, write] = startOf('order');
      meter.stepCommitted(step, write, seconds);
    }
    expect(meter.slowest.take().map((step) => step.milliseconds)).to.deep.equal([900, 800, 400, 300, 200]);
    expect(meter.slowest.take()).to.deep.equal([]);
  });
});
