import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { signIn } from './person.ts';
import type { Person } from './person.ts';
import { buildBrowserApplication, startProduct } from './product.ts';
import type { Product } from './product.ts';

/** The product and a browser, as long as the tests of one suite run. */
export interface Stage {
  readonly product: Product;
  readonly browser: Browser;
  /** A demo person at a window of their own. */
  signedIn(name: string): Promise<Person>;
}

/** Built or started, or why it cannot be asked for yet. */
function ready<Part>(part: Part | undefined, name: string): Part {
  if (part === undefined) throw new Error(`Expected ${name} to be asked for inside a test, but the suite has not begun.`);
  return part;
}

/** Starts the product and a browser before the tests of the surrounding suite and stops both after them; the product has to end well. `options` are those of `lanework serve`. */
export function useStage(options: readonly string[] = []): Stage {
  let product: Product | undefined;
  let browser: Browser | undefined;

  before(async () => {
    buildBrowserApplication();
    product = await startProduct({}, options);
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    expect(await product?.stop()).to.equal(0);
  });

  return {
    get product() {
      return ready(product, 'the product');
    },
    get browser() {
      return ready(browser, 'the browser');
    },
    signedIn(name) {
      return signIn(this.browser, this.product.url, name);
    },
  };
}
