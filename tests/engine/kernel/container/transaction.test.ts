import { expect } from 'chai';
import type { Draft } from '../support/define.ts';
import {
  after,
  boundary,
  cancel,
  define,
  end,
  error,
  eventSubProcess,
  forEach,
  start,
  subProcess,
  transaction,
  userTask,
} from '../support/define.ts';
import { run } from '../support/run.ts';

const undo = (id: string): Draft => userTask(id, { isForCompensation: true });

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

  it('undoes what was done inside a sub-process that cancels it, then what was done before', () => {
    const nested = define(
      [
        start('S'),
        transaction(
          'Tx',
          [
            start('S2'),
            userTask('A', { compensatedBy: 'NoA' }),
            undo('NoA'),
            subProcess('Sub', [start('S3'), userTask('B', { compensatedBy: 'NoB' }), undo('NoB'), end('C', cancel)], ['S3 > B', 'B > C']),
          ],
          ['S2 > A', 'A > Sub'],
        ),
        boundary('Cancelled', 'Tx', cancel),
        userTask('Sorry'),
      ],
      ['S > Tx', 'Cancelled > Sorry'],
    );
    const instance = run(nested).complete('A').complete('B');
    expect(instance.waiting()).to.deep.equal(['NoB']);
    expect(instance.complete('NoB').waiting()).to.deep.equal(['NoA']);
    expect(instance.complete('NoA').waiting()).to.deep.equal(['Sorry']);
    expect(instance.state.compensations).to.deep.equal([]);
  });

  it('undoes the instances that had completed of a multi-instance activity that had not', () => {
    const many = define(
      [
        start('S'),
        transaction(
          'Tx',
          [
            start('S2'),
            userTask('Book', { compensatedBy: 'Unbook', loop: forEach(3) }),
            undo('Unbook'),
            boundary('Full', 'Book', error(null)),
            userTask('Decide'),
            end('C', cancel),
          ],
          ['S2 > Book', 'S2 > Decide', 'Decide > C'],
        ),
        boundary('Cancelled', 'Tx', cancel),
        end('E'),
      ],
      ['S > Tx', 'Cancelled > E'],
    );
    const instance = run(many).complete('Book').complete('Book').complete('Decide');
    expect(instance.waiting()).to.deep.equal(['Unbook']);
    expect(instance.complete('Unbook').complete('Unbook').status).to.equal('completed');
    expect(instance.visits('Unbook')).to.equal(2);
  });

  it('inside another one that is cancelled is undone like a sub-process', () => {
    const inner = transaction(
      'Inner',
      [start('S3'), userTask('A', { compensatedBy: 'NoA' }), undo('NoA'), end('Ok')],
      ['S3 > A', 'A > Ok'],
    );
    const outer = define(
      [
        start('S'),
        transaction('Tx', [start('S2'), inner, boundary('InnerCancelled', 'Inner', cancel), end('C', cancel)], ['S2 > Inner', 'Inner > C']),
        boundary('Cancelled', 'Tx', cancel),
        userTask('Sorry'),
      ],
      ['S > Tx', 'Cancelled > Sorry'],
    );
    const instance = run(outer).complete('A');
    expect(instance.waiting()).to.deep.equal(['NoA']);
    expect(instance.complete('NoA').waiting()).to.deep.equal(['Sorry']);
    expect(instance.visits('InnerCancelled')).to.equal(0);
  });

  it('is cancelled from an event sub-process inside it', () => {
    const definition = define(
      [
        start('S'),
        transaction(
          'Tx',
          [
            start('S2'),
            userTask('A', { compensatedBy: 'NoA' }),
            undo('NoA'),
            userTask('B'),
            eventSubProcess('On', [start('Failed', error('X')), end('C', cancel)], ['Failed > C']),
          ],
          ['S2 > A', 'A > B'],
        ),
        boundary('Cancelled', 'Tx', cancel),
        end('E'),
      ],
      ['S > Tx', 'Cancelled > E'],
    );
    const instance = run(definition).complete('A').error('B', 'X');
    expect(instance.waiting()).to.deep.equal(['NoA']);
    expect(instance.complete('NoA').status).to.equal('completed');
    expect(instance.visits('E')).to.equal(1);
  });
});
