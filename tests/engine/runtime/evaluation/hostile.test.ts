import { expect } from 'chai';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { JsonObject } from '../../../../engine/model/index.ts';
import {
  createBoundedDecisionRunner,
  createBoundedEvaluator,
  createBoundedScriptRunner,
} from '../../../../engine/runtime/evaluation/index.ts';
import { recordFigure } from '../../../faults/figure.ts';
import { HOSTILE_DECISIONS, HOSTILE_FEEL, HOSTILE_SCRIPTS, VARIABLES } from './hostile-input.ts';

const NOW = '2026-11-26T10:00:00Z';
/** Processor time after which the work is stopped, and what the whole process may use beside it: starting the next thread, collecting garbage. */
const LIMIT_MS = 250;
const MACHINERY_MS = 400;
/** What the main thread may work itself, and so the longest that it can hold up everything else; it takes some 10, an evaluation there more than 250. */
const MAIN_MS = 100;
/** Resident memory that a case may leave behind for the system to take back, in bytes. */
const MEMORY_BYTES = 600 * 1024 * 1024;
/** On a machine that is busy with other things the best attempt tells what the code itself does. */
const ATTEMPTS = 4;

interface Figures {
  /** By the clock. */
  readonly tookMs: number;
  /** Of the whole process, all threads together. */
  readonly processorMs: number;
  /** Of the main thread: what it did itself, and so the longest that it can have blocked. */
  readonly mainMs: number;
  readonly lagMs: number;
}

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;

async function measured<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly figures: Figures }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const [all, main, begun] = [process.cpuUsage(), process.threadCpuUsage(), performance.now()];
  const result = await work();
  const tookMs = performance.now() - begun;
  const figures = {
    tookMs,
    processorMs: milliseconds(process.cpuUsage(all)),
    mainMs: milliseconds(process.threadCpuUsage(main)),
    lagMs: delay.max / 1e6,
  };
  delay.disable();
  return { result, figures };
}

/** On a busy machine even a thread that does nothing waits for its turn: the clock and the lag are told and never judged. */
const isHarmless = ({ processorMs, mainMs }: Figures): boolean => processorMs <= LIMIT_MS + MACHINERY_MS && mainMs <= MAIN_MS;

/** Of the goal; on a machine that is busy with other things it is missed for no fault of the code. */
const MAX_LAG_MS = 50;

let cases = 0;
const worst = { tookMs: 0, processorMs: 0, mainMs: 0, lagMs: 0 };

/** Runs hostile work, each time when a thread is ready, until an attempt stays within the limits; each has to fail, and the next evaluation has to work. */
async function expectHarmless(
  warmUp: () => Promise<void>,
  work: () => Promise<{ readonly kind: string }>,
  next: () => Promise<void>,
): Promise<void> {
  cases += 1;
  const attempts: Figures[] = [];
  while (attempts.length < ATTEMPTS) {
    await warmUp();
    const memoryBefore = process.memoryUsage().rss;
    const { result, figures } = await measured(work);
    expect(result.kind, JSON.stringify(result).slice(0, 200)).to.equal('failed');
    await next();
    expect(process.memoryUsage().rss - memoryBefore, 'memory').to.be.below(MEMORY_BYTES);
    attempts.push(figures);
    if (!isHarmless(figures)) continue;
    for (const name of ['tookMs', 'processorMs', 'mainMs', 'lagMs'] as const) worst[name] = Math.max(worst[name], figures[name]);
    return;
  }
  expect.fail(`Expected at most ${LIMIT_MS} ms of work and ${MAIN_MS} ms of the main thread, but found ${JSON.stringify(attempts)}`);
}

