import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { overflowOf, PHONE, seriousFindings } from '../../portal/test/browser.ts';
import type { MemberHouse } from './member-house.ts';

const SHOTS = process.env['TALLYSTICK_SHOTS'];

/** What somebody does on the page of a house; both are asked for each time, they are there only once a test runs. */
export const visitorOf = (at: () => { readonly browser: Browser; readonly house: MemberHouse }) => ({
  async open(
    scheme: 'light' | 'dark' = 'light',
    locale = 'en-GB',
    userAgent?: string,
  ): Promise<{ page: Page; context: BrowserContext }> {
    const { browser, house } = at();
    const context = await browser.newContext({
      ...{ baseURL: house.url, viewport: PHONE, colorScheme: scheme, locale, timezoneId: 'UTC', hasTouch: true },
      acceptDownloads: true,
      ...(userAgent && { userAgent }),
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => {
      throw error;
    });
    return { page, context };
  },
  async signIn(page: Page, phone: string): Promise<void> {
    await page.goto('/m/demo');
    await page.getByLabel('Your phone number').fill(phone);
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByText('a code of six digits is on its way').waitFor();
    await page.getByLabel('The code from the message').fill((await at().house.codeTo(phone)) ?? '000000');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'To spend today' }).waitFor();
  },
});

/** Keeps a picture where somebody wants to look at it. */
export const shot = async (page: Page, name: string): Promise<void> => {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
};

/** What every screen is held to: nothing serious for axe, nothing wider than the phone. */
export const expectFit = async (page: Page): Promise<void> => {
  expect(await seriousFindings(page)).toEqual([]);
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
};

export const tab = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name, exact: true }).click();
