import { mkdir } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { sign } from '../../modules/connectors/webhook/proof.ts';
import { bpmn, path, serviceTask } from '../support/bpmn.ts';
import { signOut } from '../support/person.ts';
import { useStage } from '../support/stage.ts';

/** Folder for pictures of the page; without it none are taken. */
const PICTURES = process.env['TEST_PICTURES'];

const MAIL = `<zeebe:ioMapping><zeebe:input source="=&quot;stock@example.com&quot;" target="to"/><zeebe:input source="=&quot;Stock is low&quot;" target="subject"/>
  <zeebe:input source="=&quot;Please order more.&quot;" target="body"/></zeebe:ioMapping>`;
const TELLING = bpmn(
  'telling',
  `<bpmn:startEvent id="start" />${serviceTask('tell', 'connectors.mail.send', 3, MAIL)}<bpmn:endEvent id="end" />${path('start', 'tell', 'end')}`,
);

describe('an analyst connects other systems', function () {
  this.timeout(300_000);
  const stage = useStage();
  const picture = async (page: Page, name: string): Promise<void> => {
    if (PICTURES === undefined) return;
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: `${PICTURES}/connectors-${name}.png`, fullPage: true });
  };

  it('and nobody else does', async () => {
    const employee = await stage.signedIn('Boris Petrov');
    await employee.page.goto(`${stage.product.url}/connectors`);
    await employee.page.getByText('This page is for analysts and administrators').waitFor();
    await signOut(employee);
  });

  it('makes a webhook, keeps its secret, and sees what became of a call', async () => {
    const admin = await stage.signedIn('Administrator');
    const { page } = admin;
    await page.goto(`${stage.product.url}/connectors`);
    await page.getByText('No webhook yet').waitFor();
    await picture(page, 'empty');
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    const form = page.getByTestId('webhook-form');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Fill this in.').first().waitFor();
    await form.getByLabel('Name', { exact: false }).first().fill('Web shop');
    await form.getByLabel('Process id').fill('nobody-yet');
    await form.getByLabel('Variables').fill('{order: body.order}');
    await form.getByLabel('Sample body').fill('{"order": 7}');
    await form.getByRole('button', { name: 'Try the expressions' }).click();
    expect(JSON.parse((await form.getByTestId('mapped').textContent()) ?? '')).to.deep.equal({
      variables: { order: 7 },
      correlationKey: null,
    });
    await picture(page, 'form');
    await form.getByRole('button', { name: 'Save' }).click();
    const secret = (await page.getByTestId('webhook-secret').textContent()) ?? '';
    expect(secret).to.match(/^whsec_/);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    const address = (await page.getByText(`${stage.product.url}/hooks/`).textContent()) ?? '';

    const body = '{"order": 7}';
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const headers = {
      'content-type': 'application/json',
      'webhook-id': 'shop-1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${sign(secret, 'shop-1', timestamp, Buffer.from(body))}`,
    };
    expect((await fetch(address, { method: 'POST', body, headers })).status).to.equal(404);
    await page.reload();
    await page.getByRole('button', { name: 'Deliveries of Web shop' }).click();
    await page.getByRole('dialog').getByText('Expected a deployed process "nobody-yet"').waitFor();
    await picture(page, 'deliveries');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'New secret for Web shop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'New secret' }).click();
    const renewed = page.getByTestId('webhook-secret');
    await renewed.waitFor();
    expect(await renewed.textContent()).to.not.equal(secret);
    await page.getByRole('button', { name: 'I have kept it' }).click();

    await page.getByRole('tab', { name: 'Outgoing requests' }).click();
    await page.getByText('Names that diagrams may use as {{secrets.NAME}}').waitFor();
    await page.getByLabel('Address').fill('http://169.254.169.254/');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByTestId('answer').getByText('public addresses').waitFor();
    await picture(page, 'outgoing');

    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${stage.product.url}/connectors`);
    await page.getByText('Web shop').first().waitFor();
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(overflow).to.equal(0);
    await picture(page, 'phone');
    await page.getByRole('button', { name: 'Remove Web shop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No webhook yet').waitFor();
    await signOut(admin);
  });

  it('reads the mail that a diagram has sent, which no server took', async () => {
    const admin = await stage.signedIn('Administrator');
    const { page } = admin;
    const post = async (address: string, data: unknown): Promise<void> => {
      const answer = await page.request.post(`${stage.product.url}/api/v1${address}`, {
        data,
        headers: { 'X-Requested-With': 'lanework' },
      });
      expect(answer.ok(), await answer.text()).to.equal(true);
    };
    await post('/deployments', { resources: [{ name: 'telling.bpmn', content: TELLING }] });
    await post('/process-instances', { processId: 'telling', variables: {} });
    await page.goto(`${stage.product.url}/connectors?tab=mail`);
    const open = page.getByRole('button', { name: 'Open the mail Stock is low' });
    await open.waitFor();
    await page.getByRole('list', { name: 'Mail' }).getByText('Kept, not sent').first().waitFor();
    await picture(page, 'mail');
    await open.click();
    const mail = page.getByTestId('mail');
    await mail.getByText('Please order more.').waitFor();
    await picture(page, 'mail-open');
    await mail.getByRole('button', { name: 'Send again' }).click();
    await mail.getByText('It is on its way.').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${stage.product.url}/connectors?tab=mail`);
    await open.waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).to.equal(0);
    await picture(page, 'mail-phone');
    await open.click();
    await mail.waitFor();
    await picture(page, 'mail-open-phone');
    await page.keyboard.press('Escape');
    await signOut(admin);
  });
});
