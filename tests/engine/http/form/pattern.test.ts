import { Script } from 'node:vm';
import { expect } from 'chai';
import { patternCost } from '../../../../engine/http/form/pattern-cost.ts';
import { matchesPattern, MOST_STEPS } from '../../../../engine/http/form/pattern.ts';

/** Patterns of the forms that come with the product, and others like them, with the longest text that people type there. */
const CHEAP: readonly (readonly [pattern: string, letters: number])[] = [
  ['^[0-9A-Fa-f-]{36}$', 36],
  ['^[0-9]+(\\.[0-9]+)?$', 25],
  ['^[A-Z]{3}$', 100],
  ['^[0-9]+(\\.[0-9]{1,2})?$', 40],
  ['^[0-9]{4}-[0-9]{2}-[0-9]{2}$', 100],
  ['^(?:yes|no|perhaps)$', 300],
  ['\\d+ \\w+', 30],
  ['^.{1,100}$', 100],
  ['[^a-z]', 10_000],
];
/** Patterns with choices that are not counted, and ones that have too many. */
const DEAR: readonly (readonly [pattern: string, letters: number])[] = [
  ['(a+)+$', 5],
  ['^(a|a)*$', 5],
  ['(a?){20}a{20}', 20],
  ['a*a*a*a*b', 60],
  ['(?=a)a', 5],
  ['(a)\\1', 5],
  ['(?<name>a)', 5],
  ['[a', 5],
  ['a**', 5],
  ['\\u0061', 5],
];

describe('A pattern of a form', () => {
  const original = Object.getOwnPropertyDescriptor(Script.prototype, 'runInContext') ?? {};
  afterEach(() => {
    Object.defineProperty(Script.prototype, 'runInContext', original);
  });

  /** As on a machine where the watch over a script is woken when its time is over, however short the script was. */
  function starve(): void {
    Script.prototype.runInContext = () => {
      throw Object.assign(new Error('Script execution timed out'), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
    };
  }

  it('has a cost that is told from its parts', () => {
    for (const [pattern, letters] of CHEAP) expect(patternCost(pattern, letters), pattern).to.be.at.most(MOST_STEPS);
    for (const [pattern, letters] of DEAR) expect(patternCost(pattern, letters), pattern).to.be.above(MOST_STEPS);
    expect(patternCost('^[0-9]+$', 10_000)).to.be.above(MOST_STEPS);
  });

  it('that is cheap is found on a machine that has no time, and costs what it should at its worst', () => {
    starve();
    expect(matchesPattern('^[0-9]+(\\.[0-9]+)?$', '12.5')).to.equal(true);
    expect(matchesPattern('^[0-9]+(\\.[0-9]+)?$', '12,5')).to.equal(false);
    const begun = process.threadCpuUsage();
    for (const [pattern, letters] of CHEAP) for (const letter of ['a', '1']) matchesPattern(pattern, `${letter.repeat(letters - 1)}!`);
    const { user, system } = process.threadCpuUsage(begun);
    expect((user + system) / 1_000, 'milliseconds of the processor').to.be.below(200);
  });

  it('that may be dear has its time taken, and is found when it needs little', () => {
    expect(matchesPattern('^(ab?)+$', 'abaab')).to.equal(true);
    expect(matchesPattern('^(a+)+$', `${'a'.repeat(60)}!`)).to.equal(false);
    starve();
    expect(matchesPattern('^(ab?)+$', 'abaab')).to.equal(false);
  });

  it('that is none is found nowhere', () => {
    for (const pattern of ['[a', 'a**', '(', '?', '{1}', '\\']) expect(matchesPattern(pattern, 'a'), pattern).to.equal(false);
  });
});
