import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, launchBrowser, openPage, PHONE, seriousFindings, signIn } from './browser.ts';
import { raiseSignal } from './every-screen.ts';
import { expectWhole, handsOn } from './hands.ts';
import { startProgram, type Program } from './program.ts';
import { openSecond } from './second-person.ts';

// Whoever looks after signals: sees on the start page that one waits, looks at its receipts, and decides it; what it holds is let
// go with the yes of somebody else.

const START_MS = 200_000;
const TASK_MS = 60_000;
const canBrowse = await hasBrowser();

let program: Program;
let browser: Browser;
let page: Page;
let second: Page;
let errors: string[];

const { heading, button, sheet, confirm, close, choose } = handsOn(() => page);

describe.skipIf(!canBrowse)('somebody who looks after signals', { timeout: TASK_MS }, () => {
  beforeAll(async () => {
    [program, browser] = await Promise.all([startProgram(), launchBrowser()]);
    await raiseSignal(program);
    ({ page, errors } = await openPage(browser, program, {}));
    await page.goto('/signals');
    await signIn(page, program);
    await heading('Signals').waitFor();
    second = await openSecond(browser, program);
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  }, START_MS);
  afterEach(() => expectWhole(errors));

  test('is told on the start page, opens it, and sees what it holds', async () => {
    await page.goto('/');
    const waiting = page.getByRole('table', { name: 'Signals to look at' });
    await waiting.getByText('Cashier Rosa').click();
    await heading('Cashier Rosa').waitFor();
    await page.getByText('3 receipts').waitFor();
    const receipts = page.getByRole('table', { name: 'Receipts' });
    await receipts.getByText('frozen').first().waitFor();
    expect(await receipts.locator('tbody tr').count()).toBe(3);
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('confirms it and, when that was a mistake, asks to release it: once a second person agrees, what it held is spendable again', async () => {
    await button('Confirm').click();
    await sheet().getByLabel('What you saw').fill('The same card thrice.');
    // The sheet comes in by and by: what is half there has too little contrast.
    await expect.poll(() => seriousFindings(page)).toEqual([]);
    await confirm('Confirm');
    await sheet().waitFor({ state: 'hidden' });
    await page.getByText('The same card thrice.').waitFor();
    await button('Release').click();
    await sheet().getByText('spendable again within seconds', { exact: false }).waitFor();
    await sheet().getByLabel('What you saw').fill('Three children of one family.');
    await sheet().getByText('A second person will be asked before it is done.').waitFor();
    await confirm('Release');
    await sheet().getByText('It waits for a second person now.', { exact: false }).waitFor();
    await close();
    await sheet().waitFor({ state: 'hidden' });
    // Until somebody else has said yes, all stays held, and nothing is written as decided.
    const receipts = page.getByRole('table', { name: 'Receipts' });
    await page.reload();
    await receipts.getByText('frozen').first().waitFor();
    expect(await receipts.getByText('frozen').count()).toBe(3);
    expect(await page.getByText('Three children of one family.').count()).toBe(0);
    // The second person has looked at the signal, goes from there to what waits, and back: what she sees is what stands by then.
    // By her clock no time passes: nothing is asked again for being old.
    await second.clock.setFixedTime(new Date());
    await second.goto(new URL(page.url()).pathname);
    await second.getByRole('table', { name: 'Receipts' }).getByText('frozen').first().waitFor();
    await second.getByRole('link', { name: 'Approvals' }).first().click();
    const hers = handsOn(() => second);
    await second
      .getByRole('row', { name: /Release what a signal holds/ })
      .first()
      .click();
    await second.getByText('Three children of one family.').first().waitFor();
    await hers.button('Approve').click();
    await hers.confirm('Approve');
    await hers.gone();
    await second.getByText('approved', { exact: true }).first().waitFor();
    await second.goBack();
    await second.goBack();
    await second.getByText('Three children of one family.').waitFor();
    expect(await hers.button('Release').count()).toBe(0);
    await page.reload();
    await page.getByText('Three children of one family.').waitFor();
    await receipts.getByText('spendable again').first().waitFor();
    expect(await button('Release').count()).toBe(0);
  });

  test('finds it among the released, in Spanish and on a phone too', async () => {
    await page.goto('/signals');
    await page.getByText('Nothing waits to be looked at.').waitFor();
    await page.getByRole('radiogroup', { name: 'State' }).getByText('released').click();
    await page.getByRole('cell', { name: 'Cashier Rosa' }).waitFor();
    await page.setViewportSize(PHONE);
    await page.evaluate(() => localStorage.setItem('tallystick.language', 'es'));
    await page.reload();
    await heading('Señales').waitFor();
    await page.getByText('Cajero Rosa').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('says in a draft what raises one', async () => {
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.evaluate(() => localStorage.setItem('tallystick.language', 'en'));
    await page.goto('/promotions/drafts');
    await button('New draft').click();
    await sheet().getByLabel('Name of the draft').fill('watched');
    await confirm('New draft');
    await heading('watched').waitFor();
    await button('Add promotion').click();
    await page.getByLabel('Name in English').fill('Bread week');
    await choose('Add effect', /for a receipt/);
    await choose('Into the wallet', 'points');
    await button('Add signal').click();
    const signal = page.getByRole('region', { name: 'Signal 1' });
    await choose('at the hands of', 'one till');
    await choose('What it does', 'holds the points');
    await choose(/^in$/, 'a quarter');
    await button('Save draft').click();
    await page.getByText('Saved, revision 2').waitFor();
    await signal.getByText('what is held reaches back over 31 days at most', { exact: false }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await choose(/^in$/, 'a week from Monday');
    await button('Save draft').click();
    await page.getByText('Saved, revision 3').waitFor();
    expect(await signal.getByText('reaches back', { exact: false }).count()).toBe(0);
  });
});
