import { expect } from 'chai';
import type { Command } from '../../../engine/kernel/index.ts';
import { decide } from '../../../engine/kernel/index.ts';
import { asElementInstanceId, asInstanceId } from '../../../engine/model/index.ts';
import { callActivity, condition, catchEvent, define, end, serviceTask, start, userTask } from './support/define.ts';
import { BEGIN, ENVIRONMENT, run } from './support/run.ts';

const one = define([start('S'), userTask('A'), end('E')], ['S > A', 'A > E']);
const unknown: readonly Command[] = [
  { kind: 'completeTask', taskId: '99', variables: {} },
  { kind: 'assignTask', taskId: '99', assignee: null },
  { kind: 'completeJob', jobId: '99', variables: {} },
  { kind: 'failJob', jobId: '99', retriesLeft: 0, message: '' },
  { kind: 'throwError', waitId: '99', errorCode: 'X', message: '', variables: {} },
  { kind: 'throwEscalation', waitId: '99', escalationCode: 'X', variables: {} },
  { kind: 'fireTimer', timerId: '99' },
  { kind: 'deliverMessage', subscriptionId: '99', variables: {} },
  { kind: 'deliverSignal', subscriptionId: '99', variables: {} },
  { kind: 'calledInstanceStarted', waitId: '99', calledInstanceId: asInstanceId('x') },
  { kind: 'calledInstanceEnded', waitId: '99', outcome: { kind: 'terminated' } },
  { kind: 'calledInstanceEscalated', waitId: '99', escalationCode: 'X', variables: {} },
  { kind: 'setVariables', scopeId: asElementInstanceId('99'), variables: {} },
  { kind: 'resolveIncident', incidentId: '99', retries: 1 },
];

describe('the kernel', () => {
  for (const command of unknown) {
    it(`rejects ${command.kind} for an id that is not there, and changes nothing`, () => {
      const instance = run(one);
      const before = instance.state;
      expect(instance.send(command)).to.equal('NOT_FOUND');
      expect(instance.state).to.equal(before);
    });
  }

  it('rejects a command of the wrong kind for a wait', () => {
    const instance = run(one);
    const { id } = instance.wait('A');
    expect(instance.send({ kind: 'fireTimer', timerId: id })).to.equal('NOT_FOUND');
    expect(instance.send({ kind: 'completeJob', jobId: id, variables: {} })).to.equal('NOT_FOUND');
  });

  it('rejects a second completion', () => {
    const two = define([start('S'), userTask('A'), userTask('B')], ['S > A', 'A > B']);
    const instance = run(two);
    const taskId = instance.wait('A').id;
    instance.complete('A');
    expect(instance.send({ kind: 'completeTask', taskId, variables: {} })).to.equal('NOT_FOUND');
  });

  it('takes nothing but resume and cancel while it is suspended', () => {
    const instance = run(one);
    const taskId = instance.wait('A').id;
    instance.do('suspend');
    expect(instance.status).to.equal('suspended');
    for (const command of [...unknown, { kind: 'continue' }, { kind: 'suspend' }] as const)
      expect(instance.send(command), command.kind).to.equal('WRONG_STATUS');
    expect(instance.send({ kind: 'completeTask', taskId, variables: {} })).to.equal('WRONG_STATUS');
    expect(instance.do('resume').complete('A').status).to.equal('completed');
  });

  it('rejects to resume what is not suspended', () => {
    expect(run(one).send({ kind: 'resume' })).to.equal('WRONG_STATUS');
  });

  it('goes on after a pause with what the step budget had left over', () => {
    const instance = run(define([start('S'), userTask('A')], ['S > A']), {}, { stepBudget: 1 });
    expect(instance.latest).to.deep.equal([{ kind: 'continueLater' }]);
    instance.do('suspend').do('resume');
    expect(instance.waiting()).to.deep.equal(['A']);
  });

  it('cancels an instance with everything in it and tells the caller', () => {
    const instance = run(one).do('cancel');
    expect(instance.status).to.equal('cancelled');
    expect(instance.state.waits).to.deep.equal({});
    expect(instance.state.elementInstances).to.deep.equal({});
  });

  it('takes no command after the end', () => {
    const instance = run(one).complete('A');
    expect(instance.send({ kind: 'cancel' })).to.equal('WRONG_STATUS');
    expect(instance.send({ kind: 'continue' })).to.equal('WRONG_STATUS');
  });

  it('takes nothing but start before the start', () => {
    const answer = decide(ENVIRONMENT, one, null, { kind: 'cancel' }, BEGIN);
    expect(answer).to.include({ kind: 'rejected', code: 'NOT_FOUND' });
  });

  it('answers the same to the same question', () => {
    const instance = run(one);
    const command: Command = { kind: 'completeTask', taskId: instance.wait('A').id, variables: { a: 1 } };
    expect(decide(ENVIRONMENT, one, instance.state, command, BEGIN)).to.deep.equal(
      decide(ENVIRONMENT, one, instance.state, command, BEGIN),
    );
  });

  it('looks at conditions when somebody sets variables', () => {
    const waiting = define([start('S'), catchEvent('C', condition('=ok'))], ['S > C']);
    expect(run(waiting, { ok: false }).set({ ok: true }).status).to.equal('completed');
  });

  it('gives ids that are unique within the instance and never come again', () => {
    const busy = define([start('S'), serviceTask('A', 'x'), callActivity('B', 'y'), userTask('C')], ['S > A', 'S > B', 'S > C']);
    const instance = run(busy).complete('A').complete('C');
    const ids = instance.records.flatMap((record) => {
      if (record.kind === 'elementEntered') return [String(record.elementInstance.id)];
      return record.kind === 'waitOpened' ? [record.wait.id] : [];
    });
    expect(new Set(ids).size).to.equal(ids.length);
  });
});