describe('hostile input', function () {
  this.timeout(60_000);
  const evaluator = createBoundedEvaluator();
  const scripts = createBoundedScriptRunner();
  const decisions = createBoundedDecisionRunner();
  const feel = (source: string, variables: JsonObject = {}) => evaluator.evaluate({ kind: 'feel', source }, variables, NOW);
  const script = (source: string, variables: JsonObject = {}) => scripts.run({ source, variables, now: NOW, resultVariable: 'result' });
  const decision = (logic: string) =>
    decisions.run({
      resource: 'test.dmn',
      xml: `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="defs" name="T" namespace="n"><decision id="d" name="D">${logic}</decision></definitions>`,
      decision: 'd',
      input: VARIABLES,
      now: NOW,
    });
  const literal = (text: string): string => `<literalExpression><text>${text.replaceAll('<', '&lt;')}</text></literalExpression>`;

  after(async () => {
    await Promise.all([evaluator.close(), scripts.close(), decisions.close()]);
    const [took, processor, main, lag] = [worst.tookMs, worst.processorMs, worst.mainMs, worst.lagMs].map(Math.round);
    const figure = `${cases} cases: at most ${took} ms by the clock, ${processor} ms of the processor, ${main} ms of the main thread, lag ${lag} ms`;
    const isMet = worst.tookMs <= LIMIT_MS && worst.lagMs <= MAX_LAG_MS;
    recordFigure({ row: 'hostileCode', figure, command: 'mocha tests/engine/runtime/evaluation/hostile.test.ts', seed: null, isMet });
  });

  describe('in FEEL is stopped', () => {
    for (const [name, source] of HOSTILE_FEEL)
      it(name, () =>
        expectHarmless(
          () => evaluator.warmUp(),
          () => feel(source, VARIABLES),
          async () => expect(await feel('1 + 1')).to.deep.equal({ kind: 'completed', value: 2 }) && undefined,
        ),
      );
  });

  describe('in a script is stopped', () => {
    for (const [name, source] of HOSTILE_SCRIPTS)
      it(name, () =>
        expectHarmless(
          () => scripts.warmUp(),
          () => script(source),
          async () => expect(await script('return 2')).to.deep.equal({ kind: 'completed', variables: { result: 2 } }) && undefined,
        ),
      );
  });

  const row = (input: string, output: string): string =>
    `<rule id="r${input.length}"><inputEntry id="i${input.length}"><text>${input}</text></inputEntry><outputEntry id="o${output.length}"><text>${output}</text></outputEntry></rule>`;
  const table = (input: string, entry: string, output: string): string =>
    `<decisionTable id="t"><input id="in"><inputExpression id="ie"><text>${input}</text></inputExpression></input><output id="out"/>${row(entry, output)}</decisionTable>`;

  describe('in a decision is stopped', () => {
    const cases: readonly (readonly [string, string])[] = [
      ...HOSTILE_DECISIONS.map(([name, text]) => [name, literal(text)] as const),
      ['a hostile test of a table', table('text', 'matches(?, "^(a+)+$")', '1')],
      ['a hostile input of a table', table('replace(text, "(a*)*c", "x")', '-', '1')],
      ['a hostile output of a table', table('text', '-', 'for i in 1..20000 return large')],
    ];
    for (const [name, logic] of cases)
      it(name, () =>
        expectHarmless(
          () => decisions.warmUp(),
          () => decision(logic),
          async () => expect(await decision(literal('1 + 1'))).to.include({ kind: 'completed', value: 2 }) && undefined,
        ),
      );
  });

  it('does not keep a regular expression that is harmless from being quick', async () => {
    await feel('matches(text, "^a+!$")', VARIABLES);
    const { result, figures } = await measured(async () => {
      for (let round = 0; round < 100; round += 1) await feel('matches(text, "^a+!$")', VARIABLES);
      return feel('replace("12-34", "[0-9]+", "#")');
    });
    expect(result).to.deep.equal({ kind: 'completed', value: '#-#' });
    // A thread for each would take several seconds.
    expect(figures.processorMs, '100 rounds').to.be.below(1_500);
  });

  it('cannot starve what is good: ten endless ones at once do not hold up a known expression', async () => {
    await feel('matches("abc", "b")');
    const hostile = Array.from({ length: 10 }, (_, index) => feel(`matches(text, "^(a+)+${index}$")`, VARIABLES));
    const order: string[] = [];
    const good = feel('matches("abc", "b")').then((outcome) => order.push(`good ${outcome.kind}`));
    await Promise.all([good, ...hostile.map((each) => each.then(({ kind }) => order.push(kind)))]);
    expect(order.indexOf('good completed'), order.join(', ')).to.be.within(0, 2);
    expect(order.filter((kind) => kind === 'failed')).to.have.length(10);
  });

  it('goes last once it had to be stopped: an unknown expression overtakes it', async () => {
    await feel('matches(text, "^(a+)+again$")', VARIABLES);
    const order: string[] = [];
    const hostile = Array.from({ length: 6 }, () => feel('matches(text, "^(a+)+again$")', VARIABLES).then(() => order.push('hostile')));
    const unknown = feel('matches("new", "n")').then(() => order.push('unknown'));
    await Promise.all([unknown, ...hostile]);
    expect(order.indexOf('unknown'), order.join(', ')).to.be.within(0, 1);
  });

  it('leaves nothing behind: prototypes of the engine are as they were', async () => {
    await script('Object.prototype.evil = 1; Array.prototype.evil = 1; return {}');
    await feel('{ __proto__: { evil: 1 } }');
    const parsed = await script('return JSON.parse(\'{"__proto__": {"evil": 1}, "a": 2}\')');
    expect(Reflect.get({}, 'evil')).to.equal(undefined);
    expect(parsed.kind === 'completed' && Reflect.get(Object(parsed.variables['result']), 'evil')).to.be.oneOf([undefined, false]);
  });
});
