import type { Page, Route } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { enrolWith } from './enrol.ts';
import { expectWhole, handsOn } from './hands.ts';
import type { Program } from './program.ts';

// What is sent once is done once, in a real browser whose answers get lost. Its own part of a test file that has a program running.

const TASK_MS = 60_000;

/** Where it is done: a program, and a page on which somebody is signed in. */
export type Done = { readonly program: Program; readonly page: Page; readonly errors: string[] };

let program: Program;
let page: Page;
const { sheet, close } = handsOn(() => page);

/** The server does it, and its answer is lost. */
const lose = async (route: Route): Promise<void> => {
  await route.fetch();
  await route.abort();
};

const sell = async (reference: string): Promise<string> => {
  const { operation } = await program.ask<{ operation: string }>('POST /v1/sales', {
    ...{ reference, occurredAt: new Date().toISOString(), currency: 'EUR' },
    member: { phone: program.demo.members[1]!.phone },
    lines: [{ sku: 'lamp', amount: '30.00', quantity: '3' }],
  });
  return operation;
};

/** The tests of that; `at` is asked once they run. */
export function doOnce(look: { readonly canBrowse: boolean; readonly at: () => Done }): void {
  describe.skipIf(!look.canBrowse)('somebody whose answers get lost', { timeout: TASK_MS }, () => {
    beforeAll(() => void ({ program, page } = look.at()));
    afterEach(() => expectWhole(look.at().errors));

    test('does once what was sent before the page was loaded again, though nobody knew what became of it', async () => {
      const member = await enrolWith(program, 'Irene', '+34600000180');
      const give = async (): Promise<void> => {
        await page.goto(`/members/${member}`);
        await page.getByRole('button', { name: 'Adjust points' }).click();
        await sheet()
          .getByLabel(/^Points/)
          .fill('40');
        await sheet().locator('.notch').first().waitFor();
        await sheet().getByRole('button', { name: 'Adjust points' }).click();
      };
      await page.route('**/v1/adjustments', lose, { times: 1 });
      await give();
      await page.getByText(/The line to the server is down/).waitFor();
      await give();
      await sheet().getByText(/\+40/).waitFor();
      await close();
      await page.getByRole('button', { name: /Adjustment by hand/ }).waitFor();
      expect(await page.getByRole('button', { name: /Adjustment by hand/ }).count()).toBe(1);
      // Control: once it was answered, the same again is meant again.
      await give();
      await sheet().getByText(/\+40/).waitFor();
      await close();
      await page
        .getByRole('button', { name: /Adjustment by hand/ })
        .nth(1)
        .waitFor();
    });

    test('takes goods back once, though the answer to it was lost: told again it is the same return', async () => {
      await page.goto(`/operations/${await sell('T1-000201')}`);
      await page.getByRole('button', { name: 'Take goods back' }).click();
      await sheet().getByLabel(/lamp/).fill('1');
      await sheet()
        .getByText(/Decided under rulebook version/)
        .waitFor();
      await page.route('**/v1/returns', lose, { times: 1 });
      await sheet().getByRole('button', { name: 'Take goods back' }).click();
      await page.getByText(/The line to the server is down/).waitFor();
      await sheet().getByRole('button', { name: 'Take goods back' }).click();
      await sheet()
        .getByText(/The goods are taken back/)
        .waitFor();
      await close();
      await page.getByText('1 came back').waitFor();
      const back = page.getByText('Came back', { exact: true });
      await back.first().waitFor();
      expect(await back.count()).toBe(1);
    });

    test('sees by whom something was sent, and is told that deciding a receipt again by its own rules changes nothing', async () => {
      await page.goto(`/operations/${await sell('T1-000202')}`);
      await page.getByRole('button', { name: 'Decide again' }).click();
      await sheet()
        .getByText(/this receipt gives what it has given/)
        .first()
        .waitFor();
      expect(await sheet().getByRole('button', { name: 'Decide again' }).isDisabled()).toBe(true);
      await sheet().getByLabel('Rulebook version').fill('1.5');
      await sheet().getByText('A whole number, from 1.').waitFor();
      await page.keyboard.press('Escape');
      const by = page.locator('dl.facts-line > div').filter({ has: page.locator('dt', { hasText: /^By$/ }) });
      await by.locator('dd', { hasText: /\S/ }).waitFor();
    });
  });
}
