import type { BrowserContext, Page } from 'playwright-core';
import { launchBrowser, openPage, signIn } from '../../../portal/test/browser.ts';
import { startProgram } from '../../../portal/test/program.ts';

export type ShellFigures = Readonly<Record<'portal.interactive_ms' | 'portal.script_kb', number>>;

const LOADS = 7;
const KB = 1_024;

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Milliseconds from the address to a screen that has its figures and answers a key, with nothing in the browser's cache. */
async function interactive(page: Page): Promise<number> {
  const began = performance.now();
  await page.goto('/', { waitUntil: 'commit' });
  await page.locator('.figures dd .quantity').first().waitFor();
  await page.keyboard.press('/');
  await page.getByRole('textbox', { name: 'Phone, card, receipt, or name' }).waitFor();
  return performance.now() - began;
}

/** Kilobytes of script that the first screen took, as they came over the line. */
const scriptKb = async (page: Page): Promise<number> => {
  const sizes = `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).map(({ encodedBodySize }) => encodedBodySize)`;
  return (await page.evaluate<number[]>(sizes)).reduce((sum, one) => sum + one, 0) / KB;
};

/** Starts the program and a browser, and opens the start page of somebody who is signed in, each time as if for the first. */
export async function benchShell(say: (text: string) => void): Promise<ShellFigures> {
  say('opening the portal in a browser');
  const [program, browser] = await Promise.all([startProgram(), launchBrowser()]);
  try {
    const first = await openPage(browser, program, {});
    await first.page.goto('/');
    await signIn(first.page, program);
    await first.page.getByRole('heading', { level: 1, name: /^Today/ }).waitFor();
    const state: State = await first.context.storageState();
    const took: number[] = [];
    let script = 0;
    for (let n = 0; n < LOADS; n++) {
      const { page, context } = await openPage(browser, program, {}, state);
      took.push(await interactive(page));
      script = await scriptKb(page);
      await context.close();
    }
    took.sort((a, b) => a - b);
    return {
      'portal.interactive_ms': Math.round(took[Math.floor(LOADS / 2)] ?? 0),
      'portal.script_kb': Math.round(script),
    };
  } finally {
    await browser.close();
    await program.stop();
  }
}
