import { expect } from 'chai';
import type { Draft } from '../support/define.ts';
import { boundary, compensation, define, end, escalation, exclusive, signal, start, userTask } from '../support/define.ts';
import { run } from '../support/run.ts';

const done = (id: string): Draft => userTask(id, { compensatedBy: `No${id}` });
const undo = (id: string): Draft => userTask(`No${id}`, { isForCompensation: true });

/** `A` with a boundary event that leaves it running and leads to `B`, then `C`; the token of `A` goes on to the compensation. */
const watched = define(
  [
    start('S'),
    done('A'),
    undo('A'),
    boundary('On', 'A', signal('more'), { interrupting: false }),
    done('B'),
    undo('B'),
    done('C'),
    undo('C'),
    done('D'),
    undo('D'),
    userTask('Wait'),
    end('Undo', compensation()),
  ],
  ['S > A', 'S > D', 'A > Wait', 'Wait > Undo', 'On > B', 'B > C'],
);

describe('the order of compensation', () => {
  it('undoes what a boundary event led to before the activity that went on, and what follows it before that', () => {
    const instance = run(watched).complete('On').complete('B').complete('C').complete('A').complete('Wait');
    const handlers = ['NoC', 'NoB', 'NoA'];
    for (const handler of handlers) {
      expect(instance.waiting()).to.include(handler);
      instance.complete(handler);
    }
    expect(instance.waiting()).to.deep.equal(['D']);
  });

  it('is the reverse of completion for activities that only ran beside each other', () => {
    const instance = run(watched).complete('D').complete('A').complete('Wait').complete('NoA');
    expect(instance.waiting()).to.deep.equal(['NoD']);
  });

  it('is the reverse of completion for what an earlier round of the activity led to', () => {
    const rounds = define(
      [
        start('S'),
        exclusive('J'),
        done('A'),
        undo('A'),
        boundary('On', 'A', escalation('MORE'), { interrupting: false }),
        done('B'),
        undo('B'),
        end('Undo', compensation()),
      ],
      ['S > J', 'J > A', 'A > B', 'On > B', 'B > J if again', 'B > Undo if not(again)'],
    );
    const instance = run(rounds).complete('A').complete('B', { again: true }).complete('A').complete('B', { again: false });
    for (const handler of ['NoB', 'NoA', 'NoB', 'NoA']) {
      expect(instance.waiting()).to.deep.equal([handler]);
      instance.complete(handler);
    }
    expect(instance.status).to.equal('completed');
  });
});
