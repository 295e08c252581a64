import { expect } from 'chai';
import { processTriggers } from '../../../engine/model/index.ts';
import { after, catchEvent, define, eventStart, message, receiveTask, signal, start, subProcess, task } from '../kernel/support/define.ts';

describe('what begins a process', () => {
  it('is each start event with a trigger, but not the one without', () => {
    const definition = define(
      [start('Plain'), start('Ordered', message('order')), start('Called', signal('go')), task('A')],
      ['Plain > A', 'Ordered > A', 'Called > A'],
    );
    expect(processTriggers(definition).map(({ elementId, definition: { kind } }) => [elementId, kind])).to.deep.equal([
      ['Ordered', 'message'],
      ['Called', 'signal'],
    ]);
  });

  it('is each event after a gateway that instantiates, and no event inside a sub-process', () => {
    const definition = define(
      [
        eventStart('G'),
        catchEvent('M', message('m')),
        catchEvent('T', after('PT1H')),
        receiveTask('R', message('r')),
        subProcess('Sub', [start('In', message('x'))], []),
      ],
      ['G > M', 'G > T', 'G > R', 'M > Sub'],
    );
    expect(processTriggers(definition).map(({ elementId }) => elementId)).to.deep.equal(['M', 'T', 'R']);
  });
});
