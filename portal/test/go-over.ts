import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { openPage, overflowOf, seriousFindings } from './browser.ts';
import type { Program } from './program.ts';

/** As whom, and how, screens are gone over. */
export type Look = {
  readonly size: { readonly width: number; readonly height: number };
  readonly scheme: 'light' | 'dark';
  readonly language: 'en' | 'es';
  /**
   * Each screen by its own address, as from a mail, or from the screen before, as by a press: the page then stays, which takes a third of
   * the time. That every screen has an address is seen by the first alone.
   */
  readonly comes: 'by address' | 'by a press';
};
type Looking = {
  readonly browser: Browser;
  readonly program: Program;
  /** How somebody is signed in. */
  readonly state: Awaited<ReturnType<BrowserContext['storageState']>>;
  /** How long a screen may take to be there. */
  readonly waitMs: number;
  /** What else is asked of a screen; gives lines to read. */
  readonly ask?: (page: Page, address: string) => Promise<readonly string[]>;
};

/** The portal's router, which its library puts there. */
const ROUTER = '__TSR_ROUTER__';
const SCREEN_IS_THERE = `${ROUTER}.state.status === 'idle' && ${ROUTER}.state.resolvedLocation?.href === ${ROUTER}.state.location.href`;

// An answer may make a screen ask for the next thing: within two frames.
const FRAMES_MS = 34;

/** Gives what waits until a page has its answers to everything that it asked, what one answer made it ask included. */
function quietOf(page: Page): () => Promise<void> {
  const open = new Set<Request>();
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  return async () => {
    for (let quiet = 0; quiet < 2; quiet = open.size === 0 ? quiet + 1 : 0) await sleep(FRAMES_MS);
  };
}

/** Whether a screen broke while it was drawn: the portal says so in its place, and goes on. */
export const isBroken = async (page: Page): Promise<boolean> => (await page.locator('[data-broken]').count()) > 0;

/** Waits until what slides or fades has arrived: halfway its words are hardly to be read. What never ends is not waited for. */
const STILL = `Promise.all(document.getAnimations()
  .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
  .map((one) => one.finished.catch(() => undefined)))
  .then(() => undefined)`;

async function comeTo(page: Page, address: string, comes: Look['comes']): Promise<void> {
  if (comes === 'by address' || page.url() === 'about:blank') await page.goto(address);
  else
    await page.evaluate(`new Promise((there) => {
      ${ROUTER}.history.push(${JSON.stringify(address)});
      const look = () => (${SCREEN_IS_THERE} ? there() : requestAnimationFrame(look));
      requestAnimationFrame(look);
    })`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
}

/**
 * Goes over screens in one look, and gives what is wrong as lines to read: what axe finds serious, what runs off the window, and what
 * broke on the way.
 */
export async function goOver(looking: Looking, addresses: readonly string[], look: Look): Promise<string[]> {
  const { page, context, errors } = await openPage(looking.browser, looking.program, look, looking.state);
  page.setDefaultTimeout(looking.waitMs);
  await page.addInitScript(`try { localStorage.setItem('tallystick.language', '${look.language}') } catch {}`);
  const found: string[] = [];
  const quiet = quietOf(page);
  for (const address of addresses) {
    await comeTo(page, address, look.comes);
    // A list that comes after the programs were read has shown no sign of it in between.
    await quiet();
    await page.evaluate(STILL);
    const at = `${look.size.width} ${look.scheme} ${address}`;
    if (await isBroken(page)) found.push(`${at} broke`);
    if ((await overflowOf(page)) > 0) found.push(`${at} is wider than the window`);
    const told = [...(await seriousFindings(page)), ...((await looking.ask?.(page, address)) ?? [])];
    found.push(...told.map((finding) => `${at}: ${finding}`));
  }
  await context.close();
  return [...found, ...errors];
}
