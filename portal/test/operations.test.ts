import { readFileSync } from 'node:fs';
import { Workbook } from '@cj-tech-master/excelts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, launchBrowser, openPage, signIn } from './browser.ts';
import { expectWhole, handsOn } from './hands.ts';
import { startProgram, type Program } from './program.ts';

// Whoever looks for operations: filters, totals, views, files, the trail, and a long list by keys.

const START_MS = 200_000;
const TASK_MS = 60_000;
const SALES = 230;
const LONG_ROWS = 10_000;
const PAGE_ROWS = 100;
/** What is in sight of this window, and a few rows on either side. */
const DRAWN_MAX = 90;
const CASHIER_THAT_RUNS = '=HYPERLINK("http://127.0.0.1")';
const canBrowse = await hasBrowser();

let program: Program;
let browser: Browser;
let page: Page;
let errors: string[];

const { heading, button, choose } = handsOn(() => page);
const rows = () => page.getByRole('table', { name: 'Operations' }).locator('tbody tr[data-row]');
const total = (name: string) => page.locator('.totals > div').filter({ hasText: name }).first();

/** Sales of one cent more each time, by two cashiers, all told afterwards in one batch of requests. */
async function sell(): Promise<void> {
  const [lucia] = program.demo.members as [Program['demo']['members'][number]];
  for (let n = 0; n < SALES; n++) {
    await program.ask('POST /v1/sales', {
      ...{ reference: `L-${n}`, occurredAt: new Date(Date.now() - n * 1_000).toISOString(), currency: 'EUR' },
      ...{ manner: 'notice', receiptNumber: `9${String(n).padStart(4, '0')}` },
      cashier: n % 10 === 0 ? CASHIER_THAT_RUNS : 'Marta',
      ...(n % 2 === 0 ? { member: { phone: lucia.phone } } : {}),
      lines: [{ sku: 'coffee', amount: (10 + n / 100).toFixed(2) }],
    });
  }
}

