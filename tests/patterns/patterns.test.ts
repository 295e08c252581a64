import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { trace } from '../../engine/command/trace.ts';

interface Pattern {
  readonly number: number;
  readonly name: string;
  readonly folder: string;
  readonly support: 'full' | 'partial' | 'none';
  readonly why: string;
}

const HERE = import.meta.dirname;
// Written by hand beside the diagrams; the first test checks its shape.
const PATTERNS = JSON.parse(readFileSync(join(HERE, 'patterns.json'), 'utf8')) as readonly Pattern[];

describe('the control-flow workflow patterns', () => {
  it('are all 43, each with a folder, and what BPMN cannot say of one is told in the table', () => {
    expect(PATTERNS.map(({ number }) => number)).to.deep.equal(Array.from({ length: 43 }, (_, index) => index + 1));
    const folders = readdirSync(HERE, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).to.deep.equal(PATTERNS.map(({ folder }) => folder));
    const table = readFileSync(join(HERE, 'README.md'), 'utf8')
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()));
    for (const { number, name, folder, support, why } of PATTERNS) {
      expect(why === '', `${name} is ${support}`).to.equal(support === 'full');
      const row = table.find((cells) => cells[1] === String(number));
      expect(row?.slice(1, 5)).to.deep.equal([String(number), `[${name}](${folder})`, support, why]);
    }
  });

  for (const { number, name, folder } of PATTERNS) {
    const scenarios = readdirSync(join(HERE, folder)).filter((file) => file.endsWith('.json'));
    for (const scenario of scenarios.length > 0 ? scenarios : ['scenario.json']) {
      it(`WCP-${number} ${name}: ${scenario}`, async () => {
        const [out, err]: [string[], string[]] = [[], []];
        const path = (file: string): string => join(HERE, folder, file);
        const output = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
        const status = await trace([path('pattern.bpmn'), path(scenario)], output);
        expect(err.filter((line) => !line.includes('"severity":"warning"'))).to.deep.equal([]);
        expect(status).to.equal(0);
      });
    }
  }
});
