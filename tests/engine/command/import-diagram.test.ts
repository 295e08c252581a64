import { expect } from 'chai';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCommand } from '../../../engine/command/check.ts';
import { importCommand } from '../../../engine/command/import-diagram.ts';
import type { CommandOutput } from '../../../engine/command/output.ts';

const FIXTURES = new URL('../parse/translate/fixture/camunda/', import.meta.url).pathname;

describe('lanework import', () => {
  let folder: string;
  let out: string[];
  let err: string[];
  let output: CommandOutput;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lanework-import-'));
    out = [];
    err = [];
    output = { out: (line) => out.push(line), err: (line) => err.push(line) };
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('ends with 0 when nothing needs attention, and prints what became of what', async () => {
    expect(await importCommand([join(FIXTURES, 'people.bpmn')], output)).to.equal(0);
    expect(out.join('\n')).to.include('camunda:assignee="${boss}"').and.include('zeebe:assignmentDefinition assignee="=boss"');
    expect(out.at(-1)).to.equal('5 converted, 0 approximated, 0 need attention, 0 dropped without effect');
  });

  it('ends with 1 when something needs attention, and writes diagram and forms that pass the checks', async () => {
    const file = join(folder, 'out.bpmn');
    expect(await importCommand([join(FIXTURES, 'form-fields.bpmn'), '--out', file], output)).to.equal(1);
    expect(JSON.parse(readFileSync(join(folder, 'fields-form.form'), 'utf8'))).to.include({ id: 'fields-form', type: 'default' });
    expect(await checkCommand([file], output)).to.equal(0);
  });

  it('ends with 2 for a file that is refused, with its findings, and still writes what it could translate', async () => {
    const file = join(folder, 'out.bpmn');
    expect(await importCommand([join(FIXTURES, 'refused-condition.bpmn'), '--out', file], output)).to.equal(2);
    expect(err.map((line) => (JSON.parse(line) as { readonly rule: string }).rule)).to.include('foreign-refused');
    expect(existsSync(file)).to.equal(true);
  });

  it('prints one line per entry with --json', async () => {
    await importCommand(['--json', join(FIXTURES, 'people.bpmn')], output);
    expect(out.map((line) => (JSON.parse(line) as { readonly outcome: string }).outcome)).to.deep.equal(Array(5).fill('converted'));
  });

  it('says so when there is nothing of another engine', async () => {
    const file = join(folder, 'plain.bpmn');
    writeFileSync(
      file,
      '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p" isExecutable="true"><task id="t" /></process></definitions>',
    );
    expect(await importCommand([file], output)).to.equal(0);
    expect(out).to.deep.equal(['Nothing of another engine found']);
  });

  it('explains itself with --help', async () => {
    expect(await importCommand(['--help'], output)).to.equal(0);
    expect(out.join('\n')).to.include('Exit status: 0').and.include('"${charge}" becomes "charge"');
  });

  for (const args of [[], ['a.bpmn', 'b.bpmn'], ['a.bpmn', '--out'], ['--what', 'a.bpmn'], ['missing.bpmn']]) {
    it(`ends with 2 for: import ${args.join(' ')}`, async () => {
      expect(await importCommand(args, output)).to.equal(2);
      expect(err).to.have.length(1);
    });
  }

  it('ends with 2 when the translation cannot be written', async () => {
    expect(await importCommand([join(FIXTURES, 'people.bpmn'), '--out', join(folder, 'no', 'out.bpmn')], output)).to.equal(2);
  });
});
