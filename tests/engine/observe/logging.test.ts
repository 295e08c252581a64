import { expect } from 'chai';
import { createRootLogger, factsOfRow, workLogger } from '../../../engine/observe/logging.ts';
import { NodeMeter } from '../../../engine/observe/node-meter.ts';
import type { InstanceWrite, StepWrite } from '../../../engine/port/step-write.ts';
import { NO_TRACER } from '../../../engine/port/tracer.ts';

const SECRET = 'geheim-4711';

describe('A line of the log', () => {
  const lines: Record<string, unknown>[] = [];
  const logger = createRootLogger('info', NO_TRACER, {
    write: (line: string) => {
      lines.push(JSON.parse(line) as Record<string, unknown>); // pino writes one JSON object per line.
    },
  });
  const last = () => JSON.stringify(lines.at(-1));
  beforeEach(() => lines.splice(0));

  it('says which work it is about', () => {
    workLogger(logger, { processId: 'order', instanceId: 'i', elementId: 'ship', command: 'start' }).info('slow');
    expect(lines[0]).to.include({ processId: 'order', instanceId: 'i', elementId: 'ship', command: 'start', msg: 'slow' });
    expect(factsOfRow('timer', '0199.7')).to.deep.equal({ work: 'timer', workId: '0199.7', instanceId: '0199' });
    expect(factsOfRow('dueWork', '12')).to.deep.equal({ work: 'dueWork', workId: '12' });
  });

  for (const name of ['variables', 'payload', 'body', 'headers', 'Authorization', 'cookie', 'password', 'token', 'secret', 'values']) {
    it(`withholds ${name}, however deep it lies`, () => {
      logger.info({ [name]: SECRET }, 'a');
      expect(last()).not.to.contain(SECRET);
      logger.info({ request: { job: [{ [name]: { customer: SECRET } }] } }, 'b');
      expect(last()).not.to.contain(SECRET);
      expect(last()).to.contain('[withheld]');
    });
  }

  it('tells an error with its code and cause, but not the rows that the database quotes', () => {
    const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: `Key (name)=(${SECRET})`, parameters: [SECRET] });
    logger.error({ err: new Error('step failed', { cause }) }, 'failed');
    expect(last()).to.contain('23505').and.to.contain('duplicate key').and.not.to.contain(SECRET);
  });

  it('is not without end', () => {
    logger.info({ text: 'x'.repeat(100_000), many: Array.from({ length: 10_000 }, () => 1) }, 'large');
    expect(last()).to.have.length.below(10_000);
  });
});

describe('A slow step', () => {
  it('is told with what it was about, and a fast one is not', () => {
    const told: string[] = [];
    const meter = new NodeMeter(500, (step) => told.push(`${step.processId} ${step.command} ${step.milliseconds}`));
    const instance = { id: 'i', processId: 'order', isNew: true, endedAt: null, status: 'active' };
    // The meter reads these members alone.
    const write = { instances: [instance as InstanceWrite], journal: [], incidents: [] } as unknown as StepWrite;
    const step = { entries: [{ instanceId: 'i', command: { kind: 'start' } }], performed: [] };
    for (const seconds of [9, 8, 7, 6, 5, 0.4, 0.6]) meter.stepCommitted(step, write, seconds);
    expect(told).to.deep.equal([
      'order start 9000',
      'order start 8000',
      'order start 7000',
      'order start 6000',
      'order start 5000',
      'order start 600',
    ]);
  });
});
