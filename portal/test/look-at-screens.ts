import type { Browser, BrowserContext } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openPage, seriousFindings } from './browser.ts';
import type { Program } from './program.ts';

// The door and the keys: nobody is kept out. Every screen is gone over in back-office.test.ts.
// Its own part of a test file that has a program running: each start of one takes half a minute of a core.

const SCREENS_MS = 120_000;

/** What is looked at: a program in which a day has passed, and how somebody is signed in. */
export type Looked = {
  readonly program: Program;
  readonly browser: Browser;
  /** What axe found at the door, before anybody signed in. */
  readonly atTheDoor: readonly string[];
  readonly state: Awaited<ReturnType<BrowserContext['storageState']>>;
};

/** The tests that look at how screens are come to and gone through; `at` is asked once they run. */
export function lookAtScreens(look: { readonly canBrowse: boolean; readonly at: () => Looked }): void {
  describe.skipIf(!look.canBrowse)('the screens of the service desk', { timeout: SCREENS_MS }, () => {
    test('begin with a sign-in that everybody can read', () => expect(look.at().atTheDoor).toEqual([]));

    test('can be gone through by keys: the content is one press away, rows by arrows, a sheet closes by Esc', async () => {
      const { page, context } = await openPage(look.at().browser, look.at().program, {}, look.at().state);
      await page.goto('/');
      await page.getByText('What stood against a notice').waitFor();
      await page.keyboard.press('Tab');
      expect(await page.locator(':focus').textContent()).toBe('Skip to the content');
      // What is still on its way draws the page once more, and a row that has the focus by then is another's.
      await page.waitForLoadState('networkidle');
      const rows = page.getByRole('table', { name: 'What stood against a notice' }).locator('tbody tr');
      await rows.first().focus();
      await page.keyboard.press('ArrowDown');
      await rows.nth(1).and(page.locator(':focus')).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Sale' }).waitFor();
      await page.goto(`/members/${look.at().program.demo.members[0]!.member}`);
      await page.getByRole('button', { name: 'Block card' }).click();
      await page.getByRole('dialog').getByText('Can be spent with it').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await context.close();
    });
  });
}
