import { expect } from 'chai';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { trace } from '../../../../engine/command/trace.ts';
import { importBpmn, parseBpmn } from '../../../../engine/parse/index.ts';
import { FOREIGN_CASES } from './foreign-cases.ts';

const FOLDER = new URL('./fixture/', import.meta.url).pathname;
const DIALECTS = ['camunda', 'flowable', 'activiti'] as const;
/** What a deployment refuses, whatever dialect it is written in. */
const REFUSED = new Set(['refused-condition']);

const read = (dialect: string, name: string): string => readFileSync(join(FOLDER, dialect, `${name}.bpmn`), 'utf8');

/** Foreign attributes and elements counted by looking at the text alone. */
function countForeign(xml: string, prefix: string): number {
  const elements = xml.match(new RegExp(`<${prefix}:`, 'g'))?.length ?? 0;
  const attributes = xml.match(new RegExp(`\\s${prefix}:\\w+="`, 'g'))?.length ?? 0;
  return elements + attributes;
}

describe('diagrams of other engines', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lanework-import-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(diagram: string, scenario: object, name: string): Promise<readonly string[]> {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, JSON.stringify({ name, ...scenario }));
    const errors: string[] = [];
    const status = await trace([diagram, path], { out: () => undefined, err: (line) => errors.push(line) });
    return status === 0 ? [] : [`status ${status}`, ...errors];
  }

  for (const dialect of DIALECTS) {
    const names = readdirSync(join(FOLDER, dialect)).map((file) => basename(file, '.bpmn'));

    it(`${dialect}: there are at least 12 fixtures`, () => expect(names.length).to.be.at.least(12));

    for (const name of names) {
      it(`${dialect} ${name}: every foreign attribute and element is in the report exactly once`, async () => {
        const xml = read(dialect, name);
        const { report } = await importBpmn(xml, name);
        const foreign = report.entries.filter(({ kind }) => kind !== 'expression');
        expect(foreign.length).to.equal(countForeign(xml, dialect));
        const lines = xml.split('\n');
        for (const { line, original } of foreign)
          expect(lines[line - 1], `${original} on line ${line}`).to.include(original.split(/[=\s>]/)[0]);
      });

      it(`${dialect} ${name}: the translation keeps the originals, passes the checks and is not translated again`, async () => {
        const xml = read(dialect, name);
        const { xml: translated, isRefused } = await importBpmn(xml, name);
        expect(isRefused).to.equal(REFUSED.has(name));
        expect(countForeign(translated, dialect)).to.equal(countForeign(xml, dialect));
        expect((await importBpmn(translated, name)).xml).to.equal(translated);
        const result = await parseBpmn(translated, name);
        expect(result.kind).to.equal(REFUSED.has(name) ? 'refused' : 'parsed');
      });

      const scenario = FOREIGN_CASES[`${dialect}/${name}`] ?? FOREIGN_CASES[name];
      if (REFUSED.has(name)) continue;
      it(`${dialect} ${name}: runs as it is, and translated`, async () => {
        if (scenario === undefined) expect.fail(`Expected a scenario for ${name}`);
        const { xml } = await importBpmn(read(dialect, name), name);
        const translated = join(folder, `${dialect}-${name}.bpmn`);
        writeFileSync(translated, xml);
        expect(await run(join(FOLDER, dialect, `${name}.bpmn`), scenario, `${dialect}-${name}`)).to.deep.equal([]);
        expect(await run(translated, scenario, `${dialect}-${name}-translated`)).to.deep.equal([]);
      });
    }
  }
});
