import { expect } from 'chai';
import {
  adHoc,
  after,
  boundary,
  callActivity,
  catchEvent,
  compensation,
  define,
  eventBased,
  eventSubProcess,
  forEach,
  inclusive,
  message,
  parallel,
  sendTask,
  serviceTask,
  signal,
  start,
  subProcess,
  throwEvent,
  userTask,
} from '../support/define.ts';
import { preview, refusals } from '../support/migration.ts';
import { run } from '../support/run.ts';

const one = define([start('S'), userTask('A')], ['S > A']);

describe('the rules of a migration', () => {
  it('known-elements: refuses names that exist in neither definition', () => {
    const answer = refusals(run(one), one, { mapping: { Nothing: 'A', A: 'Nowhere' } });
    expect(answer).to.deep.equal(['UNKNOWN_ELEMENT Nothing', 'UNKNOWN_TARGET A']);
  });

  it('mapped: refuses an active element without a place, and says what has its id', () => {
    const gone = define([start('S'), serviceTask('A', 'x')], ['S > A']);
    expect(refusals(run(one), gone)).to.deep.equal(['UNMAPPED_ELEMENT A']);
    expect(preview(run(one), gone).problems[0]?.message).to.equal(
      'Expected a userTask to take the place of "A" of "process", which is active, but the element of that id there is a serviceTask.',
    );
    expect(refusals(run(one), one, { mapping: { A: null } })).to.deep.equal(['UNMAPPED_ELEMENT A']);
  });

  it('kind: refuses an element of another kind', () => {
    const other = define([start('S'), serviceTask('B', 'x')], ['S > B']);
    expect(refusals(run(one), other, { mapping: { A: 'B' } })).to.deep.equal(['KIND_CHANGED A']);
    expect(refusals(run(one), other, { mapping: { A: 'S_B' } })).to.deep.equal(['KIND_CHANGED A']);
  });

  it('scope: refuses an active element in another sub-process', () => {
    const inside = define([start('S'), subProcess('P', [start('PS'), userTask('A')], ['PS > A'])], ['S > P']);
    expect(refusals(run(one), inside)).to.deep.equal(['SCOPE_CHANGED A']);
    expect(refusals(run(inside), one)).to.include('UNMAPPED_ELEMENT P');
  });

  it('loop: refuses a loop that comes, goes or changes its kind', () => {
    const looped = (isSequential: boolean) => define([start('S'), userTask('A', { loop: forEach(2, { isSequential }) })], ['S > A']);
    expect(refusals(run(one), looped(false))).to.deep.equal(['LOOP_CHANGED A']);
    expect(refusals(run(looped(false)), one)).to.deep.equal(['LOOP_CHANGED A']);
    expect(refusals(run(looped(false)), looped(true))).to.deep.equal(['LOOP_CHANGED A']);
    expect(
      refusals(run(looped(true)), define([start('S'), userTask('A', { loop: forEach(5, { isSequential: true }) })], ['S > A'])),
    ).to.deep.equal([]);
  });

  const attached = (host: string) =>
    define([start('S'), userTask('A'), userTask('B'), boundary('Late', host, after('PT1H'))], ['S > A', 'A > B']);

  it('boundary-event: refuses one that waits and is attached elsewhere, unless it is taken out of the mapping', () => {
    expect(refusals(run(attached('A')), attached('B'))).to.deep.equal(['BOUNDARY_EVENT_MOVED Late']);
    expect(refusals(run(attached('A')), attached('B'), { mapping: { Late: null } })).to.deep.equal([]);
  });

  it('event-definition: refuses an event that waits for another kind of thing', () => {
    const caught = (definition: ReturnType<typeof signal>) => define([start('S'), catchEvent('C', definition)], ['S > C']);
    expect(refusals(run(caught(signal('x'))), caught(after('PT1H')))).to.deep.equal(['EVENT_DEFINITION_CHANGED C']);
    const bound = (definition: ReturnType<typeof signal>) => define([start('S'), userTask('A'), boundary('C', 'A', definition)], ['S > A']);
    expect(refusals(run(bound(signal('x'))), bound(message('x')))).to.deep.equal(['EVENT_DEFINITION_CHANGED C']);
  });

  const race = (events: readonly string[]) =>
    define(
      [start('S'), eventBased('G'), catchEvent('M', message('m')), catchEvent('T', after('PT1H')), catchEvent('X', signal('x'))],
      ['S > G', ...events.map((id) => `G > ${id}`)],
    );

  it('event-gateway: refuses an event that does not follow its gateway any more, unless it is taken out of the mapping', () => {
    const instance = run(race(['M', 'T']));
    expect(refusals(instance, race(['M', 'X']))).to.deep.equal(['EVENT_GATEWAY_CHANGED T']);
    expect(refusals(instance, race(['M', 'X']), { mapping: { T: null } })).to.deep.equal([]);
  });

  it('event-sub-process: refuses a running one that is begun in another way', () => {
    const help = (interrupting: boolean) =>
      define(
        [start('S'), userTask('A'), eventSubProcess('Help', [start('HS', message('help'), { interrupting }), userTask('H')], ['HS > H'])],
        ['S > A'],
      );
    expect(refusals(run(help(false)).complete('HS'), help(true))).to.deep.equal(['EVENT_SUB_PROCESS_CHANGED Help']);
    expect(refusals(run(help(false)), help(true))).to.deep.equal([]);
  });

  const joined = (kind: typeof parallel | typeof inclusive, flow: string) =>
    define(
      [start('S'), parallel('Fork'), userTask('A'), userTask('B'), kind('Join'), userTask('C')],
      ['S > Fork', 'Fork > A', 'Fork > B', flow, 'B > Join', 'Join > C'],
    );

  it('waiting-token: refuses a flow that is gone or leads to another kind of join', () => {
    const instance = run(joined(parallel, 'A > Join')).complete('A');
    expect(refusals(instance, joined(parallel, 'A > C'))).to.deep.equal(['TOKEN_FLOW_LOST A_Join']);
    expect(refusals(instance, joined(parallel, 'A > C'), { mapping: { A_Join: 'A_C' } })).to.deep.equal(['JOIN_CHANGED A_Join']);
    expect(refusals(instance, joined(inclusive, 'A > Join'))).to.deep.equal(['JOIN_CHANGED A_Join']);
  });

  it('waiting-token: refuses a flow in another scope', () => {
    const inside = define(
      [
        start('S'),
        parallel('Fork'),
        userTask('A'),
        userTask('B'),
        parallel('Join'),
        subProcess('P', [start('PS'), parallel('Q'), parallel('R')], ['PS > Q', 'q1: Q > R', 'q2: Q > R']),
      ],
      ['S > Fork', 'Fork > A', 'Fork > B', 'A > Join', 'B > Join', 'Join > P'],
    );
    const instance = run(joined(parallel, 'A > Join')).complete('A');
    expect(refusals(instance, inside, { mapping: { A_Join: 'q1' } })).to.deep.equal(['SCOPE_CHANGED A_Join']);
  });

  it('mapped-twice: refuses to make one of two flows with tokens, or of two events that wait', () => {
    const three = define(
      [start('S'), parallel('Fork'), userTask('A'), userTask('B'), userTask('C'), parallel('Join')],
      ['S > Fork', 'Fork > A', 'Fork > B', 'Fork > C', 'A > Join', 'B > Join', 'C > Join'],
    );
    expect(refusals(run(three).complete('A').complete('B'), three, { mapping: { B_Join: 'A_Join' } })).to.deep.equal([
      'MAPPED_TWICE B_Join',
    ]);
    const bound = define([start('S'), userTask('A'), boundary('X', 'A', signal('x')), boundary('Y', 'A', signal('y'))], ['S > A']);
    expect(refusals(run(bound), bound, { mapping: { Y: 'X' } })).to.deep.equal(['MAPPED_TWICE Y']);
  });

  it('work: refuses an open job of an element that would be passed at once', () => {
    const sends = (job: string | undefined) =>
      define([start('S'), sendTask('T', message('m'), job === undefined ? {} : { job })], ['S > T']);
    expect(refusals(run(sends('mail')), sends(undefined))).to.deep.equal(['WORK_CHANGED T']);
  });

  it('call-activity: refuses to call another process while an instance of the old one is running', () => {
    const calls = (id: string) => define([start('S'), callActivity('Call', id)], ['S > Call']);
    const instance = run(calls('a'));
    expect(refusals(instance, calls('b'))).to.deep.equal([]);
    instance.send({ kind: 'calledInstanceStarted', waitId: instance.wait('Call').id, calledInstanceId: instance.state.instanceId });
    expect(refusals(instance, calls('b'))).to.deep.equal(['CALLED_PROCESS_CHANGED Call']);
  });

  it('ad-hoc-order: refuses another order of what has begun', () => {
    const free = (ids: readonly string[], sequential = true) =>
      define(
        [
          start('S'),
          adHoc(
            'Free',
            ids.map((id) => userTask(id)),
            [],
            { sequential },
          ),
        ],
        ['S > Free'],
      );
    const instance = run(free(['A', 'B', 'C'])).complete('A');
    expect(refusals(instance, free(['A', 'B', 'D', 'C']))).to.deep.equal([]);
    expect(refusals(instance, free(['B', 'A', 'C']))).to.deep.equal(['AD_HOC_CHANGED Free']);
    expect(refusals(instance, free(['A', 'B', 'C'], false))).to.deep.equal(['AD_HOC_CHANGED Free']);
  });

  const book = (handler: string | null, isForCompensation = true) =>
    define(
      [
        start('S'),
        userTask('Hotel', handler === null ? {} : { compensatedBy: handler }),
        userTask('NoHotel', { isForCompensation }),
        userTask('Wait'),
      ],
      ['S > Hotel', 'Hotel > Wait'],
    );

  it('compensation: refuses to lose the handler of what has completed', () => {
    expect(refusals(run(book('NoHotel')).complete('Hotel'), book(null))).to.deep.equal(['COMPENSATION_LOST Hotel']);
    expect(refusals(run(book('NoHotel')), book(null))).to.deep.equal([]);
  });

  it('compensation: refuses to go on with a compensation as something else', () => {
    const undone = define(
      [
        start('S'),
        userTask('Hotel', { compensatedBy: 'NoHotel' }),
        userTask('NoHotel', { isForCompensation: true }),
        throwEvent('Undo', compensation()),
      ],
      ['S > Hotel', 'Hotel > Undo'],
    );
    const instance = run(undone).complete('Hotel');
    expect(refusals(instance, undone, { mapping: { NoHotel: 'Hotel' } })).to.deep.equal(['COMPENSATION_CHANGED NoHotel']);
  });

  it('tells an expression that fails while what is waited for is opened', () => {
    const target = define([start('S'), userTask('A'), boundary('Late', 'A', after('=missing.time'))], ['S > A']);
    expect(refusals(run(one), target)).to.deep.equal(['EXPRESSION_FAILED A']);
  });
});
