import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { signOut } from '../support/person.ts';
import { useStage } from '../support/stage.ts';

/** The field of the properties panel for the shipment that "Post shipment" posts. */
const SHIPMENT_FIELD = '[data-entry-id="custom-entry-lanework.erp.shipment.post-input-0"]';

describe('an analyst at the designer', function () {
  this.timeout(300_000);
  const stage = useStage();

  const select = (page: Page, elementId: string): Promise<void> =>
    page.getByTestId('canvas').locator(`[data-element-id="${elementId}"] .djs-hit`).first().click();

  /** Draws a process of a start and an end event and returns to its draft. */
  const drawProcess = async (page: Page, name: string): Promise<void> => {
    await page.goto(`${stage.product.url}/designer/new`);
    await page.getByTestId('new-name').fill(name);
    await page.getByTestId('new-create').click();
    await select(page, 'Start');
    await page.locator('.djs-context-pad [data-action="append.end-event"]').click();
    await page.getByTestId('problems-none').waitFor();
  };

  /** Deploys the draft on screen and returns what the designer says about it. */
  const deploy = async (page: Page, note: string): Promise<string> => {
    await page.getByTestId('deploy').click();
    await page.getByLabel('Note').fill(note);
    await page.getByTestId('deploy-confirm').click();
    const said = await page.getByTestId('deployed').innerText();
    await page.getByTestId('deploy-close').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    return said;
  };

  it('adds "Post shipment", is told of the missing input, mends it and deploys version 2', async () => {
    const anna = await stage.signedIn('Anna Novak');
    const { page } = anna;
    await drawProcess(page, 'Quick dispatch');
    expect(await deploy(page, 'Only the frame')).to.include('version 1');

    await select(page, 'Start');
    await page.getByTestId('operation-erp.shipment.post').click();
    const field = page.locator(SHIPMENT_FIELD);
    await field.getByText('shipmentId').waitFor();
    await page.getByTestId('problems-none').waitFor();

    await field.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('Delete');
    const finding = page.getByTestId('problems').getByTestId('finding-operation-input-missing');
    await finding.waitFor();
    await page.locator('.lanework-finding-error').waitFor();

    await page.getByTestId('deploy').click();
    await page.getByTestId('deploy-findings').getByTestId('finding-operation-input-missing').waitFor();
    await page.getByTestId('deploy-confirm').click();
    await page.getByText('Not deployed: mend the errors first.').waitFor();
    await page.getByTestId('deploy-findings').getByTestId('finding-operation-input-missing').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    // The finding leads to the field and puts the cursor into it; it is still one for expressions.
    await field.locator('.cm-focused').waitFor();
    await page.keyboard.type('dispatch.shipmentId');
    await finding.waitFor({ state: 'detached' });

    // The priority of its job has a group of its own, because the operation hides type and attempts; the process has one for all of its jobs.
    const priority = page.locator('[data-entry-id="jobPriority"] input');
    await page.locator('[data-group-id="group-ElementTemplates__JobPriority"] .bio-properties-panel-group-header').click();
    await priority.fill('60');
    await page.keyboard.press('Tab');
    await page.getByTestId('canvas').click({ position: { x: 300, y: 30 } });
    await page.locator('[data-entry-id="lanework-starter-groups"]').waitFor({ state: 'attached' });
    await priority.fill('-5');
    await page.keyboard.press('Tab');

    expect(await deploy(page, 'Posts the shipment')).to.include('version 2');
    await signOut(anna);

    const { rows } = await stage.product.pool.query<{ version: number; note: string; xml: string }>(
      `SELECT d.version, p.note, d.xml FROM process_definition d JOIN deployment p ON p.id = d.deployment_id
        WHERE d.process_id = 'quick-dispatch' ORDER BY d.version`,
    );
    expect(rows.map(({ version, note }) => [version, note])).to.deep.equal([
      [1, 'Only the frame'],
      [2, 'Posts the shipment'],
    ]);
    expect(rows[1]?.xml)
      .to.include('<zeebe:taskDefinition type="erp.shipment.post" />')
      .and.include('<zeebe:jobPriorityDefinition priority="60" />')
      .and.include('<zeebe:jobPriorityDefinition priority="-5" />')
      .and.include('source="=dispatch.shipmentId" target="shipmentId"');
  });

  it('keeps two people from overwriting each other: the second keeps theirs as a copy', async () => {
    const anna = await stage.signedIn('Anna Novak');
    await drawProcess(anna.page, 'Shared work');
    await anna.page.getByTestId('save-draft').click();
    await anna.page.locator('[data-testid="save-state"][data-phase="saved"]').waitFor();
    const address = anna.page.url();

    const other = await stage.signedIn('Anna Novak');
    await other.page.goto(address);
    await other.page.getByTestId('canvas').locator('[data-element-id="Start"]').first().waitFor();
    await anna.page.getByTestId('draft-name').fill('Shared work, by the first');
    await anna.page.getByTestId('save-draft').click();
    await anna.page.locator('[data-testid="save-state"][data-phase="saved"]').waitFor();

    await other.page.getByTestId('draft-name').fill('Shared work, by the second');
    await other.page.getByTestId('save-draft').click();
    await other.page.getByTestId('conflict-copy').click();
    await other.page.waitForURL((url) => url.href !== address);
    await signOut(other);
    await signOut(anna);

    const { rows } = await stage.product.pool.query<{ name: string }>(
      `SELECT name FROM draft WHERE name LIKE 'Shared work%' ORDER BY name`,
    );
    expect(rows.map((row) => row.name)).to.deep.equal(['Shared work, by the first', 'Shared work, by the second (copy)']);
  });
});
