import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { measure, median } from './measure.ts';
import type { Comparison, Line } from './measure.ts';
import { WORKLOADS, workloadsNamed } from './registry.ts';
import type { Stage } from './stage.ts';
import { NotInstalledError, type ComparedWorkload, type Subject, type SubjectRole } from './workload.ts';

const RUN = fileURLToPath(new URL('./run.ts', import.meta.url));

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
        figures: () => Promise.resolve({ connections: 7 }),
        close: () => Promise.resolve(void log.push(`close ${name}`)),
      }),
  };
}

const workload = (subjects: readonly Subject[]): ComparedWorkload => ({
  kind: 'compared',
  name: 'test',
  counted: 'milliseconds',
  usesDatabase: false,
  subjects,
});
const QUICK = { rounds: 3, warmUps: 1, roundMs: 8 };
/** Of a workload without a database nothing on the stage is asked for. */
const NO_STAGE = {} as Stage;

async function linesOf(subjects: readonly Subject[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  await measure(workload(subjects), QUICK, NO_STAGE, (line) => lines.push(line));
  return lines;
}
const comparisonIn = (lines: readonly Line[]): Comparison | undefined => lines.find((line): line is Comparison => 'compared' in line);

describe('the benchmark harness', () => {
  it('reports every subject and the ratio of the engine to the others', async () => {
    const lines = await linesOf([subject('lanework', 'lanework', 0.01), { ...subject('other', 'baseline', 0.1), target: 1 }]);
    expect(lines.map((line) => ('subject' in line ? line['subject'] : 'compared' in line && line['compared']))).to.deep.equal([
      'lanework',
      'other',
      'lanework / other',
    ]);
    expect(lines[0]).to.include({ rounds: 3, connections: 7 });
    // Ten times, less and more what other work on the machine took from one of them.
    expect(comparisonIn(lines)?.ratio).to.be.greaterThan(1);
    expect(comparisonIn(lines)?.isMet).to.equal(true);
  });

  it('says when a target is missed', async () => {
    const lines = await linesOf([subject('lanework', 'lanework', 0.02), { ...subject('limit', 'limit', 0.02), target: 100 }]);
    expect(comparisonIn(lines)?.isMet).to.equal(false);
  });

  it('compares without a target where there is none', async () => {
    const lines = await linesOf([subject('lanework', 'lanework', 0.1), subject('limit', 'limit', 0.01)]);
    expect(comparisonIn(lines)).to.include({ target: null, isMet: true });
  });

  it('says which peer is absent and measures the others', async () => {
    const absent: Subject = { name: 'peer', role: 'peer', open: () => Promise.reject(new NotInstalledError('peer', 'npm ci')) };
    const lines = await linesOf([subject('lanework', 'lanework', 0.02), absent, subject('limit', 'limit', 0.02)]);
    expect(lines.map((line) => Object.keys(line)[1])).to.deep.equal(['subject', 'subject', 'subject', 'compared']);
    expect(lines[0]).to.deep.equal({ workload: 'test', subject: 'peer', absent: 'Expected peer to be installed (npm ci), but it is not.' });
  });

  it('runs the subjects in turn and closes them', async () => {
    const log: string[] = [];
    const both = [subject('a', 'lanework', 1, log), subject('b', 'peer', 1, log)];
    await measure(workload(both), QUICK, NO_STAGE, () => {});
    expect(log.slice(-8).join(' ')).to.equal('a b a b a b close a close b');
  });

  it('takes the middle of the rounds', () => {
    expect(median([9, 1, 5])).to.equal(5);
    expect(median([4, 1, 9, 2])).to.equal(3);
    expect(() => median([])).to.throw('at least one');
  });

  it('finds a workload with its variants by name', () => {
    expect(workloadsNamed(['kernel']).map(({ name }) => name)).to.deep.equal(['kernel', 'kernel-par4']);
    expect(workloadsNamed(['par4', 'seq5-steps']).map(({ name }) => name)).to.deep.equal(['seq5-steps', 'par4']);
    expect(workloadsNamed([])).to.have.length(WORKLOADS.length);
    expect(workloadsNamed(['nothing'])).to.deep.equal([]);
  });
});

describe('the workloads, with as little work as there can be', () => {
  /** In a process of its own, as `npm run bench` is: engines with workers leave handles behind that would keep this one. */
  it('do what they say, on a database with durable defaults', async function () {
    this.timeout(300_000);
    const lines = await printedBy(['--quick']);
    expect(lines[0]?.['environment']).to.include({ fsync: 'on', synchronousCommit: 'on', fullPageWrites: 'on' });
    const judged = new Set(lines.filter((line) => 'isMet' in line).map((line) => line['workload']));
    expect([...judged]).to.deep.equal(WORKLOADS.map(({ name }) => name));
  });
});

/** Runs the command and returns its lines. It may end with 1 as well: so little work meets no target. */
async function printedBy(args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const child = spawn(process.execPath, [RUN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [printed, complaints, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (![0, 1].includes(Number(code))) throw new Error(`Expected the benchmarks to run, but they ended with ${String(code)}: ${complaints}`);
  return printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
