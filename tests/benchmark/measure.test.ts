import { expect } from 'chai';
import { measure, median } from './measure.ts';
import type { Comparison, SubjectResult } from './measure.ts';
import { WORKLOADS, workloadsNamed } from './registry.ts';
import type { Subject, SubjectRole, Workload } from './workload.ts';

/** A subject that takes so many milliseconds per unit. */
function subject(name: string, role: SubjectRole, unitMs: number, log: string[] = []): Subject {
  return {
    name,
    role,
    open: () =>
      Promise.resolve({
        run(count) {
          log.push(name);
          const end = performance.now() + count * unitMs;
          while (performance.now() < end);
          return Promise.resolve();
        },
        figures: () => Promise.resolve({ walBytesPer: 7 }),
        close: () => Promise.resolve(void log.push(`close ${name}`)),
      }),
  };
}

const workload = (subjects: readonly Subject[], targetRatio: number): Workload => ({
  name: 'test',
  counted: 'milliseconds',
  targetRatio,
  subjects,
});
const QUICK = { rounds: 3, warmUps: 1, roundMs: 8 };

describe('the benchmark harness', () => {
  it('reports every subject and the ratio of the engine to the baseline', async () => {
    const lines: (SubjectResult | Comparison)[] = [];
    const fast = subject('lanework', 'lanework', 0.01);
    const slow = subject('other', 'baseline', 0.1);
    const [comparison] = await measure(workload([fast, slow], 1), QUICK, (line) => lines.push(line));
    expect(lines.map((line) => ('subject' in line ? line['subject'] : line.compared))).to.deep.equal([
      'lanework',
      'other',
      'lanework / other',
    ]);
    expect(lines[0]).to.include({ rounds: 3, walBytesPer: 7 });
    // Ten times, less and more what other work on the machine took from one of them.
    expect(comparison?.ratio).to.be.greaterThan(1);
    expect(comparison?.isMet).to.equal(true);
  });

  it('says when a target is missed', async () => {
    const same = [subject('lanework', 'lanework', 0.02), subject('limit', 'limit', 0.02)];
    expect((await measure(workload(same, 100), QUICK, () => {}))[0]?.isMet).to.equal(false);
  });

  it('runs the subjects in turn and closes them', async () => {
    const log: string[] = [];
    const both = [subject('a', 'lanework', 1, log), subject('b', 'peer', 1, log)];
    await measure(workload(both, 1), QUICK, () => {});
    expect(log.slice(-8).join(' ')).to.equal('a b a b a b close a close b');
  });

  it('takes the middle of the rounds', () => {
    expect(median([9, 1, 5])).to.equal(5);
    expect(median([4, 1, 9, 2])).to.equal(3);
    expect(() => median([])).to.throw('at least one');
  });

  it('finds a workload with its variants by name', () => {
    expect(workloadsNamed('kernel').map(({ name }) => name)).to.deep.equal(['kernel', 'kernel-par4']);
    expect(workloadsNamed(null)).to.have.length(WORKLOADS.length);
    expect(workloadsNamed('nothing')).to.deep.equal([]);
  });
});

describe('the subjects of the workloads', () => {
  for (const { name, subjects } of WORKLOADS) {
    for (const { name: subjectName, open } of subjects) {
      it(`do their work: ${name} by ${subjectName}`, async () => {
        const opened = await open();
        await opened.run(2);
        await opened.close();
      });
    }
  }
});
