// Takes the pictures of the README anew, from the program as a newcomer starts it, after four weeks of sales: run it and look at them.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser, signIn } from '../portal/test/browser.ts';
import { startProgram, type Program } from '../portal/test/program.ts';
import { shopForADay } from '../portal/test/shop-for-a-day.ts';

const FOLDER = join(import.meta.dirname, '../docs/screens');
// Sharp on most displays, and wide enough that nothing is folded away.
const LOOKS: BrowserContextOptions = {
  ...{ viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1.5, locale: 'en-GB', timezoneId: 'Europe/Madrid' },
};
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WEEK_MS = 7 * 24 * HOUR_MS;
const WEEKS = 4;
const OPENS = 7;
const FOLLOWED_MS = 5_000;

/** The same weekday, week after week until a moment ago: a few receipts each hour, some of them paid with points. */
async function sellForWeeks({ ask, demo }: Program): Promise<void> {
  const now = Date.now();
  const midnight = new Date(now).setUTCHours(0, 0, 0, 0);
  let n = 0;
  for (let week = WEEKS; week >= 0; week -= 1) {
    const until = week === 0 ? now - 10 * MINUTE_MS : midnight - week * WEEK_MS + 20 * HOUR_MS;
    for (let at = midnight - week * WEEK_MS + OPENS * HOUR_MS; at < until; at += (17 + (n % 5) * 4) * MINUTE_MS) {
      n += 1;
      const member = demo.members[n % 4];
      const amount = `${9 + ((n * 37) % 61)}.${String((n * 13) % 100).padStart(2, '0')}`;
      const points = member && n % 3 === 0 ? [{ kind: 'points', amount: '1.00' }] : [];
      await ask('POST /v1/sales', {
        ...{ reference: `weeks-${n}`, manner: 'notice', occurredAt: new Date(at).toISOString(), currency: 'EUR' },
        ...(member && { member: { phone: member.phone } }),
        lines: [{ sku: ['bread', 'wine', 'cheese', 'oil'][n % 4], amount }],
        tenders: points,
      });
    }
  }
}

async function open(browser: Browser, program: Program, colorScheme: 'light' | 'dark', state?: object): Promise<Page> {
  const context = await browser.newContext({
    ...{ ...LOOKS, baseURL: program.url, colorScheme },
    ...(state && { storageState: state as never }),
  });
  return context.newPage();
}

const take = async (page: Page, name: string): Promise<void> => {
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready');
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  console.log(path);
};

mkdirSync(FOLDER, { recursive: true });
const [program, browser] = await Promise.all([startProgram(), launchBrowser()]);
try {
  await sellForWeeks(program);
  const page = await open(browser, program, 'light');
  await page.goto('/');
  await signIn(page, program);
  await page.getByRole('heading', { level: 1, name: /^Today/ }).waitFor();
  // What the day is shown by follows the journal within moments.
  await page.waitForTimeout(FOLLOWED_MS);
  const night = await open(browser, program, 'dark', await page.context().storageState());
  await night.goto('/');
  await night.getByText('What holders have').waitFor();
  await take(night, 'start');

  const { sale } = await shopForADay(program);
  await page.goto(`/members/${program.demo.members[0]?.member}`);
  await page.getByRole('table', { name: 'Cards' }).waitFor();
  await page.getByRole('button', { name: 'Adjust points' }).click();
  await page.getByLabel(/^Points/).fill('500');
  await page.getByRole('dialog').locator('.notch').first().waitFor();
  await take(page, 'member');

  await page.goto(`/operations/${sale}`);
  await page.getByText(/Did not fire/).waitFor();
  await take(page, 'receipt');
} finally {
  await browser.close();
  await program.stop();
}
