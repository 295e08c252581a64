import { expect } from 'chai';
import { catchEvent, define, end, message, signal, start, subProcess, task, timer, userTask } from '../support/define.ts';
import { Run, run } from '../support/run.ts';

const several = define(
  [
    start('Plain'),
    start('Ordered', message('order'), { out: { orderId: '=id' } }),
    start('Nightly', timer({ kind: 'cycle', cycle: { kind: 'literal', value: 'R/P1D' } })),
    start('Called', signal('go')),
    userTask('A'),
  ],
  ['Plain > A', 'Ordered > A', 'Nightly > A', 'Called > A'],
);

describe('a start event', () => {
  it('without a trigger is where a process begins', () => {
    expect(run(several, { x: 1 }).entered()).to.deep.equal(['Plain', 'A']);
  });

  it('with a trigger begins alone when it was triggered', () => {
    const instance = new Run(several).start({ x: 1 }, { at: 'Called' });
    expect(instance.entered()).to.deep.equal(['Called', 'A']);
    expect(instance.variables).to.deep.equal({ x: 1 });
    expect(new Run(several).start({}, { at: 'Nightly' }).entered()).to.deep.equal(['Nightly', 'A']);
  });

  it('lets in only what its output mappings name', () => {
    expect(new Run(several).start({ id: 5, noise: 1 }, { at: 'Ordered' }).variables).to.deep.equal({ orderId: 5 });
  });

  it('is refused when it is not there', () => {
    const command = {
      kind: 'start',
      instanceId: 'i',
      definitionId: 'd',
      businessKey: null,
      variables: {},
      rootInstanceId: 'i',
      caller: null,
    } as const;
    const none = define([start('S', message('order')), task('A')], ['S > A']);
    // Ids are plain texts at run time.
    expect(new Run(none).send({ ...command, startEventId: null } as never)).to.equal('NO_START_EVENT');
    expect(new Run(none).send({ ...command, startEventId: 'X' } as never)).to.equal('NO_START_EVENT');
  });

  it('may be missing: then every node without incoming flow begins', () => {
    const instance = run(
      define([task('A'), userTask('B'), catchEvent('C', signal('x')), userTask('D'), end('E')], ['A > D', 'D > E', 'B > E', 'C > E']),
    );
    expect(instance.waiting()).to.deep.equal(['B', 'C', 'D']);
    expect(instance.complete('B').complete('C').complete('D').status).to.equal('completed');
  });

  it('may be missing in a sub-process too', () => {
    const definition = define([start('S'), subProcess('Sub', [userTask('A'), userTask('B')], []), end('E')], ['S > Sub', 'Sub > E']);
    expect(run(definition).complete('A').complete('B').status).to.equal('completed');
  });

  it('keeps the business key', () => {
    expect(new Run(several).start({}, { businessKey: 'SO-1' }).state.businessKey).to.equal('SO-1');
  });
});
