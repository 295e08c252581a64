import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { drawn, type DrawnNode } from '../support/drawn-bpmn.ts';
import { signOut, type Person } from '../support/person.ts';
import { useStage } from '../support/stage.ts';

/** Check, then pack in a sub-process, with a reminder on the check. `check` is the id and the name of the first task. */
const orderOf = (check: string): string => {
  const nodes: readonly DrawnNode[] = [
    { kind: 'startEvent', id: 'Start', x: 100, y: 200 },
    { kind: 'userTask', id: check, name: check, x: 180, y: 178 },
    { kind: 'userTask', id: 'Pack', name: 'Pack goods', x: 340, y: 178 },
    { kind: 'userTask', id: 'Ship', name: 'Ship goods', x: 500, y: 178 },
    { kind: 'endEvent', id: 'End', x: 660, y: 200 },
  ];
  return drawn('repairable', 'Repairable order', nodes, [
    ['Start', check],
    [check, 'Pack'],
    ['Pack', 'Ship'],
    ['Ship', 'End'],
  ]);
};

describe('a manager repairs running instances', function () {
  this.timeout(300_000);
  const stage = useStage();

  const post = async ({ page }: Person, path: string, data: unknown): Promise<Record<string, unknown>> => {
    const answer = await page.request.post(`${stage.product.url}/api/v1${path}`, { data, headers: { 'X-Requested-With': 'lanework' } });
    expect(answer.ok(), await answer.text()).to.equal(true);
    return (await answer.json()) as Record<string, unknown>;
  };
  const deploy = (person: Person, check: string) =>
    post(person, '/deployments', { resources: [{ name: 'repairable.bpmn', content: orderOf(check) }] });
  const start = async (person: Person, businessKey: string): Promise<string> =>
    String((await post(person, '/process-instances', { processId: 'repairable', businessKey, variables: {} }))['instanceId']);
  const isAt = (page: Page, elementId: string) => page.locator(`.lw-mark-active[data-element-id="${elementId}"]`).first().waitFor();
  const pick = (page: Page, elementId: string) => page.locator(`[data-element-id="${elementId}"] .djs-hit`).first().click();
  it('moves a token on the diagram, is told of a plan that cannot be, takes it back and makes the change', async () => {
    const anna = await stage.signedIn('Anna Novak');
    await deploy(anna, 'Check');
    const id = await start(anna, 'R-1');
    await anna.page.goto(`${stage.product.url}/monitor/instances/${id}/modify`);
    await anna.page.getByText('Only managers and administrators may do this').first().waitFor();
    await signOut(anna);

    const manager = await stage.signedIn('David Dvorak');
    const { page } = manager;
    await page.goto(`${stage.product.url}/monitor/instances/${id}`);
    await page.getByTestId('modify').click();
    await pick(page, 'Ship');
    await page.getByText('No token is here now.').waitFor();
    await pick(page, 'Check');
    await page.getByTestId('tokens-here').waitFor();
    await page.getByTestId('plan-cancel').click();
    await page.getByTestId('plan-preview').getByText('No token is left').waitFor();
    await page.getByTestId('undo-planned').click();

    await page.getByTestId('plan-move').click();
    await page.getByTestId('moving').waitFor();
    await pick(page, 'Pack');
    await page.getByTestId('plan-move-here').click();
    await pick(page, 'Check');
    await page.getByTestId('plan-cancel').click();
    await page.getByTestId('problem-NOTHING_TO_CANCEL').waitFor();
    expect(await page.getByTestId('apply-plan').isDisabled()).to.equal(true);
    await page.getByTestId('undo-planned').last().click();
    await page.getByTestId('plan-preview').getByText('Pack goods').waitFor();
    await page.getByTestId('apply-plan').click();
    await page.getByTestId('confirm').click();
    await page.waitForURL(`**/monitor/instances/${id}`);
    await isAt(page, 'Pack');
    await page.getByTestId('tab-journal').click();
    await page.getByTestId('journal').getByText('Modified').waitFor();
    await signOut(manager);
  });

  it('migrates one instance with a mapping, then all the others of the old version', async () => {
    const anna = await stage.signedIn('Anna Novak');
    const [first, second, third] = [await start(anna, 'R-2'), await start(anna, 'R-3'), await start(anna, 'R-4')];
    await deploy(anna, 'Inspect');
    await signOut(anna);

    const manager = await stage.signedIn('David Dvorak');
    const { page } = manager;
    await page.goto(`${stage.product.url}/monitor/instances/${first}`);
    await page.getByTestId('to-migrate').click();
    await page.getByTestId('problem-UNMAPPED_ELEMENT').waitFor();
    expect(await page.getByTestId('migrate').isDisabled()).to.equal(true);
    await page.getByTestId('mapping-Check').getByRole('combobox').click();
    await page.getByRole('option', { name: 'Inspect' }).click();
    await page.getByTestId('migration-changes').getByText('Check → Inspect').first().waitFor();
    await page.getByTestId('migrate').click();
    await page.getByTestId('confirm').click();
    await page.waitForURL(`**/monitor/instances/${first}`);
    await isAt(page, 'Inspect');

    const { rows } = await stage.product.pool.query<{ id: string }>(
      `SELECT id FROM process_definition WHERE process_id = 'repairable' AND version = 1`,
    );
    await page.goto(`${stage.product.url}/monitor/processes/${rows[0]?.id ?? ''}`);
    await page.getByTestId('to-migrate-many').click();
    await page.getByTestId('mapping-Check').getByRole('combobox').click();
    await page.getByRole('option', { name: 'Inspect' }).click();
    await page.getByTestId('choose-all').click();
    await page.getByTestId('batch-possible').first().waitFor();
    await page.getByTestId('migrate-many').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('batch-done').getByText('refused: 0').waitFor();
    await signOut(manager);

    const { rows: instances } = await stage.product.pool.query<{ version: number }>(
      `SELECT d.version FROM process_instance i JOIN process_definition d ON d.id = i.definition_id WHERE i.id = ANY ($1) ORDER BY i.id`,
      [[first, second, third]],
    );
    expect(instances.map(({ version }) => version)).to.deep.equal([2, 2, 2]);
  });
});
