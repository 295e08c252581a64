import { expect } from 'chai';
import { bpmn, path } from '../support/bpmn.ts';
import { signOut } from '../support/person.ts';
import { useStage } from '../support/stage.ts';

/** A process that waits ten working hours of a calendar. */
const waitingFor = (calendar: string): string =>
  bpmn(
    'patient',
    `<bpmn:startEvent id="start"/><bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition lanework:calendar="${calendar}"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT10H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent><bpmn:endEvent id="end"/>${path('start', 'wait', 'end')}`,
  );

describe('an administrator keeps working hours', function () {
  this.timeout(300_000);
  const stage = useStage();

  it('and nobody else does', async () => {
    const anna = await stage.signedIn('Anna Novak');
    await anna.page.goto(`${stage.product.url}/calendars`);
    await anna.page.getByText('This page is for administrators').waitFor();
    await signOut(anna);
  });

  it('is told field by field what is wrong, asked before changes are lost, and kept from removing what a process names', async () => {
    const admin = await stage.signedIn('Administrator');
    const { page } = admin;
    await page.goto(`${stage.product.url}/calendars`);
    await page.getByText('No calendar yet').waitFor();
    await page.getByRole('button', { name: 'Add a calendar' }).click();
    const form = page.getByTestId('calendar-form');
    const [title, name, zone] = [
      form.getByLabel('Name', { exact: false }).first(),
      form.getByLabel('Name in diagrams'),
      form.getByLabel('Time zone'),
    ];

    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Give the calendar a name.').waitFor();
    await title.fill('Head office');
    await name.fill('default');
    await form.getByText('Choose another name').waitFor();
    await name.fill('office');
    await zone.fill('Europe/Atlantis');
    await form.getByLabel('Monday').fill('9 to 5');
    await form.getByLabel('Tuesday').fill('09:00-12:00, 11:00-15:00');
    await form.getByLabel('Holidays').fill('2026-12-24\n2026-02-30');
    for (const text of [
      'Choose a time zone of the list',
      '"9 to 5" is no working time',
      '"11:00-15:00" begins before',
      '"2026-02-30" is no day',
    ])
      await form.getByText(text).waitFor();

    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Go on editing' }).click();
    await zone.fill('Europe/Prague');
    await form.getByLabel('Monday').fill('09:00 - 17:00');
    await form.getByLabel('Tuesday').fill('');
    await form.getByLabel('Holidays').fill('2026-12-24\n--12-25');
    await form.getByTestId('calendar-teams').click();
    await page.getByRole('option', { name: 'warehouse' }).click();
    await page.keyboard.press('Escape');
    await form.getByRole('button', { name: 'Save' }).click();
    const table = page.getByRole('table', { name: 'Working hours' });
    await table.getByText('Head office').waitFor();
    await table.getByText('warehouse').waitFor();
    await form.waitFor({ state: 'detached' });
    const { rows } = await stage.product.pool.query<{ zone: string; hours: Record<string, string[]>; holidays: string[]; teams: string[] }>(
      `SELECT zone, hours, holidays, teams FROM business_calendar WHERE name = 'office'`,
    );
    expect(rows[0]?.zone).to.equal('Europe/Prague');
    expect(rows[0]?.teams).to.deep.equal(['warehouse']);
    expect(rows[0]?.hours['monday']).to.deep.equal(['09:00-17:00']);
    expect(rows[0]?.hours).to.not.have.property('tuesday');
    expect(rows[0]?.holidays).to.deep.equal(['2026-12-24', '--12-25']);

    await page.getByRole('button', { name: 'Add a calendar' }).click();
    await title.fill('Another');
    await name.fill('office');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('There is a calendar office already').waitFor();
    await form.getByRole('button', { name: 'Cancel' }).click();
    await page.getByTestId('discard').click();
    await form.waitFor({ state: 'detached' });

    const deployed = await page.request.post(`${stage.product.url}/api/v1/deployments`, {
      data: { resources: [{ name: 'patient.bpmn', content: waitingFor('office') }] },
      headers: { 'X-Requested-With': 'lanework' },
    });
    expect(deployed.ok(), await deployed.text()).to.equal(true);
    await page.getByRole('button', { name: 'Remove Head office' }).click();
    await page.getByTestId('confirm').click();
    await page.getByText('A process names this calendar.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await table.getByText('Head office').waitFor();
    await signOut(admin);
  });
});
