import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** Longest wait for something to appear on a screen, in milliseconds; a busy machine is slow, not wrong. */
const APPEARS_WITHIN_MS = 30_000;

/** A person of the demo company at a browser window of their own. */
export interface Person {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong in the page so far: script errors and refused loads; empty when all is well. */
  readonly faults: string[];
}

/** Signs a demo person in as people do: one click on their card. */
export async function signIn(browser: Browser, url: string, name: string): Promise<Person> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 1000 } });
  context.setDefaultTimeout(APPEARS_WITHIN_MS);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(url);
  await page.getByRole('button', { name: `Sign in as ${name}` }).click();
  await page.getByRole('button', { name: `Signed in as ${name}` }).waitFor();
  return { page, context, faults };
}

/** Leaves, and asserts that nothing broke on the way. */
export async function signOut(person: Person): Promise<void> {
  await person.context.close();
  expect(person.faults).to.deep.equal([]);
}

/** Opens the newest task of a name for a case from the inbox, and takes it. */
export async function takeTask({ page }: Person, url: string, name: string, businessKey: string): Promise<void> {
  await page.goto(`${url}/inbox?filter=all&search=${encodeURIComponent(businessKey)}`);
  await page.getByRole('link', { name }).first().click();
  await page.getByRole('button', { name: 'Take', exact: true }).click();
  await page.getByText('You have it').waitFor();
}
