import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings } from './browser.ts';
import { expectWhole, handsOn } from './hands.ts';
import type { Program } from './program.ts';

// Two members who are one person, in a real browser: merged, and parted again. Its own part of a test file that has a program running.

const TASK_MS = 60_000;

/** Where it is done: a program, and a page on which somebody is signed in. */
export type Merged = { readonly program: Program; readonly page: Page; readonly errors: string[] };

let program: Program;
let page: Page;
const { sheet } = handsOn(() => page);

const enrol = async (givenName: string, familyName: string, phone: string): Promise<string> => {
  const body = { reference: `e-${phone}`, program: 'club', channel: 'web', phone, profile: { givenName, familyName } };
  return (await program.ask<{ member: string }>('POST /v1/members', body, program.demo.admin)).member;
};

async function openMerge(member: string, typed: string, found: string): Promise<void> {
  await page.goto(`/members/${member}`);
  await page.getByRole('button', { name: 'Merge with another' }).click();
  await sheet().getByLabel('Phone, card or name of the other member').fill(typed);
  await sheet().getByRole('button', { name: found }).click();
  await sheet()
    .getByRole('heading', { name: `Merge ${found} into this member` })
    .waitFor();
}

/** The tests of that; `at` is asked once they run. */
export function mergeMembers(look: { readonly canBrowse: boolean; readonly at: () => Merged }): void {
  describe.skipIf(!look.canBrowse)('two members who are one person', { timeout: TASK_MS }, () => {
    beforeAll(() => void ({ program, page } = look.at()));
    afterEach(() => expectWhole(look.at().errors));

    test('with nothing are merged at once, and parted again from the page of the merge', async () => {
      const stays = await enrol('Luz', 'Prado', '+34600777001');
      const goes = await enrol('Lucía', 'Prado', '+34600777002');
      await openMerge(stays, '+34600777002', 'Lucía Prado');
      await sheet().getByText('No points come along.').waitFor();
      await sheet().getByText('The phone of the other leads here.').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await sheet().getByRole('button', { name: 'Merge the members' }).click();
      await sheet().getByText('Merged. Every name of the other leads here.').waitFor();
      await sheet().getByRole('link', { name: 'See the merge' }).click();
      await page.getByRole('heading', { level: 1, name: 'Merge of two members' }).waitFor();
      // The id of the one who went leads to the one who goes on.
      await page.goto(`/members/${goes}`);
      await page.getByRole('heading', { level: 1, name: 'Luz Prado' }).waitFor();
      await page.goBack();
      await page.getByText('The phone goes back.').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Undo the merge' }).click();
      await sheet().getByRole('button', { name: 'Undo the merge' }).click();
      await sheet()
        .getByText(/^Parted\./)
        .waitFor();
      await page.goto(`/members/${goes}`);
      await page.getByRole('heading', { level: 1, name: 'Lucía Prado' }).waitFor();
    });

    test('with points see in numbers what would come along, and a second person has to agree', async () => {
      const [lucia, mateo] = program.demo.members;
      await program.ask('POST /v1/sales', {
        ...{ reference: 'merge-1', occurredAt: new Date().toISOString(), currency: 'EUR' },
        ...{ member: { phone: mateo!.phone }, lines: [{ sku: 'wine', amount: '64.00' }] },
      });
      await page.goto(`/members/${lucia!.member}`);
      await page.getByRole('button', { name: 'Merge with another' }).click();
      await sheet().getByLabel('Phone, card or name of the other member').fill(mateo!.phone);
      await sheet()
        .getByRole('button', { name: new RegExp(mateo!.phone.slice(1)) })
        .click();
      await sheet()
        .getByText(/^Available here/)
        .first()
        .waitFor();
      await sheet()
        .getByText(/a second person has to approve/)
        .waitFor();
      await sheet().getByRole('button', { name: 'Merge the members' }).click();
      await sheet().getByText('It waits for a second person now.').waitFor();
      await sheet().getByRole('link', { name: 'See the request' }).click();
      await page.getByRole('heading', { level: 1, name: 'Merge two members' }).waitFor();
      // Who asked is not asked.
      expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    });

    test('are never one and the same: a member does not find himself', async () => {
      const [, , third] = program.demo.members;
      await page.goto(`/members/${third!.member}`);
      await page.getByRole('button', { name: 'Merge with another' }).click();
      await sheet().getByLabel('Phone, card or name of the other member').fill(third!.phone);
      await sheet().getByText('Nobody else is found.').waitFor();
      expect(await sheet().getByText(third!.phone).count()).toBe(0);
    });
  });
}