describe.skipIf(!canBrowse)('somebody who looks for operations', { timeout: TASK_MS }, () => {
  beforeAll(async () => {
    [program, browser] = await Promise.all([startProgram(), launchBrowser()]);
    await sell();
    const opened = await openPage(browser, program, {});
    ({ page, errors } = opened);
    await page.goto('/operations');
    await signIn(page, program);
    await heading('Operations').waitFor();
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  }, START_MS);
  afterEach(() => expectWhole(errors));

  test('narrows the list by what was done, by an amount and by a cashier; the address says so, and totals are those of the rows', async () => {
    await page.goto('/operations');
    await page.getByRole('combobox', { name: 'What was done' }).click();
    await page.getByRole('option', { name: 'Sale', exact: true }).click();
    await page.keyboard.press('Escape');
    await total('Operations')
      .filter({ hasText: String(SALES) })
      .waitFor();
    await button('More filters').click();
    await page.getByLabel('Amount from').fill('12,20');
    await total('Operations').filter({ hasText: '10' }).waitFor();
    // 12.20 to 12.29.
    await total('Amount').filter({ hasText: '122.45' }).waitFor();
    expect(await rows().count()).toBe(10);
    expect(new URL(page.url()).searchParams.get('min')).toContain('12.20');
    await page.reload();
    await total('Amount').filter({ hasText: '122.45' }).waitFor();
    await page
      .getByText('Equal to the ledger')
      .or(page.getByText('Not compared with the ledger yet'))
      .first()
      .waitFor();
  });

  test('sees an estimate marked as one with its bounds while the exact totals are counted, which then take its place by themselves', async () => {
    let told: (() => void) | undefined;
    // What a server says that has not the time: there are not ten million operations here.
    await page.route('**/v1/reports/operations/totals', async (route) => {
      const answer = await route.fetch();
      const exact = (await answer.json()) as { operations: number; amounts: { amount: string; unit: string }[] };
      if ((route.request().postDataJSON() as { exact: boolean }).exact) {
        await new Promise<void>((resolve) => (told = resolve));
        return route.fulfill({ response: answer, json: exact });
      }
      const within = { operations: 7, amounts: [{ amount: '4.20', unit: 'EUR' }], figures: [] };
      const estimate = { isEstimate: true, operations: exact.operations + 3, estimate: { fraction: 0.12, within } };
      return route.fulfill({ response: answer, json: { ...exact, ...estimate } });
    });
    try {
      await page.goto('/operations?kinds=%5B%22checkout.sale%22%5D');
      await total('Operations')
        .filter({ hasText: `≈ ${SALES + 3} ± 7` })
        .waitFor();
      await total('Amount').filter({ hasText: '± 4.20' }).waitFor();
      await page.getByText('Estimate, counting to the unit').waitFor();
      await page.getByText('Made from 12% of the operations').waitFor();
      told!();
      await total('Operations')
        .filter({ hasText: new RegExp(`^Operations${SALES}$`) })
        .waitFor();
      expect(await page.getByText('Estimate').count()).toBe(0);
      expect(await page.getByText('≈').count()).toBe(0);
    } finally {
      await page.unroute('**/v1/reports/operations/totals');
    }
  });

  test('finds a receipt by its number and opens it with its raw message', async () => {
    await page.goto('/operations');
    await page.getByLabel('Receipt number').fill('90007');
    await total('Operations')
      .filter({ hasText: /^Operations1$/ })
      .waitFor();
    await rows().first().focus();
    await page.keyboard.press('Enter');
    await heading('Sale').waitFor();
    await page.getByText('90007').first().waitFor();
    await page
      .locator('summary', { hasText: /as the till sent/i })
      .or(page.locator('summary'))
      .last()
      .click();
    await page.locator('pre.raw').getByText('"receiptNumber": "90007"').waitFor();
    await page.goBack();
    await heading('Operations').waitFor();
    expect(await page.getByLabel('Receipt number').inputValue()).toBe('90007');
  });

  test('finds a receipt by its number from anywhere too', async () => {
    await page.goto('/');
    await heading(/^Today/).waitFor();
    await page.keyboard.press('/');
    await page.getByRole('textbox', { name: /receipt/ }).fill('90011');
    await page.locator('[data-action]').filter({ hasText: 'Sale' }).first().waitFor();
    await page.keyboard.press('Enter');
    await heading('Sale').waitFor();
    await page.getByText('90011').first().waitFor();
    expect(page.url()).not.toContain('90011');
  });

  test('goes through a long list by keys, of which only the rows in sight are drawn', async () => {
    await page.goto('/operations?kinds=%5B%22checkout.sale%22%5D');
    await rows().first().focus();
    await page.keyboard.press('End');
    await page.locator('tr[data-row="99"]').and(page.locator(':focus')).waitFor();
    expect(await rows().count()).toBeLessThan(90);
    await page.getByText('operations so far').waitFor();
    for (let n = 0; n < 3; n++) {
      await page.keyboard.press('End');
      await page.waitForTimeout(400);
    }
    await page
      .locator(`tr[data-row="${SALES - 1}"]`)
      .and(page.locator(':focus'))
      .waitFor();
    await page.getByText(`${SALES} operations, all there are`).waitFor();
    await page.keyboard.press('ArrowUp');
    await page
      .locator(`tr[data-row="${SALES - 2}"]`)
      .and(page.locator(':focus'))
      .waitFor();
    await page.keyboard.press('Home');
    await page.locator('tr[data-row="0"]').and(page.locator(':focus')).waitFor();
  });

  test('goes through ten thousand rows: few are drawn, a page is asked for once, and typing waits for nothing', async () => {
    const { items } = await program.ask<{ items: Record<string, unknown>[] }>(
      'POST /v1/reports/operations',
      { filter: {}, sort: 'newest', limit: 1 },
      program.demo.admin,
    );
    const asked: string[] = [];
    // A window of its own, so that what it answers is over with it.
    const long = await page.context().newPage();
    const drawn = long.locator('tr[data-row]');
    let held: Promise<void> = Promise.resolve();
    // As the server would answer, whose own pages of a hundred are proved where it has so many.
    await long.route('**/v1/reports/operations', async (route) => {
      const { cursor = '0' } = route.request().postDataJSON() as { cursor?: string };
      asked.push(cursor);
      await held;
      const next = Number(cursor) + PAGE_ROWS;
      const rowsOf = Array.from({ length: PAGE_ROWS }, (_, n) => ({
        ...{ ...items[0], operation: `op_${String(Number(cursor) + n).padStart(26, '0')}` },
        receiptNumber: `N${Number(cursor) + n}`,
      }));
      await route.fulfill({ json: { items: rowsOf, ...(next < LONG_ROWS && { next: String(next) }) } });
    });
    const focused = (row: number) => long.locator(`tr[data-row="${row}"]`).and(long.locator(':focus'));
    await long.goto('/operations');
    await drawn.first().focus();
    const readable = new Intl.NumberFormat('en');
    let most = 0;
    for (let end = PAGE_ROWS; end <= LONG_ROWS; end += PAGE_ROWS) {
      // Loaded: only then is there a further row to go to.
      await long.getByText(`${readable.format(end)} operations`).waitFor();
      await long.keyboard.press('End');
      await focused(end - 1).waitFor();
      most = Math.max(most, await drawn.count());
      await expect.poll(() => asked.length).toBe(Math.min(end / PAGE_ROWS + 1, LONG_ROWS / PAGE_ROWS));
    }
    expect(most).toBeLessThan(DRAWN_MAX);
    // Each page once, in order.
    expect(asked).toEqual(Array.from({ length: LONG_ROWS / PAGE_ROWS }, (_, n) => String(n * PAGE_ROWS)));
    await long.getByText('10,000 operations, all there are').waitFor();
    await long.keyboard.press('PageUp');
    await focused(LONG_ROWS - 11).waitFor();
    // By the wheel or the bar into the middle: what is in sight there is drawn, and nothing is asked for anew.
    await long.evaluate('window.scrollTo(0, document.documentElement.scrollHeight / 2)');
    await long.locator(`tr[data-row="${LONG_ROWS / 2}"]`).waitFor();
    expect(await drawn.count()).toBeLessThan(DRAWN_MAX);
    await long.evaluate('window.scrollTo(0, 0)');
    // The first row by its number: the first that is drawn may be one of the middle still, which would be scrolled back to.
    await long.locator('tr[data-row="0"]').focus();
    await focused(0).waitFor();
    expect(asked.length).toBe(LONG_ROWS / PAGE_ROWS);
    // The server keeps silent from here on: what is typed stands there all the same, and the rows of before stay.
    let release = (): void => undefined;
    held = new Promise((done) => (release = done));
    const receipt = long.getByLabel('Receipt number');
    await receipt.focus();
    for (const letter of 'N123') {
      await long.keyboard.press(letter);
      // Read, not waited for: there is nothing to wait for.
      expect((await receipt.inputValue()).at(-1)).toBe(letter);
    }
    await expect.poll(() => asked.length).toBeGreaterThan(LONG_ROWS / PAGE_ROWS);
    await long.keyboard.press('4');
    expect(await receipt.inputValue()).toBe('N1234');
    expect(await drawn.count()).toBeGreaterThan(0);
    release();
    await expect.poll(() => new URL(long.url()).searchParams.get('receipt')).toContain('N1234');
    await receipt.and(long.locator(':focus')).waitFor();
    await long.close();
  });

  test('keeps a view, comes back to it, changes it and forgets it', async () => {
    await page.goto('/operations?origin=online&kinds=%5B%22checkout.sale%22%5D&receipt=90001');
    await button('Views').click();
    await page.getByRole('menuitem', { name: 'Keep these filters as a view' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('receipt numbers are not kept').waitFor();
    await sheet.getByLabel('Name').fill('Sales online');
    await sheet.getByRole('button', { name: 'Keep view' }).click();
    await button('Sales online').waitFor();
    expect(page.url()).not.toContain('90001');
    await page.goto('/operations');
    await button('Views').click();
    await page.getByRole('menuitem', { name: 'Sales online' }).click();
    await total('Operations')
      .filter({ hasText: String(SALES) })
      .waitFor();
    expect(page.url()).toContain('origin=online');
    await button('Sales online').click();
    await page.getByRole('menuitem', { name: 'Keep what was changed' }).click();
    await sheet.getByLabel('Name').fill('Online');
    await sheet.getByRole('button', { name: 'Change view' }).click();
    await button('Online').click();
    await page.getByRole('menuitem', { name: 'Forget' }).click();
    await button('Views').waitFor();
  });

  test('orders a file of what is filtered, sees it made, and reads it: no cell of it runs', async () => {
    await page.goto('/operations?kinds=%5B%22checkout.sale%22%5D');
    await total('Operations')
      .filter({ hasText: String(SALES) })
      .waitFor();
    await button('Download').click();
    await page.getByRole('menuitem', { name: 'As XLSX' }).click();
    const fetched = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Fetch file' }).click();
    const file = await (await fetched).path();
    const workbook = new Workbook();
    await workbook.xlsx.load(readFileSync(file));
    const sheet = workbook.worksheets[0]!;
    expect(sheet.rowCount).toBe(1 + SALES);
    const headings = Array.from({ length: 24 }, (_, n) => sheet.getRow(1).getCell(n + 1).value);
    const column = (name: string): unknown[] => {
      const at = headings.indexOf(name) + 1;
      return Array.from({ length: SALES }, (_, n) => sheet.getRow(n + 2).getCell(at).value);
    };
    expect(new Set(column('Cashier'))).toEqual(new Set(['Marta', `'${CASHIER_THAT_RUNS}`]));
    const cents = column('Amount').reduce<number>((sum, one) => sum + Math.round(Number(one) * 100), 0);
    expect(cents).toBe(SALES * 1_000 + (SALES * (SALES - 1)) / 2);
    await page.goto('/operations/files');
    await page.getByRole('cell', { name: 'The file is ready' }).first().waitFor();
  });

  test('searches acts and operations in one list, by what was done, by where and by receipt, which stands in no address', async () => {
    const found = page.getByRole('table', { name: 'Audit' }).locator('tbody tr');
    await page.goto('/people/audit');
    await found.filter({ hasText: 'operation' }).first().waitFor();
    await choose('Act', 'People and rights: all');
    await found.filter({ hasText: 'Signed in' }).first().waitFor();
    await page.waitForURL(/act=staff\./);
    await found.filter({ hasText: 'Sale' }).first().waitFor({ state: 'detached' });
    await found.first().click();
    await page.getByRole('dialog').getByText('Chain').waitFor();
    await page.keyboard.press('Escape');
    // Chosen once more it is not chosen.
    await choose('Act', 'People and rights: all');
    await page.getByLabel('Receipt number').fill('90007');
    await found.filter({ hasText: 'Signed in' }).first().waitFor({ state: 'detached' });
    await found.filter({ hasText: '90007' }).waitFor();
    expect(await found.count()).toBe(1);
    expect(page.url()).not.toContain('90007');
    await found.first().click();
    await page.getByRole('dialog').getByText('Marta').first().waitFor();
    await page.getByRole('link', { name: 'Show the operation' }).click();
    await heading('Sale').waitFor();
  });

  test('orders the audit log and the operations of the month together', async () => {
    await page.goto('/people/audit');
    await button('Export with operations').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Order file' }).click();
    await page.getByRole('link', { name: 'Go to the files' }).click();
    const fetched = page.waitForEvent('download');
    await page
      .getByRole('row', { name: /Audit and operations/ })
      .getByRole('link', { name: 'Fetch file' })
      .click();
    const workbook = new Workbook();
    await workbook.xlsx.load(readFileSync(await (await fetched).path()));
    const records = workbook.worksheets[0]!.getColumn(1).values.map(String);
    expect(records).toContain('act');
    expect(records.filter((one) => one === 'operation').length).toBeGreaterThanOrEqual(SALES);
  });

  test('is told what a filter asks in vain, and what an address means that nobody knows', async () => {
    await page.goto('/operations?cashiers=%5B%22nobody%22%5D');
    await page.getByText('No operation fits these filters.').waitFor();
    await button('Forget the filters').click();
    await rows().first().waitFor();
    await page.goto('/operations?outlets=%5B%22nowhere%22%5D');
    await page.getByText('There is no outlet').waitFor();
    expect(await page.getByRole('alert').count()).toBe(1);
  });
});
