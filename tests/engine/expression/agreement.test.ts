import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { evaluate } from 'feelin';
import { standard } from './support/standard.ts';

/** Variables that the expressions use. */
const VARIABLES = {
  a: 10,
  b: 5,
  n: null,
  l: [1, 2, 3, 4],
  people: [
    { name: 'bob', age: 20 },
    { name: 'al', age: 30 },
  ],
  nested: { x: { y: 3 } },
};

/** Where the other interpreter differs from the standard, with what the standard says (DMN 1.5, by section). */
const DIFFERENCES: Readonly<Record<string, { readonly ours: unknown; readonly section: string }>> = {
  '0.1+0.2': { ours: 0.3, section: '10.3.2.3.1: numbers have 34 decimal digits' },
  'string(0.1+0.2)': { ours: '0.3', section: '10.3.2.3.1' },
  'replace("abc","b","$")': { ours: null, section: '10.3.4.3: a replacement as of XPath 3.1, in which a lone $ is an error' },
  'split("ab","")': { ours: null, section: '10.3.4.3: a pattern as of XPath 3.1, which must not match the empty text' },
  'min("a","c")': { ours: 'a', section: '10.3.4.4: a list of comparable items, given one by one as well' },
  'years and months duration(date("2011-12-22"),date("2013-08-24"))': { ours: 'P1Y8M', section: '10.3.4.1: whole months alone' },
  'years and months duration(date("2013-08-24"),date("2011-12-22"))': { ours: '-P1Y8M', section: '10.3.4.1' },
  'duration("P1D")*2': { ours: 'P2D', section: '10.3.2.3.6: table 55' },
  'duration("P1Y")/2': { ours: 'P6M', section: '10.3.2.3.6: table 55' },
  'duration("P1D")/duration("PT12H")': { ours: 2, section: '10.3.2.3.6: table 55' },
  'overlaps before([1..5],[3..8])': { ours: true, section: '10.3.4.9' },
  'overlaps after([3..8],[1..5])': { ours: true, section: '10.3.4.9' },
  'finishes(5,[1..5])': { ours: true, section: '10.3.4.9' },
  'finished by([1..10],[5..10])': { ours: true, section: '10.3.4.9' },
  'during(5,[1..10])': { ours: true, section: '10.3.4.9' },
  'starts(1,[1..5])': { ours: true, section: '10.3.4.9' },
  'started by([1..5],1)': { ours: true, section: '10.3.4.9' },
  'coincides(5,5)': { ours: true, section: '10.3.4.9' },
  '[1..2] instance of range<number>': { ours: true, section: '10.3.2.9.1' },
  'every x in [true,null] satisfies x': { ours: null, section: '10.3.2.15: three-valued conjunction' },
  'sort([3,1,2])': { ours: [1, 2, 3], section: 'beyond 10.3.4.6: the order of the values when no function is given' },
};

const EXPRESSIONS = readFileSync(new URL('./agreement.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '');

const ours = (source: string): unknown => standard(source, VARIABLES).value;

/** The other interpreter's value as JSON; what it cannot evaluate at all is a text that no value of ours is. */
function theirs(source: string): unknown {
  try {
    const value: unknown = evaluate(source, VARIABLES).value;
    return JSON.parse(JSON.stringify(value ?? null)) as unknown; // What JSON makes of it is what counts.
  } catch (error) {
    return `no value: ${String(error)}`;
  }
}

describe('FEEL beside another interpreter', () => {
  it('has enough expressions to compare', () => {
    expect(EXPRESSIONS.length).to.be.at.least(250);
  });

  for (const source of EXPRESSIONS) {
    const difference = DIFFERENCES[source];
    if (difference === undefined) {
      it(`agrees about ${source}`, () => {
        expect(ours(source)).to.deep.equal(theirs(source));
      });
    } else {
      it(`differs about ${source} by ${difference.section}`, () => {
        expect(ours(source)).to.deep.equal(difference.ours);
        expect(theirs(source)).to.not.deep.equal(difference.ours);
      });
    }
  }
});
