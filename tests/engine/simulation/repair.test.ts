import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trace } from '../../../engine/command/trace.ts';

const HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" id="d">';
const flow = (id: string, from: string, to: string): string => `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}" />`;
const diagram = (tag: string, content: string): string =>
  `${HEAD}<process id="order" isExecutable="true"><extensionElements><zeebe:versionTag xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" value="${tag}" /></extensionElements>${content}</process></definitions>`;

const CHECK_AND_PACK = `<startEvent id="Start" />${flow('f1', 'Start', 'Check')}<userTask id="Check" />${flow('f2', 'Check', 'Pack')}
  <subProcess id="Pack"><startEvent id="PackStart" />${flow('p1', 'PackStart', 'Pick')}<userTask id="Pick" />${flow('p2', 'Pick', 'Wrap')}<userTask id="Wrap" />
  ${flow('p3', 'Wrap', 'PackEnd')}<endEvent id="PackEnd" /></subProcess>${flow('f3', 'Pack', 'End')}<endEvent id="End" />`;
const FIRST = diagram('1', CHECK_AND_PACK);
const SECOND = diagram('2', CHECK_AND_PACK.replaceAll('"Check"', '"Inspect"'));

describe('repairing in a scenario', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lanework-repair-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function run(scenario: object): Promise<{ code: number; outcome: Record<string, unknown>; err: string }> {
    mkdirSync(folder, { recursive: true });
    const [bpmn, json] = [join(folder, 'order.bpmn'), join(folder, 'scenario.json')];
    writeFileSync(bpmn, FIRST);
    writeFileSync(join(folder, 'second.bpmn'), SECOND);
    writeFileSync(json, JSON.stringify(scenario));
    const out: string[] = [];
    const err: string[] = [];
    const code = await trace([bpmn, json], { out: (line) => out.push(line), err: (line) => err.push(line) });
    return { code, outcome: JSON.parse(out.at(-1) ?? '{}') as Record<string, unknown>, err: err.join('\n') };
  }

  it('moves tokens into a sub-process, adds and cancels them', async () => {
    const steps = [
      { start: {} },
      { modify: { move: 'Check', to: 'Wrap', variables: { '': { moved: true } } }, expect: { waiting: ['Wrap'] } },
      { modify: { instructions: [{ add: 'f2' }, { add: 'Start' }] }, expect: { waiting: ['Wrap', 'Pick', 'Check'] } },
      { modify: { add: 'Wrap', within: { element: 'Pack', index: 1 } }, expect: { waiting: ['Wrap', 'Pick', 'Check', 'Wrap'] } },
      { modify: { instructions: [{ cancel: 'Wrap', index: 0 }, { cancel: 'Check' }] }, expect: { waiting: ['Pick', 'Wrap'] } },
      { complete: { element: 'Pick' } },
      { complete: { element: 'Wrap' } },
      { complete: { element: 'Wrap' } },
    ];
    const { code, outcome, err } = await run({ steps, expect: { status: 'completed' } });
    expect([err, code, outcome['variables']]).to.deep.equal(['', 0, { moved: true }]);
  });

  it('tells everything that is wrong with a modification', async () => {
    const { code, err } = await run({ steps: [{ start: {} }, { modify: { instructions: [{ add: 'Nowhere' }, { cancel: 'Pick' }] } }] });
    expect(code).to.equal(1);
    expect(err).to.include('UNKNOWN_ELEMENT').and.include('NOTHING_TO_CANCEL');
  });

  it('goes on with another definition of its files', async () => {
    const steps = [
      { start: {} },
      { migrate: { versionTag: '2', mapping: { Check: 'Inspect' } }, expect: { waiting: ['Inspect'] } },
      { complete: { element: 'Inspect' } },
      { complete: { element: 'Pick' } },
      { complete: { element: 'Wrap' } },
    ];
    const { code, err } = await run({ files: ['second.bpmn'], steps, expect: { status: 'completed', visited: ['Check', 'Wrap'] } });
    expect([err, code]).to.deep.equal(['', 0]);
  });

  it('tells why a migration is refused', async () => {
    const { code, err } = await run({ files: ['second.bpmn'], steps: [{ start: {} }, { migrate: {} }] });
    expect([code, err]).to.satisfy(([status, text]: [number, string]) => status === 1 && text.includes('UNMAPPED_ELEMENT'));
    expect((await run({ steps: [{ start: {} }, { migrate: {} }] })).err).to.include('Expected another definition of process');
  });
});
