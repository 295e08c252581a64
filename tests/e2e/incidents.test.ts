import { mkdir } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { bpmn, path, serviceTask } from '../support/bpmn.ts';
import { eventually } from '../support/engine.ts';
import { signOut, type Person } from '../support/person.ts';
import { useStage } from '../support/stage.ts';

/** Folder for pictures of the page; without it none are taken. */
const PICTURES = process.env['TEST_PICTURES'];

/** A mail whose recipient the case names, with one attempt. */
const MAIL = `<zeebe:ioMapping><zeebe:input source="=recipient" target="to"/><zeebe:input source="=&quot;News&quot;" target="subject"/>
  <zeebe:input source="=&quot;All is well.&quot;" target="body"/></zeebe:ioMapping>`;
const TELLING = bpmn(
  'e2e-incidents',
  `<bpmn:startEvent id="start" />${serviceTask('Tell', 'connectors.mail.send', 1, MAIL)}<bpmn:endEvent id="end" />${path('start', 'Tell', 'end')}`,
);

describe('a manager looks after incidents', function () {
  this.timeout(300_000);
  const stage = useStage();
  const picture = async (page: Page, name: string): Promise<void> => {
    if (PICTURES === undefined) return;
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: `${PICTURES}/incidents-${name}.png`, fullPage: true });
  };

  const send = async ({ page }: Person, method: 'post' | 'put', route: string, data: unknown): Promise<Record<string, unknown>> => {
    const answer = await page.request[method](`${stage.product.url}/api/v1${route}`, {
      data,
      headers: { 'X-Requested-With': 'lanework' },
    });
    expect(answer.ok(), await answer.text()).to.equal(true);
    return (await answer.json()) as Record<string, unknown>; // These routes answer with an object.
  };
  const start = async (person: Person): Promise<string> =>
    String(
      (await send(person, 'post', '/process-instances', { processId: 'e2e-incidents', variables: { recipient: 'nobody' } }))['instanceId'],
    );
  /** Sets the address where the task sees it. */
  const mend = async (person: Person, id: string): Promise<void> => {
    const { rows } = await stage.product.pool.query<{ scope_id: string }>(
      `SELECT scope_id FROM variable WHERE instance_id = $1 AND name = 'to'`,
      [id],
    );
    await send(person, 'put', `/process-instances/${id}/variables`, {
      scopeId: rows[0]?.scope_id,
      variables: { to: 'office@example.com' },
    });
  };
  const statusOf = async (id: string): Promise<string | undefined> =>
    (await stage.product.pool.query<{ status: string }>('SELECT status FROM process_instance WHERE id = $1', [id])).rows[0]?.status;
  const isCompleted = (id: string) => eventually(async () => ((await statusOf(id)) === 'completed' ? true : null), 'the instance to end');

  it('opens the list, reads what happened, tries one again, then all of them, and is told what came of it', async () => {
    const manager = await stage.signedIn('David Dvorak');
    const admin = await stage.signedIn('Administrator');
    await send(admin, 'post', '/deployments', { resources: [{ name: 'telling.bpmn', content: TELLING }] });
    const ids = [await start(admin), await start(admin), await start(admin)] as const;
    const { page } = manager;
    await page.goto(`${stage.product.url}/monitor/incidents?processId=e2e-incidents`);
    const cards = page.getByTestId('incident');
    await eventually(async () => ((await cards.count()) === 3 ? true : null), 'three incidents', 30_000);
    await cards.first().getByText('Expected a mail address').waitFor();

    const one = page.locator(`[data-testid="incident"]:has(a[href="/monitor/instances/${ids[0]}"])`);
    await one.getByTestId('incident-more').click();
    const details = one.getByTestId('incident-details');
    await details.getByText('connectors.mail.send', { exact: true }).waitFor();
    await details.getByText('"to": "nobody"').waitFor();
    await picture(page, 'details');
    await one.getByTestId('incident-more').click();

    await mend(admin, ids[0]);
    await one.getByTestId('retry').click();
    await isCompleted(ids[0]);
    await one.waitFor({ state: 'detached' });
    expect(await cards.count()).to.equal(2);

    await mend(admin, ids[1]);
    await page.getByTestId('retry-all').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('retried').getByText('1', { exact: false }).first().waitFor();
    expect((await page.getByTestId('retried').textContent()) ?? '').to.match(/1\D+1\D+0/);
    await isCompleted(ids[1]);
    expect(await statusOf(ids[2])).to.equal('active');
    await eventually(async () => ((await cards.count()) === 1 ? true : null), 'the one that is left', 30_000);
    await picture(page, 'retried');

    await page.getByText('Resolved', { exact: true }).click();
    await eventually(async () => ((await cards.count()) >= 2 ? true : null), 'the resolved ones', 30_000);
    expect(await page.getByTestId('retry').count(), 'nothing to try again among the resolved').to.equal(0);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${stage.product.url}/monitor/incidents?processId=e2e-incidents`);
    await cards.first().getByTestId('incident-more').click();
    await cards.first().getByTestId('incident-details').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).to.equal(0);
    await picture(page, 'phone');
    await signOut(manager);
    await signOut(admin);
  });
});
