import { mkdir } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { bpmn, path } from '../support/bpmn.ts';
import { signOut } from '../support/person.ts';
import { useStage } from '../support/stage.ts';

/** Pictures for people to look at, when this names a folder. */
const pictures = process.env['TEST_PICTURES'];

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/system-${name}.png`, fullPage: true });
}

const STARTED = 12;
const REMINDER = bpmn(
  'reminder',
  `<bpmn:startEvent id="start"/><bpmn:intermediateCatchEvent id="pause"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent><bpmn:endEvent id="end"/>${path('start', 'pause', 'end')}`,
);

/** True when nothing on the page is wider than the window. */
const fitsInWidth = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

describe('a manager looks how the system does', function () {
  this.timeout(300_000);
  // A node that serves and works on nothing, so that what is due stays due.
  const stage = useStage(['--role', 'api']);

  it('and others are told who may', async () => {
    const anna = await stage.signedIn('Anna Novak');
    await anna.page.goto(`${stage.product.url}/system`);
    await anna.page.getByText('This page is for managers and administrators').waitFor();
    await signOut(anna);
  });

  it('sees a queue grow while no worker runs, and the node that runs', async () => {
    const admin = await stage.signedIn('Administrator');
    const { page } = admin;
    await page.goto(`${stage.product.url}/system`);
    const due = page.getByTestId('due-timer-count');
    await due.waitFor();
    const before = Number(await due.textContent());
    const post = (route: string, body: unknown) =>
      page.evaluate(
        async ([address, json]) => {
          const headers = { 'content-type': 'application/json', 'x-requested-with': 'lanework' };
          const answer = await fetch(`/api/v1${address}`, { method: 'POST', headers, body: json ?? '' });
          return answer.status;
        },
        [route, JSON.stringify(body)],
      );
    expect(await post('/deployments', { resources: [{ name: 'reminder.bpmn', content: REMINDER }] })).to.equal(201);
    for (let count = 0; count < STARTED; count += 1)
      expect(await post('/process-instances', { processId: 'reminder', variables: {} })).to.equal(201);
    await page.waitForFunction(
      (expected) => Number(document.querySelector('[data-testid="due-timer-count"]')?.textContent) === expected,
      before + STARTED,
    );
    await stage.product.pool.query(`update timer set due_at = due_at - interval '2 minutes' where process_id = 'reminder'`);
    await page.getByTestId('due-timer').getByText('Late').waitFor();
    await page.getByRole('table', { name: 'Nodes' }).getByText('Working').waitFor();
    await page.getByTestId('system-database-section').getByText('Connections').waitFor();
    await page.getByTestId('system-slowest-section').waitFor();
    expect(await fitsInWidth(page)).to.equal(true);
    await picture(page, 'desktop');

    await page.setViewportSize({ width: 390, height: 844 });
    expect(await fitsInWidth(page)).to.equal(true);
    await picture(page, 'phone');
    await page.setViewportSize({ width: 1440, height: 1000 });
    await page.getByRole('button', { name: 'Signed in as Administrator' }).click();
    await page.getByText('Dark colours').click();
    await page.keyboard.press('Escape');
    await picture(page, 'dark');
    await page.getByRole('button', { name: 'Signed in as Administrator' }).click();
    await page.getByRole('menuitem', { name: 'Русский' }).click();
    await page.getByRole('heading', { name: 'Самые медленные шаги' }).waitFor();
    await picture(page, 'russian');
    await signOut(admin);
  });
});
