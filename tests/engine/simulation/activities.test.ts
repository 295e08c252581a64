import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trace } from '../../../engine/command/trace.ts';

const FOLDER = new URL('./activities/', import.meta.url).pathname;

interface Named {
  readonly name: string;
}

/** Every diagram of the folder has its scenarios beside it, as a JSON list. */
describe('activities and containers of plain diagrams', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lanework-activities-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.bpmn'))) {
    const scenarios = JSON.parse(readFileSync(join(FOLDER, file.replace(/\.bpmn$/, '.json')), 'utf8')) as readonly Named[]; // Ours.
    for (const [index, scenario] of scenarios.entries()) {
      it(`${file}: ${scenario.name}`, async () => {
        const path = join(folder, `${file}-${index}.json`);
        writeFileSync(path, JSON.stringify(scenario));
        const errors: string[] = [];
        const status = await trace([join(FOLDER, file), path], { out: () => undefined, err: (line) => errors.push(line) });
        expect(errors.filter((line) => !line.includes('"severity":"warning"'))).to.deep.equal([]);
        expect(status).to.equal(0);
      });
    }
  }
});
