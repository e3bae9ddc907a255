import type { Browser, Page } from 'playwright-core';
import { openPage, signIn } from './browser.ts';
import { handsOn } from './hands.ts';
import type { Program } from './program.ts';

/** Somebody else at another desk, before what waits: the second person of the demo. */
export async function openSecond(browser: Browser, program: Program): Promise<Page> {
  const [, bruno] = program.demo.people;
  const { page } = await openPage(browser, program, {});
  await page.goto('/approvals');
  await signIn(page, { ...program, demo: { ...program.demo, people: [bruno!] } });
  await page.getByRole('heading', { level: 1, name: 'Approvals' }).waitFor();
  return page;
}

/** The second person opens what waits, reads it and says yes. */
export async function approve(second: Page, row: RegExp, reads: string | RegExp): Promise<void> {
  const { button, confirm, gone } = handsOn(() => second);
  await second.goto('/approvals');
  await second.getByRole('row', { name: row }).first().click();
  await second.getByText(reads).first().waitFor();
  await button('Approve').click();
  await confirm('Approve');
  await gone();
  await second.getByText('approved', { exact: true }).first().waitFor();
}
