import { expect } from 'chai';
import { after, boundary, cancel, define, end, error, start, transaction, userTask } from '../support/define.ts';
import { run } from '../support/run.ts';

const booking = define(
  [
    start('S'),
    transaction(
      'Tx',
      [
        start('S2'),
        userTask('Hotel', { compensatedBy: 'NoHotel' }),
        userTask('NoHotel', { isForCompensation: true }),
        userTask('Flight', { compensatedBy: 'NoFlight' }),
        userTask('NoFlight', { isForCompensation: true }),
        userTask('Beside'),
        userTask('Decide'),
        end('Cancel', cancel),
        end('Ok'),
      ],
      ['S2 > Hotel', 'S2 > Beside', 'Hotel > Flight', 'Flight > Decide', 'Decide > Cancel if not(ok)', 'Decide > Ok if ok'],
    ),
    boundary('Cancelled', 'Tx', cancel),
    boundary('Hazard', 'Tx', error(null)),
    boundary('Late', 'Tx', after('P1D')),
    userTask('Sorry'),
    userTask('Broken'),
    userTask('TooLate'),
    end('E'),
  ],
  ['S > Tx', 'Tx > E', 'Cancelled > Sorry', 'Hazard > Broken', 'Late > TooLate'],
);

describe('a transaction', () => {
  it('completes like a sub-process', () => {
    const instance = run(booking).complete('Hotel').complete('Flight').complete('Beside').complete('Decide', { ok: true });
    expect(instance.status).to.equal('completed');
  });

  it('is cancelled by a cancel end event: stops what runs, compensates in reverse order, leaves by the cancel boundary event', () => {
    const instance = run(booking).complete('Hotel').complete('Flight').complete('Decide', { ok: false });
    expect(instance.waiting()).to.deep.equal(['NoFlight']);
    expect(instance.left()).to.include('Cancel');
    expect(instance.cancelled()).to.include('Beside');
    expect(instance.complete('NoFlight').waiting()).to.deep.equal(['NoHotel']);
    expect(instance.complete('NoHotel').waiting()).to.deep.equal(['Sorry']);
    expect(instance.cancelled()).to.include('Tx');
    expect(instance.complete('Sorry').status).to.equal('completed');
    expect(instance.state.compensations).to.deep.equal([]);
  });

  it('is left at once when there is nothing to compensate', () => {
    const bare = define(
      [start('S'), transaction('Tx', [start('S2'), end('C', cancel)], ['S2 > C']), boundary('B', 'Tx', cancel), userTask('A')],
      ['S > Tx', 'B > A'],
    );
    expect(run(bare).waiting()).to.deep.equal(['A']);
  });

  it('consumes the token when it has no cancel boundary event', () => {
    const bare = define([start('S'), transaction('Tx', [start('S2'), end('C', cancel)], ['S2 > C']), userTask('A')], ['S > Tx', 'Tx > A']);
    expect(run(bare).status).to.equal('completed');
  });

  it('does not compensate on an error: that is a hazard', () => {
    const instance = run(booking).complete('Hotel').error('Flight', 'X');
    expect(instance.waiting()).to.deep.equal(['Broken']);
    expect(instance.visits('NoHotel')).to.equal(0);
  });
});
