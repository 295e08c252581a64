import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testProcesses } from '../../../engine/command/test-process.ts';
import { trace } from '../../../engine/command/trace.ts';

const DIAGRAM = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" id="d"><process id="hello" isExecutable="true">
<startEvent id="Start" /><sequenceFlow id="f1" sourceRef="Start" targetRef="Say" /><scriptTask id="Say" scriptFormat="javascript"><script>return { greeting: 'hello ' + name }</script></scriptTask>
<sequenceFlow id="f2" sourceRef="Say" targetRef="Hear" /><userTask id="Hear" /><sequenceFlow id="f3" sourceRef="Hear" targetRef="End" /><endEvent id="End" /></process></definitions>`;
const GOOD = {
  steps: [{ start: { variables: { name: 'Anna' } } }, { complete: { element: 'Hear' } }],
  expect: { status: 'completed', variables: { greeting: 'hello Anna' } },
};

interface Run {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

describe('lanework trace', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lanework-trace-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(diagram: string, scenario: unknown): Promise<Run> {
    const [bpmn, json] = [join(folder, 'hello.bpmn'), join(folder, 'scenario.json')];
    writeFileSync(bpmn, diagram);
    writeFileSync(json, typeof scenario === 'string' ? scenario : JSON.stringify(scenario));
    const out: string[] = [];
    const err: string[] = [];
    const code = await trace([bpmn, json], { out: (line) => out.push(line), err: (line) => err.push(line) });
    return { code, out, err };
  }

  it('prints a JSON line per record and the outcome last, and ends with 0 when the expectation holds', async () => {
    const { code, out, err } = await run(DIAGRAM, GOOD);
    expect(err).to.deep.equal([]);
    expect(code).to.equal(0);
    const lines = out.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(Object.keys(lines[1] ?? {})).to.include.members(['seq', 'at', 'record', 'element', 'scope', 'instance']);
    expect(lines.at(-1)).to.deep.equal({
      status: 'completed',
      variables: { name: 'Anna', greeting: 'hello Anna' },
      waiting: [],
      incidents: [],
    });
  });

  it('ends with 1 and tells the difference when the expectation does not hold', async () => {
    const { code, err } = await run(DIAGRAM, { ...GOOD, expect: { status: 'active' } });
    expect(code).to.equal(1);
    expect(err).to.deep.equal(['{"difference":"Expected status active, but found completed."}']);
  });

  it('ends with 2 and the findings as JSON lines when the diagram is refused', async () => {
    const { code, out, err } = await run(DIAGRAM.replace('targetRef="End"', 'targetRef="Nowhere"'), GOOD);
    expect(code).to.equal(2);
    expect(out).to.deep.equal([]);
    expect(Object.keys(JSON.parse(err[0] ?? '') as object)).to.include.members(['rule', 'element', 'line', 'message']);
  });

  it('ends with 2 when the scenario has an unknown member, two actions in a step, or is no JSON', async () => {
    for (const scenario of [
      { steps: [{ strat: {} }] },
      { steps: [{ start: {}, cancel: {} }] },
      { steps: [], expect: { statsu: 'active' } },
      '{',
    ]) {
      const { code, err } = await run(DIAGRAM, scenario);
      expect(code, JSON.stringify(scenario)).to.equal(2);
      expect(JSON.parse(err[0] ?? '')).to.include({ rule: 'scenario-invalid' });
    }
  });

  it('ends with 2 when a member of the scenario is misspelt, and passes over what means something to others', async () => {
    for (const name of ['expct', 'expects', 'expectation', 'Expect', 'stub', 'file']) {
      const { code, err } = await run(DIAGRAM, { ...GOOD, [name]: {} });
      expect([name, code, err.length]).to.deep.equal([name, 2, 1]);
      expect(err[0]).to.contain(`but found \\"${name}\\"`);
    }
    expect((await run(DIAGRAM, { ...GOOD, id: 7, note: 'x', tags: [], description: '', $schema: 's' })).code).to.equal(0);
  });

  it('takes a correlation key that is written as a number', async () => {
    const message =
      '<message id="M" name="Told"><extensionElements><zeebe:subscription xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" correlationKey="=order" /></extensionElements></message>';
    const diagram = DIAGRAM.replace('<userTask id="Hear" />', '<receiveTask id="Hear" messageRef="M" />').replace(
      '<process',
      `${message}<process`,
    );
    const steps = [{ start: { variables: { name: 'Anna', order: 5 } } }, { message: { name: 'Told', correlationKey: 5 } }];
    expect((await run(diagram, { steps, expect: { status: 'completed' } })).code).to.equal(0);
  });

  it('takes remarks in steps and forms among the files, which change nothing', async () => {
    writeFileSync(join(folder, 'a.form'), '{}');
    const { code } = await run(DIAGRAM, {
      ...GOOD,
      files: ['a.form'],
      steps: GOOD.steps.map((step) => ({ comment: 'says hello', ...step })),
    });
    expect(code).to.equal(0);
  });

  it('ends with 2 when a file is missing', async () => {
    const { code, err } = await run(DIAGRAM, { ...GOOD, files: ['missing.dmn'] });
    expect(code).to.equal(2);
    expect(err.at(-1)).to.contain('missing.dmn');
  });

  it('lets a condition that may run long wait for a variable that is missing, as any other condition does', async () => {
    const diagram = DIAGRAM.replace(
      /<scriptTask .*<\/scriptTask>/,
      '<intermediateCatchEvent id="Say"><conditionalEventDefinition id="c"><condition>matches(code, pattern)</condition></conditionalEventDefinition></intermediateCatchEvent>',
    );
    const steps = [
      { start: {}, expect: { waiting: ['Say'], incidents: [] } },
      { set: { variables: { code: 'abc', pattern: 'x' } }, expect: { waiting: ['Say'], incidents: [] } },
      { set: { variables: { pattern: 'a.c' } } },
    ];
    expect(await run(diagram, { steps, expect: { waiting: ['Hear'] } })).to.include({ code: 0 });
  });

  it('throws a signal without name for a multi-instance behavior that names no event', async () => {
    const loop =
      '<task id="Say"><multiInstanceLoopCharacteristics behavior="None"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></task>';
    const { code, out } = await run(DIAGRAM.replace(/<scriptTask .*<\/scriptTask>/, loop), {
      steps: [{ start: {}, expect: { waiting: ['Hear'] } }],
    });
    expect(code).to.equal(0);
    expect(out.filter((line) => line.includes('"thrown"') && line.includes('"Say"'))).to.have.length(2);
  });

  it('starts by a message when the start names one', async () => {
    const diagram = DIAGRAM.replace(
      '<startEvent id="Start" />',
      '<startEvent id="Start"><messageEventDefinition id="m" messageRef="M" /></startEvent>',
    ).replace('<process', '<message id="M" name="Hello" /><process');
    const { code, err } = await run(diagram, {
      ...GOOD,
      steps: [{ start: { message: 'Hello', variables: { name: 'Anna' } } }, GOOD.steps[1]],
    });
    expect(err).to.deep.equal([]);
    expect(code).to.equal(0);
  });
});

describe('lanework test', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lanework-test-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  async function run(scenarios: Record<string, unknown>, args: readonly string[] = []): Promise<Run> {
    mkdirSync(join(root, 'processes/hello/scenarios'), { recursive: true });
    writeFileSync(join(root, 'processes/hello/hello.bpmn'), DIAGRAM);
    for (const [name, content] of Object.entries(scenarios))
      writeFileSync(join(root, `processes/hello/scenarios/${name}.json`), JSON.stringify(content));
    const out: string[] = [];
    const err: string[] = [];
    const code = await testProcesses(args, { out: (line) => out.push(line), err: (line) => err.push(line) }, root);
    return { code, out, err };
  }

  it('passes when all scenarios hold and tells the coverage', async () => {
    const { code, out } = await run({ good: { ...GOOD, name: 'says hello' } });
    expect(code).to.equal(0);
    expect(out).to.deep.equal(['pass  hello: says hello', 'coverage  hello: 4 of 4 flow nodes (100 %)', '1 scenarios, 1 passed, 0 failed']);
  });

  it('fails with the differences when one does not hold, and names what was not visited', async () => {
    const { code, out } = await run({ bad: { steps: [{ start: { variables: { name: 'Anna' } } }], expect: { status: 'completed' } } });
    expect(code).to.equal(1);
    expect(out).to.deep.equal([
      'FAIL  hello: bad',
      '      Expected status completed, but found active (waiting at Hear).',
      'coverage  hello: 3 of 4 flow nodes (75 %), not visited: End',
      '1 scenarios, 0 passed, 1 failed',
    ]);
  });

  it('refuses a process that does not exist', async () => {
    const { code, err } = await run({}, ['nope']);
    expect(code).to.equal(2);
    expect(err).to.deep.equal(['Expected one of the processes hello, but found nope.']);
  });
});
