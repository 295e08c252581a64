import { expect } from 'chai';
import type { ProcessDefinition } from '../../../engine/model/index.ts';
import { parseBpmn } from '../../../engine/parse/index.ts';
import {
  adHoc,
  after,
  boundary,
  compensation,
  define,
  end,
  every,
  exclusive,
  forEach,
  inclusive,
  parallel,
  scriptTask,
  start,
  task,
  throwEvent,
  userTask,
} from './support/define.ts';
import { BEGIN, Run, run } from './support/run.ts';

/* What engines of this kind are known to get wrong, one named test each. */
async function parsed(xml: string): Promise<ProcessDefinition> {
  const result = await parseBpmn(xml, 'trap.bpmn');
  const [definition] = result.kind === 'refused' ? [] : result.definitions;
  if (definition === undefined) throw new Error(`Expected a definition, but found ${JSON.stringify(result.findings)}.`);
  return definition;
}

describe('known traps', () => {
  it('an omitted isInterrupting or cancelActivity means true', async () => {
    const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"><message id="m" name="m" />
<process id="p" isExecutable="true"><startEvent id="S" /><sequenceFlow id="f" sourceRef="S" targetRef="A" /><userTask id="A" />
<boundaryEvent id="B" attachedToRef="A"><messageEventDefinition id="bd" messageRef="m" /></boundaryEvent>
<sequenceFlow id="g" sourceRef="B" targetRef="BE" /><endEvent id="BE" /><subProcess id="H" triggeredByEvent="true"><startEvent id="HS"><messageEventDefinition id="hd" messageRef="m" /></startEvent></subProcess>
</process></definitions>`;
    const { nodes } = await parsed(xml);
    const interrupting = Object.values(nodes).flatMap((node) =>
      node.kind === 'boundaryEvent' || node.kind === 'startEvent' ? [`${node.id} ${node.isInterrupting}`] : [],
    );
    expect(interrupting).to.include.members(['B true', 'HS true']);
  });

  it('a flow taken twice leaves no token behind a join', () => {
    const twice = define(
      [start('S'), parallel('F'), userTask('A'), userTask('B'), exclusive('M'), userTask('C'), parallel('G'), parallel('J'), userTask('U')],
      ['S > F', 'F > A', 'F > B', 'A > M', 'B > M', 'M > G', 'G > J', 'G > C', 'C > J', 'J > U'],
    );
    const instance = run(twice).complete('A').complete('B').complete('C').complete('C').complete('U').complete('U');
    expect(instance.status).to.equal('completed');
    expect(instance.visits('U')).to.equal(2);
    expect(instance.state.tokens).to.deep.equal({});
  });

  const joined = define(
    [
      start('S'),
      parallel('F'),
      userTask('A'),
      userTask('B'),
      boundary('T', 'A', after('PT1H')),
      task('Gone'),
      inclusive('J'),
      userTask('U'),
    ],
    ['S > F', 'F > A', 'F > B', 'A > J', 'B > J', 'J > U', 'T > Gone'],
  );

  it('an inclusive join whose other token is removed by a boundary event fires', () => {
    const instance = run(joined).complete('B');
    expect(instance.waiting()).to.not.include('U');
    expect(instance.advance('PT1H').waiting()).to.deep.equal(['U']);
  });

  for (const sequential of [false, true]) {
    it(`a join inside ${sequential ? 'a sequential' : 'a parallel'} ad-hoc sub-process fires`, () => {
      const inside = adHoc('P', [userTask('A'), userTask('B'), parallel('J'), userTask('U')], ['A > J', 'B > J', 'J > U'], { sequential });
      const instance = run(define([start('S'), inside, end('E')], ['S > P', 'P > E']))
        .complete('A')
        .complete('B');
      expect(instance.waiting()).to.deep.equal(['U']);
      expect(instance.complete('U').status).to.equal('completed');
    });
  }

  it('an inclusive join fires after the incident of the branch that it waits for is resolved', () => {
    const definition = define(
      [
        start('S'),
        parallel('F'),
        scriptTask('A', 'x + 1', { result: 'y' }),
        exclusive('X', { default: 'X_E' }),
        end('E'),
        userTask('B'),
        inclusive('J'),
        userTask('U'),
      ],
      ['S > F', 'F > A', 'A > X', 'X > J if y > 100', 'X > E', 'F > B', 'B > J', 'J > U'],
    );
    const instance = run(definition, { x: 'text' }).complete('B');
    expect(instance.waiting(), 'the token with the incident may still come').to.deep.equal([]);
    instance.set({ x: 1 }).resolve();
    expect(instance.waiting()).to.deep.equal(['U']);
  });

  it('an inclusive join fires after the token that it waits for is cancelled by a modification', () => {
    const instance = run(joined).complete('B');
    instance.send({
      kind: 'modify',
      instructions: [{ kind: 'cancel', from: { kind: 'element', elementId: instance.wait('A').elementId } }],
    });
    expect(instance.waiting()).to.deep.equal(['U']);
  });

  it('compensation names the handler instance: each sees the variables of the instance that it undoes', () => {
    const definition = define(
      [
        start('S'),
        userTask('A', { loop: forEach('=[10, 20]', { isSequential: true }), compensatedBy: 'H' }),
        userTask('H', { isForCompensation: true }),
        throwEvent('T', compensation()),
      ],
      ['S > A', 'A > T'],
    );
    const instance = run(definition).complete('A').complete('A');
    const seen: unknown[] = [];
    for (let count = 0; count < 2; count += 1) {
      seen.push(instance.state.variables[instance.wait('H').elementInstanceId]?.['item']);
      instance.complete('H');
    }
    expect(seen, 'the last one first').to.deep.equal([20, 10]);
    expect(instance.status).to.equal('completed');
  });

  it('a non-interrupting boundary event on a multi-instance activity fires once for all its instances and disturbs none', () => {
    const definition = define(
      [start('S'), userTask('A', { loop: forEach(3) }), boundary('T', 'A', after('PT1H'), { interrupting: false }), userTask('U')],
      ['S > A', 'T > U'],
    );
    const instance = run(definition).advance('PT1H');
    expect(instance.waiting()).to.deep.equal(['A', 'A', 'A', 'U']);
    expect(instance.complete('A').complete('A').complete('A').waiting()).to.deep.equal(['U']);
  });

  it('of two error definitions with the same code either catches it', async () => {
    const xml = (ref: string): string => `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
<error id="one" name="one" errorCode="E" /><error id="two" name="two" errorCode="E" /><process id="p" isExecutable="true"><startEvent id="S" />
<sequenceFlow id="f" sourceRef="S" targetRef="P" /><subProcess id="P"><startEvent id="PS" /><sequenceFlow id="g" sourceRef="PS" targetRef="PE" />
<endEvent id="PE"><errorEventDefinition id="x" errorRef="one" /></endEvent></subProcess><boundaryEvent id="B" attachedToRef="P">
<errorEventDefinition id="y" errorRef="${ref}" /></boundaryEvent><sequenceFlow id="h" sourceRef="B" targetRef="U" /><userTask id="U" /></process></definitions>`;
    for (const ref of ['one', 'two']) {
      const definition = await parsed(xml(ref));
      expect(run(definition).waiting(), ref).to.deep.equal(['U']);
    }
  });

  it('a timer cycle with a start in the past neither makes up for firings that are over nor counts them', () => {
    const definition = define(
      [start('S'), userTask('A'), boundary('T', 'A', every('R3/2026-02-28T08:30:00Z/PT24H'), { interrupting: false }), userTask('U')],
      ['S > A', 'T > U'],
    );
    const instance = run(definition);
    expect(BEGIN).to.equal('2026-03-01T08:00:00.000Z');
    expect(instance.wait('T')).to.include({ dueAt: '2026-03-01T08:30:00.000Z' });
    expect(instance.advance('P10D').visits('U')).to.be.within(1, 3);
  });

  it('a daily timer keeps its time of day over the change to summer time', () => {
    const definition = define(
      [
        start('S'),
        userTask('A'),
        boundary('T', 'A', every('R/2026-03-01T09:00:00[Europe/Prague]/P1D'), { interrupting: false }),
        task('U'),
      ],
      ['S > A', 'T > U'],
    );
    const instance = new Run(definition);
    instance.now = '2026-03-28T00:00:00.000Z';
    instance.start();
    const dues = [0, 1, 2].map(() => {
      const wait = instance.wait('T');
      const dueAt = wait.kind === 'timer' ? wait.dueAt : '';
      instance.advance('P1D');
      return dueAt;
    });
    expect(dues, 'nine in the morning in Prague').to.deep.equal([
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
    ]);
  });
});
