import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { signOut } from '../support/person.ts';
import { useStage } from '../support/stage.ts';

const LOAN = new URL('../engine/parse/translate/loan-with-picture.bpmn', import.meta.url).pathname;

describe('an analyst with a diagram of another engine', function () {
  this.timeout(300_000);
  const stage = useStage();

  const openFile = async (page: Page, path: string): Promise<void> => {
    await page.goto(`${stage.product.url}/designer/new`);
    await page.getByText('From files').click();
    await page.locator('input[type="file"]').setInputFiles(path);
    await page.getByTestId('new-create').click();
  };

  it('sees what became of it, finds an entry in the diagram, takes the report along and goes on with a draft', async () => {
    const anna = await stage.signedIn('Anna Novak');
    const { page } = anna;
    await openFile(page, LOAN);
    const attention = page.getByTestId('import-group-attention');
    await attention.waitFor();
    expect(await attention.getAttribute('aria-selected')).to.equal('true');

    await page.getByTestId('import-entry').filter({ hasText: 'camunda:executionListener' }).click();
    await page.getByTestId('import-diagram').locator('[data-element-id="Score"].lw-chosen').waitFor();
    await page.getByTestId('import-group-converted').click();
    await page.getByTestId('import-entry').filter({ hasText: 'camunda:assignee="${manager}"' }).getByText('assignee="=manager"').waitFor();

    const [report] = await Promise.all([page.waitForEvent('download'), page.getByTestId('import-export').click()]);
    expect(report.suggestedFilename()).to.equal('import-report.csv');
    expect(readFileSync(await report.path(), 'utf8').split('\r\n')[0]).to.equal(
      '\uFEFFFile,Line,Element,Name,Original,Outcome,Became,What to do',
    );

    await page.getByTestId('import-accept').click();
    await page.waitForURL(/\/designer\/drafts\//);
    await page.getByTestId('canvas').locator('[data-element-id="Approve"]').first().waitFor();
    await signOut(anna);

    const { rows } = await stage.product.pool.query<{ name: string; resources: { name: string; content: string }[] }>(
      `SELECT name, resources FROM draft WHERE name = 'Loan application'`,
    );
    expect(rows[0]?.resources.map(({ name }) => name)).to.deep.equal(['loan-with-picture.bpmn', 'Start-form.form']);
    expect(rows[0]?.resources[0]?.content).to.include('camunda:assignee="${manager}"').and.include('assignee="=manager"');
  });

  it('puts it into a draft that is open by dropping the file, and is told when the server does not answer', async () => {
    const anna = await stage.signedIn('Anna Novak');
    const { page } = anna;
    await page.goto(`${stage.product.url}/designer/new`);
    await page.getByTestId('new-name').fill('Dropped upon');
    await page.getByTestId('new-create').click();
    await page.getByTestId('canvas').locator('[data-element-id="Start"]').first().waitFor();

    const content = readFileSync(LOAN, 'utf8');
    const data = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'loan.bpmn', { type: 'application/xml' }));
      return transfer;
    }, content);
    await page.route('**/api/v1/imports', (route) => route.abort(), { times: 1 });
    await page.locator('.lw-designer').dispatchEvent('drop', { dataTransfer: data });
    const failed = page.getByRole('dialog').getByRole('alert');
    await failed.waitFor();
    await failed.getByRole('button').click();
    await page.getByTestId('import-group-dropped').click();
    await page.getByTestId('import-accept').click();
    await page.getByTestId('canvas').locator('[data-element-id="Approve"]').first().waitFor();
    await page.getByText('Files', { exact: true }).click();
    await page.getByTestId('file-Start-form.form').waitFor();
    await signOut(anna);
  });

  it('is asked nothing about a diagram that holds nothing of another engine', async () => {
    const anna = await stage.signedIn('Anna Novak');
    await openFile(anna.page, new URL('../engine/parse/plain/bpmn-io-travel.bpmn', import.meta.url).pathname);
    await anna.page.waitForURL(/\/designer\/drafts\//);
    await signOut(anna);
  });
});
