import { expect } from 'chai';
import type { BusinessCalendar, BusinessCalendars } from '../../../../engine/model/index.ts';
import { define, end, start, userTask } from '../support/define.ts';
import { run } from '../support/run.ts';

const one = (options: Parameters<typeof userTask>[1]) => define([start('S'), userTask('A', options), end('E')], ['S > A', 'A > E']);

describe('a user task', () => {
  it('waits with its assignee, groups, dates and priority evaluated', () => {
    const instance = run(
      one({
        assignee: '=owner',
        groups: '=["sales", "finance"]',
        users: 'anna, boris',
        due: 'PT24H',
        followUp: '2026-03-05',
        priority: '=80',
      }),
      { owner: 'anna' },
    );
    expect(instance.wait('A')).to.deep.include({
      kind: 'task',
      name: 'A',
      assignee: 'anna',
      candidateGroups: ['sales', 'finance'],
      candidateUsers: ['anna', 'boris'],
      dueAt: '2026-03-02T08:00:00.000Z',
      followUpAt: '2026-03-05T00:00:00.000Z',
      priority: 80,
      formId: null,
    });
  });

  it('takes groups as text with commas', () => {
    expect(run(one({ groups: 'sales , finance' })).wait('A')).to.deep.include({ candidateGroups: ['sales', 'finance'] });
  });

  it('belongs to the group of its innermost lane when it names none', () => {
    expect(run(one({ lanes: ['Company', 'Warehouse'] })).wait('A')).to.deep.include({ candidateGroups: ['warehouse'] });
    expect(run(one({ lanes: ['Company', 'Warehouse'], groups: 'sales' })).wait('A')).to.deep.include({ candidateGroups: ['sales'] });
  });

  it('merges what it is completed with into the process', () => {
    const instance = run(one({}), { a: 1 }).complete('A', { a: 2, b: 3 });
    expect(instance.variables).to.deep.equal({ a: 2, b: 3 });
    expect(instance.status).to.equal('completed');
  });

  it('can be assigned and given back', () => {
    const instance = run(one({}));
    const taskId = instance.wait('A').id;
    instance.send({ kind: 'assignTask', taskId, assignee: 'boris' });
    expect(instance.wait('A')).to.include({ assignee: 'boris' });
    instance.send({ kind: 'assignTask', taskId, assignee: null });
    expect(instance.wait('A')).to.include({ assignee: null });
  });

  it('counts a due date by the business calendar that it names, and raises an incident when there is none of this name', () => {
    const task = userTask('A', { due: 'PT10H' });
    const definition = define([start('S'), { ...task, own: { ...task.own, calendar: 'office' } }], ['S > A']);
    const hours = { monday: ['09:00-17:00'], tuesday: ['09:00-17:00'] };
    // The run begins on Sunday, 1 March 2026.
    const calendars = { office: { zone: 'UTC', hours, holidays: [] } };
    expect(run(definition, {}, { calendars }).wait('A')).to.include({ dueAt: '2026-03-03T11:00:00.000Z' });
    expect(run(definition).incidents()).to.deep.equal(['CALENDAR_UNKNOWN A']);
  });

  it('counts a due date by the calendar of its team, else by the default one, and raises an incident when there is neither', () => {
    const dueBy = (calendars: BusinessCalendars, options: Parameters<typeof userTask>[1]) => {
      const task = userTask('A', { due: 'PT10H', ...options });
      return run(define([start('S'), { ...task, own: { ...task.own, calendar: 'team' } }], ['S > A']), { who: 'night' }, { calendars });
    };
    const daily = (times: string): BusinessCalendar => ({ zone: 'UTC', hours: { monday: [times], tuesday: [times] }, holidays: [] });
    const calendars = { 'team:night': daily('00:00-06:00'), 'team:day': daily('06:00-20:00'), default: daily('09:00-17:00') };
    expect(dueBy(calendars, { groups: '=[who, "day"]' }).wait('A')).to.include({ dueAt: '2026-03-03T04:00:00.000Z' });
    expect(dueBy(calendars, { groups: 'nobody, day' }).wait('A')).to.include({ dueAt: '2026-03-02T16:00:00.000Z' });
    expect(dueBy(calendars, { lanes: ['Company', 'Night'] }).wait('A')).to.include({ dueAt: '2026-03-03T04:00:00.000Z' });
    expect(dueBy(calendars, { groups: 'nobody' }).wait('A')).to.include({ dueAt: '2026-03-03T11:00:00.000Z' });
    expect(dueBy({ 'team:day': daily('06:00-20:00') }, { groups: 'night' }).incidents()).to.deep.equal(['CALENDAR_UNKNOWN A']);
  });

  it('raises an incident when its due date is none, and opens once that is mended', () => {
    const instance = run(one({ due: '=due' }), { due: 'soon' });
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED A']);
    expect(instance.waiting()).to.deep.equal([]);
    expect(instance.set({ due: '2026-03-04T12:00:00+01:00' }).resolve().wait('A')).to.include({ dueAt: '2026-03-04T11:00:00.000Z' });
  });

  it('can end with an error or an escalation', () => {
    const instance = run(one({})).error('A', 'NO_CUSTOMER');
    expect(instance.incidents()).to.deep.equal(['UNHANDLED_ERROR A']);
    expect(instance.waiting()).to.deep.equal(['A']);
    expect(instance.complete('A').status).to.equal('completed');
    expect(instance.incidents()).to.deep.equal([]);
  });
});
