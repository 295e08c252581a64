import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCommand } from '../../../engine/command/check.ts';
import { decideCommand } from '../../../engine/command/decide-decision.ts';
import type { CommandOutput } from '../../../engine/command/output.ts';

const GOOD =
  '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">\n<process id="p" isExecutable="true">\n<startEvent id="s" />\n</process>\n</definitions>';
const BAD = GOOD.replace(
  '<startEvent id="s" />',
  '<startEvent id="s" />\n<callActivity id="c" />\n<sequenceFlow id="f" sourceRef="s" targetRef="c" />',
);
const DMN =
  '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="defs" name="T" namespace="n"><inputData id="i" name="due"><variable name="due" typeRef="date" /></inputData><decision id="later" name="Later"><informationRequirement id="r"><requiredInput href="#i" /></informationRequirement><literalExpression><text>due + duration("P1D")</text></literalExpression></decision></definitions>';

describe('the commands that look at files', () => {
  let folder: string;
  let out: string[];
  let err: string[];
  let output: CommandOutput;
  const write = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lanework-check-'));
    out = [];
    err = [];
    output = { out: (line) => out.push(line), err: (line) => err.push(line) };
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('check ends with 0 for files that may be deployed', async () => {
    expect(await checkCommand([write('a.bpmn', GOOD), write('b.dmn', DMN)], output)).to.equal(0);
    expect(err).to.deep.equal([]);
  });

  it('check ends with 2 for a file that is refused and writes its findings as JSON lines', async () => {
    expect(await checkCommand([write('a.bpmn', GOOD), write('b.bpmn', BAD)], output)).to.equal(2);
    expect(err).to.have.length(1);
    expect(JSON.parse(err[0] ?? '')).to.include({ rule: 'called-element', element: 'c', line: 4 });
  });

  it('check tells a process that two of the files have, each of which may be deployed', async () => {
    expect(await checkCommand([write('a.bpmn', GOOD), write('b.bpmn', GOOD)], output)).to.equal(0);
    expect(err.map((line) => JSON.parse(line) as object)).to.have.length(1);
    expect(JSON.parse(err[0] ?? '')).to.include({ rule: 'process-id-unique', severity: 'warning', element: 'p', line: 2 });
  });

  it('check ends with 2 without a file, and for one that cannot be read', async () => {
    expect(await checkCommand([], output)).to.equal(2);
    expect(await checkCommand([join(folder, 'missing.bpmn')], output)).to.equal(2);
    expect(err.map((line) => (JSON.parse(line) as { rule: string }).rule)).to.deep.equal(['usage', 'file']);
  });

  it('decide prints the result, dates as their FEEL texts', async () => {
    const input = write('input.json', '{ "due": "2026-12-31" }');
    expect(await decideCommand([write('a.dmn', DMN), 'Later', input], output)).to.equal(0);
    expect(out).to.deep.equal(['{"result":"2027-01-01"}']);
  });

  it('decide ends with 1 when an input does not fit its type, says why, and prints what DMN makes of it', async () => {
    const input = write('input.json', '{ "due": "soon" }');
    expect(await decideCommand([write('a.dmn', DMN), 'later', input], output)).to.equal(1);
    expect(err[0]).to.include('of type date');
    expect(out).to.deep.equal(['{"result":null}']);
  });

  it('decide ends with 1 when the evaluation has to be stopped, and says so', async () => {
    const hostile = DMN.replace('due + duration("P1D")', 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")');
    const input = write('input.json', '{ "due": "2026-12-31" }');
    expect(await decideCommand([write('hostile.dmn', hostile), 'later', input], output)).to.equal(1);
    expect(err[0]).to.include('was stopped');
    expect(out).to.deep.equal([]);
  });

  it('decide ends with 2 for a file that is refused and for input that is no object', async () => {
    const input = write('input.json', '[]');
    expect(await decideCommand([write('a.dmn', DMN), 'later', input], output)).to.equal(2);
    expect(
      await decideCommand([write('b.dmn', DMN.replace('due + duration("P1D")', 'due +')), 'later', write('ok.json', '{}')], output),
    ).to.equal(2);
    expect(await decideCommand([write('c.dmn', DMN)], output)).to.equal(2);
  });
});
