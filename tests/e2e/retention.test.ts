import { expect } from 'chai';
import { useStage } from '../support/stage.ts';
import { signOut } from '../support/person.ts';

describe('Retention in the browser', function () {
  this.timeout(180_000);
  const stage = useStage();

  it('is set by an administrator for one process, who sees under whose name it was changed', async () => {
    const person = await stage.signedIn('Administrator');
    const { page } = person;
    await page.goto(`${stage.product.url}/retention`);
    await page.getByRole('button', { name: 'Change retention: Shipment' }).click();
    await page.getByRole('radio', { name: 'For some days after the end' }).check();
    await page.getByRole('textbox', { name: 'Days after the end' }).fill('400');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('table', { name: 'Who changed it' }).getByText('400 days after the end').waitFor();
    const { rows } = await stage.product.pool.query('select process_id, days, set_by_name from retention_setting');
    expect(rows).to.deep.equal([{ process_id: 'shipment', days: 400, set_by_name: 'Administrator' }]);
    await signOut(person);
  });

  it('leaves a case alone that is on hold', async () => {
    const person = await stage.signedIn('Administrator');
    const { page } = person;
    const found = await stage.product.pool.query<{ id: string }>('select id from process_instance where ended_at is not null limit 1');
    await page.goto(`${stage.product.url}/monitor/instances/${found.rows[0]?.id ?? ''}`);
    await page.getByRole('button', { name: 'Put on hold' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('Lawsuit 12/2026');
    await page.getByRole('dialog').getByRole('button', { name: 'Put on hold' }).click();
    await page.getByRole('button', { name: 'Release the hold' }).waitFor();
    const { rows } = await stage.product.pool.query('select reason, set_by_name from legal_hold where released_at is null');
    expect(rows).to.deep.equal([{ reason: 'Lawsuit 12/2026', set_by_name: 'Administrator' }]);
    await signOut(person);
  });
});
