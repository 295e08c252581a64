import { expect } from 'chai';
import type { Draft } from '../support/define.ts';
import { compensation, define, end, error, eventSubProcess, start, subProcess, throwEvent, userTask } from '../support/define.ts';
import { run } from '../support/run.ts';

const undo = (id: string): Draft => userTask(id, { isForCompensation: true });

describe('compensation after an interruption', () => {
  it('still undoes what was done in a scope that ended by an interrupting event sub-process', () => {
    const mended = define(
      [
        start('S'),
        subProcess(
          'Sub',
          [
            start('S2'),
            userTask('A', { compensatedBy: 'NoA' }),
            undo('NoA'),
            userTask('B'),
            eventSubProcess('Handler', [start('On', error(null)), userTask('Mend')], ['On > Mend']),
          ],
          ['S2 > A', 'A > B'],
        ),
        end('Undo', compensation()),
      ],
      ['S > Sub', 'Sub > Undo'],
    );
    const instance = run(mended).complete('A').error('B', 'X').complete('Mend');
    expect(instance.waiting()).to.deep.equal(['NoA']);
    expect(instance.complete('NoA').status).to.equal('completed');
  });

  it('does not begin a handler again that was cancelled half way, and runs those that had not begun', () => {
    const twice = define(
      [
        start('S'),
        userTask('A', { compensatedBy: 'NoA' }),
        undo('NoA'),
        userTask('B', { compensatedBy: 'NoB' }),
        undo('NoB'),
        throwEvent('First', compensation()),
        eventSubProcess('Handler', [start('On', error(null)), end('Second', compensation())], ['On > Second']),
      ],
      ['S > A', 'A > B', 'B > First'],
    );
    const instance = run(twice).complete('A').complete('B');
    expect(instance.waiting()).to.deep.equal(['NoB']);
    expect(instance.error('NoB', 'X').waiting()).to.deep.equal(['NoA']);
    expect(instance.complete('NoA').status).to.equal('completed');
    expect(instance.visits('NoB')).to.equal(1);
  });
});
