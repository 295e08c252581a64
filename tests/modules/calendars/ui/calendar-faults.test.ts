import { expect } from 'chai';
import { saveCalendarBody } from '../../../../engine/http/schema/calendar.ts';
import { faultsOf } from '../../../../modules/calendars/ui/calendar-faults.ts';
import { partsOf, workingDays } from '../../../../modules/calendars/ui/calendar.ts';
import type { Calendar } from '../../../../modules/calendars/ui/calendar.ts';

const office = (change: Partial<Calendar> = {}): Calendar => ({
  name: 'office',
  title: 'Head office',
  zone: 'Europe/Prague',
  hours: { monday: ['09:00-12:00', '13:00-17:00'] },
  holidays: ['2026-12-24', '--02-29'],
  isDefault: false,
  teams: [],
  ...change,
});
const onMonday = (...monday: string[]): Calendar => office({ hours: { monday } });

describe('what is wrong in a calendar', () => {
  const cases: readonly (readonly [name: string, calendar: Calendar, field: string | null])[] = [
    ['nothing', office(), null],
    ['no title', office({ title: ' ' }), 'title'],
    ['no such zone', office({ zone: 'Europe/Atlantis' }), 'zone'],
    ['words for hours', onMonday('9 to 5'), 'hours.monday'],
    ['hours past midnight', onMonday('22:00-06:00'), 'hours.monday'],
    ['a minute that does not exist', onMonday('09:60-17:00'), 'hours.monday'],
    ['the end of the day', onMonday('12:00-24:00'), null],
    ['hours over each other', onMonday('09:00-12:00', '11:00-15:00'), 'hours.monday'],
    ['no hours at all', office({ hours: { monday: [], sunday: [] } }), 'hours.monday'],
    ['a day that does not exist', office({ holidays: ['2026-02-30'] }), 'holidays'],
    ['a day in words', office({ holidays: ['Christmas'] }), 'holidays'],
  ];
  for (const [name, calendar, field] of cases) {
    it(`is told at its field, and the server says the same: ${name}`, () => {
      const { name: _, ...body } = calendar;
      expect(Object.keys(faultsOf(calendar, []))).to.deep.equal(field === null ? [] : [field]);
      expect(saveCalendarBody.safeParse(body).success).to.equal(field === null);
    });
  }

  it('is a name that diagrams cannot say, that means the default calendar, or that another one has', () => {
    expect(faultsOf(office({ name: '1st' }), [])['name']?.text).to.equal('fault.name');
    expect(faultsOf(office({ name: 'default' }), [])['name']?.text).to.equal('fault.reserved');
    expect(faultsOf(office(), ['office'])['name']).to.deep.equal({ text: 'fault.taken', found: 'office' });
  });
});

describe('working hours', () => {
  it('are read by commas, semicolons or lines, with any dash', () => {
    expect(partsOf('09:00 – 12:00; 13:00-17:00\n')).to.deep.equal(['09:00-12:00', '13:00-17:00']);
  });

  it('are told once for days one after another that have the same', () => {
    const times = ['09:00-17:00'];
    const days = workingDays(office({ hours: { monday: times, tuesday: times, wednesday: [], thursday: times, friday: ['09:00-12:00'] } }));
    expect(days.map(({ from, to }) => `${from} ${to}`)).to.deep.equal(['monday tuesday', 'thursday thursday', 'friday friday']);
  });
});
