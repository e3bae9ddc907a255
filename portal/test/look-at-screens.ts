import type { Browser, BrowserContext } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { DESKTOP, openPage, overflowOf, PHONE, seriousFindings } from './browser.ts';
import type { Program } from './program.ts';
import type { Day } from './shop-for-a-day.ts';

// Every screen of the service desk, large and small, light and dark, full and empty: nobody is kept out, and nothing runs off the page.
// Its own part of a test file that has a program running: each start of one takes half a minute of a core.

const SCREENS_MS = 120_000;

/** What is looked at: a program in which a day has passed, and how somebody is signed in. */
export type Looked = {
  readonly program: Program;
  readonly browser: Browser;
  readonly day: Day;
  /** What axe found at the door, before anybody signed in. */
  readonly atTheDoor: readonly string[];
  readonly state: Awaited<ReturnType<BrowserContext['storageState']>>;
};

/** Address and what is there once it is whole. */
const screensOf = ({ program, day }: Looked): readonly (readonly [address: string, whole: string | RegExp])[] => [
  ['/', 'What stood against a notice'],
  ['/members', 'Members'],
  [`/members/${program.demo.members[0]!.member}`, /T1|000187|Sale/],
  // Nothing has happened to her yet.
  [`/members/${program.demo.members[2]!.member}`, 'Enrolment'],
  [`/operations/${day.sale}`, /Did not fire/],
  [`/operations/${day.paidWithPoints}`, /Ledger against lots/],
  ['/health', 'Versions'],
  ['/nowhere', 'There is no such screen'],
];

/** The tests that look at every screen; `at` is asked once they run. */
export function lookAtScreens(look: { readonly canBrowse: boolean; readonly at: () => Looked }): void {
  describe.skipIf(!look.canBrowse)('the screens of the service desk', { timeout: SCREENS_MS }, () => {
    test('begin with a sign-in that everybody can read', () => expect(look.at().atTheDoor).toEqual([]));

    test.each([
      ['a desk, by day', DESKTOP, 'light'],
      ['a desk, by night', DESKTOP, 'dark'],
      ['a phone, by day', PHONE, 'light'],
      ['a phone, by night', PHONE, 'dark'],
    ] as const)('can be read by everybody on %s', async (_where, size, scheme) => {
      const { page, context, errors } = await openPage(
        look.at().browser,
        look.at().program,
        { size, scheme },
        look.at().state,
      );
      for (const [address, whole] of screensOf(look.at())) {
        await page.goto(address);
        await page.getByText(whole).first().waitFor();
        expect(await overflowOf(page), address).toBeLessThanOrEqual(0);
        // By night a phone has the colours of a desk by night, and the parts of a phone by day.
        if (size !== PHONE || scheme !== 'dark') expect(await seriousFindings(page), address).toEqual([]);
      }
      expect(errors).toEqual([]);
      await context.close();
    });

    test('can be gone through by keys: the content is one press away, rows by arrows, a sheet closes by Esc', async () => {
      const { page, context } = await openPage(look.at().browser, look.at().program, {}, look.at().state);
      await page.goto('/');
      await page.getByText('What stood against a notice').waitFor();
      await page.keyboard.press('Tab');
      expect(await page.locator(':focus').textContent()).toBe('Skip to the content');
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
