import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import chromium from '@sparticuz/chromium';
import { chromium as launcher, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { Program } from './program.ts';

/** Where the browser is unpacked: a place of this user's, since another's cannot be written to. */
const HOME = join(tmpdir(), `tallystick-chromium-${userInfo().uid}`);

/** Unpacks the browser once per machine; beside and then renamed, so that two tests at once do not meet half of it. */
async function executable(): Promise<string> {
  const path = join(HOME, 'chromium');
  if (existsSync(path)) return path;
  const unfinished = `${HOME}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = unfinished;
  try {
    await chromium.executablePath();
    renameSync(unfinished, HOME);
  } catch (error) {
    // Another test was quicker; its browser is the same.
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  return path;
}

/** A real browser without a screen. */
export const launchBrowser = async (): Promise<Browser> =>
  launcher.launch({ executablePath: await executable(), args: ['--no-sandbox', '--disable-gpu'], headless: true });

/**
 * Whether there is a browser that runs here: it is built for Linux on x64 and needs libnss3, which not everybody may install. The
 * gate demands it (TALLYSTICK_BROWSER=required), so that these tests are not forgotten there.
 */
export async function hasBrowser(): Promise<boolean> {
  try {
    await (await launchBrowser()).close();
    return true;
  } catch (error) {
    if (process.env.TALLYSTICK_BROWSER === 'required') throw error;
    return false;
  }
}

export const DESKTOP = { width: 1280, height: 860 } as const;
export const PHONE = { width: 390, height: 844 } as const;

// What is waited for comes; how long that takes, the machine says.
const WAIT_MS = 45_000;

/** Signs in by password and the code from the mail, in the page as it stands. */
export async function signIn(page: Page, { demo, codeFor }: Program, butNot?: string): Promise<string> {
  const [{ email, password }] = demo.people as [Program['demo']['people'][number]];
  await page.getByLabel('Tenant').fill('demo');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('A code is on its way to your e-mail address.').waitFor();
  const code = await codeFor(email, butNot);
  await page.getByLabel(/The code that was sent/).fill(code);
  await page.getByRole('button', { name: 'Confirm code' }).click();
  return code;
}

type Looks = {
  readonly size?: { readonly width: number; readonly height: number };
  readonly scheme?: 'light' | 'dark';
};
type State = Awaited<ReturnType<BrowserContext['storageState']>>;

/** A page with that size and those colours, signed in where a state says so. Errors in its console fail the test that asks. */
export async function openPage(
  browser: Browser,
  program: Program,
  { size = DESKTOP, scheme = 'light' }: Looks,
  state?: State,
): Promise<{ page: Page; context: BrowserContext; errors: string[] }> {
  const context = await browser.newContext({
    ...{ baseURL: program.url, viewport: size, colorScheme: scheme, locale: 'en-GB', timezoneId: 'UTC' },
    ...(state && { storageState: state }),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return { page, context, errors };
}

/** In place of axe's own text where it is in the page already: put there again it takes longer each time, up to 1.5 s a look. */
const NOTHING_MORE = ';';

/**
 * What axe finds that is serious or worse, as lines to read. Within the page itself: axe otherwise opens a blank page beside it to put
 * together what frames of other origins said, of which there are none here (0.3 s a screen instead of 0.7).
 */
export async function seriousFindings(page: Page): Promise<string[]> {
  const isThere = await page.evaluate<boolean>(`typeof axe === 'object'`);
  const axe = new AxeBuilder({ page, ...(isThere && { axeSource: NOTHING_MORE }) })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode();
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** By how many pixels the page is wider than the window: it never is. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
