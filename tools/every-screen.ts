// Opens every screen of the portal and of the member's page, full and empty, large and small, by day and by night, in English and in
// Spanish, and puts pictures of them into a folder, several on a sheet: run it and look at them.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { DESKTOP, launchBrowser, openPage, overflowOf, PHONE, signIn } from '../portal/test/browser.ts';
import { fillHouse, routePatterns } from '../portal/test/every-screen.ts';
import { isBroken } from '../portal/test/go-over.ts';
import { startProgram, type Program } from '../portal/test/program.ts';

const { values: options } = parseArgs({
  options: {
    into: { type: 'string', default: join(tmpdir(), 'tallystick-screens') },
    /** Only addresses that contain this. */
    only: { type: 'string', default: '' },
    /** Only these looks, parted by commas. */
    looks: { type: 'string', default: '' },
    /** The sheets of the acts too: each button that opens one is pressed. */
    acts: { type: 'boolean', default: false },
  },
});

const HIGHEST_PX = 1_900;
const SETTLED_MS = 350;
const PARTS_MAX = 9;
const ACTS_MAX = 14;

/** Each difference stands against each other somewhere, without every one with every other. */
const LOOKS = [
  { name: 'desk-day-en', size: DESKTOP, scheme: 'light', language: 'en', isEmpty: false },
  { name: 'desk-night-es', size: DESKTOP, scheme: 'dark', language: 'es', isEmpty: false },
  { name: 'phone-day-es', size: PHONE, scheme: 'light', language: 'es', isEmpty: false },
  { name: 'phone-night-en', size: PHONE, scheme: 'dark', language: 'en', isEmpty: false },
  { name: 'empty-desk-day-es', size: DESKTOP, scheme: 'light', language: 'es', isEmpty: true },
  // With a program in it, so that what stands in one is seen empty too.
  { name: 'empty-phone-night-en', size: PHONE, scheme: 'dark', language: 'en', isEmpty: true, hasProgram: true },
] as const;
type Look = (typeof LOOKS)[number];

/** Lists that have nothing in them, whatever the server says. */
const emptyLists = async (context: BrowserContext, hasProgram: boolean): Promise<void> => {
  const kept = hasProgram ? /portal|choices|\/v1\/(programs|units)(\?|$)/ : /portal|choices/;
  await context.route('**/v1/**', async (route) => {
    const response = await route.fetch();
    const isJson = (response.headers()['content-type'] ?? '').includes('json');
    if (!isJson || kept.test(route.request().url())) return route.fulfill({ response });
    const answer = (await response.json()) as Record<string, unknown>;
    const emptied = Object.fromEntries(
      Object.entries(answer).map(([name, value]) => [name, name === 'items' && Array.isArray(value) ? [] : value]),
    );
    await route.fulfill({ response, json: emptied });
  });
};

const shots: { readonly look: string; readonly size: typeof DESKTOP | typeof PHONE; name: string; path: string }[] = [];
const complaints: string[] = [];

async function shoot(page: Page, look: Look, name: string): Promise<void> {
  const path = join(options.into, look.name, `${name.replaceAll(/[^\w=-]+/g, '_').slice(0, 90)}.png`);
  await page.waitForTimeout(SETTLED_MS);
  const high = Math.min(HIGHEST_PX, await page.evaluate<number>('document.documentElement.scrollHeight'));
  const clip = { x: 0, y: 0, width: look.size.width, height: Math.max(high, look.size.height) };
  await page.screenshot({ path, animations: 'disabled', caret: 'hide', fullPage: true, clip });
  if (await isBroken(page)) complaints.push(`${look.name} ${name}: broke`);
  const over = await overflowOf(page);
  if (over > 0) complaints.push(`${look.name} ${name}: ${over} px wider than the window`);
  shots.push({ look: look.name, size: look.size, name, path });
}

/** Waits until nothing is on its way any more; a screen that never rests is looked at as it is. */
async function rest(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle', { timeout: 4_000 }).catch(() => undefined);
  await page.waitForTimeout(SETTLED_MS);
  await page
    .locator('main [aria-busy=true]')
    .first()
    .waitFor({ state: 'detached', timeout: 4_000 })
    .catch(() => undefined);
}

async function lookAt(page: Page, look: Look, address: string): Promise<void> {
  await page.goto(address);
  await rest(page);
  await shoot(page, look, address);
  const tabs = page.locator('main .mantine-Tabs-root:not(.places) [role=tab]:not([aria-selected=true])');
  const labels = await tabs.allTextContents();
  for (const label of labels.slice(0, PARTS_MAX)) {
    await page.locator('main [role=tab]', { hasText: label }).last().click();
    await rest(page);
    await shoot(page, look, `${address}#${label}`);
    if (options.acts) await openActs(page, look, `${address}#${label}`);
  }
  if (options.acts && labels.length === 0) await openActs(page, look, address);
}

/** Presses each button of the screen that opens a sheet, and shoots the sheet. */
async function openActs(page: Page, look: Look, name: string): Promise<void> {
  const pressed = new Set<string>();
  for (let n = 0; n < ACTS_MAX; n += 1) {
    const labels = await page.locator('main button:not([role=tab])').allTextContents();
    const next = labels.find((label) => /\p{L}{4}/u.test(label) && !pressed.has(label));
    if (next === undefined) return;
    pressed.add(next);
    const was = page.url();
    await page
      .locator('main button:not([role=tab])', { hasText: next })
      .first()
      .click({ timeout: 2_000 })
      .catch(() => undefined);
    const isOpen = await page
      .getByRole('dialog')
      .first()
      .waitFor({ timeout: 700 })
      .then(
        () => true,
        () => false,
      );
    if (isOpen) {
      await page.waitForTimeout(SETTLED_MS);
      await shoot(page, look, `${name}!${next}`);
    }
    await page.keyboard.press('Escape');
    if (page.url() !== was) {
      await page.goto(was);
      await rest(page);
    }
  }
}

/** Several pictures on a sheet, each with its name: what a person, or somebody who looks in their stead, takes in at once. */
async function bind(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1_600, height: 1_200 } });
  for (const look of new Set(shots.map((shot) => shot.look))) {
    const mine = shots.filter((shot) => shot.look === look);
    const isPhone = mine[0]?.size === PHONE;
    const [each, width] = isPhone ? [5, 312] : [4, 790];
    for (let at = 0; at < mine.length; at += each) {
      const figures = mine.slice(at, at + each).map(({ name, path }) => {
        const data = readFileSync(path).toString('base64');
        return `<figure><figcaption>${name}</figcaption><img src="data:image/png;base64,${data}" width="${width}"></figure>`;
      });
      await page.setContent(
        `<style>body{margin:4px;display:flex;flex-wrap:wrap;gap:6px;align-items:start;background:#888;font:12px sans-serif}figure{margin:0}img{max-height:1200px;object-fit:cover;object-position:top}</style>${figures.join('')}`,
      );
      const path = join(options.into, `sheet-${look}-${String(at / each).padStart(2, '0')}.png`);
      await page.screenshot({ path, fullPage: true });
      console.log(
        path,
        mine
          .slice(at, at + each)
          .map(({ name }) => name)
          .join('  '),
      );
    }
  }
}

async function lookAtAll(browser: Browser, program: Program, addresses: readonly string[]): Promise<void> {
  const door = await openPage(browser, program, {});
  await door.page.goto('/people/me');
  await signIn(door.page, program);
  await door.page.locator('.search-button').waitFor();
  const state = await door.context.storageState();
  for (const look of LOOKS.filter(({ name }) => options.looks === '' || options.looks.split(',').includes(name))) {
    mkdirSync(join(options.into, look.name), { recursive: true });
    const { page, context, errors } = await openPage(browser, program, look, state);
    if (look.isEmpty) await emptyLists(context, 'hasProgram' in look);
    await page.addInitScript(`try { localStorage.setItem('tallystick.language', '${look.language}') } catch {}`);
    for (const address of addresses.filter((one) => one.includes(options.only))) {
      await lookAt(page, look, address).catch((error: unknown) =>
        complaints.push(`${look.name} ${address}: ${String(error)}`),
      );
      complaints.push(...errors.splice(0).map((error) => `${look.name} ${address}: ${error}`));
    }
    await context.close();
  }
}

const MEMBER_PLACES = 4;

/** The member's page, by whoever has that phone: one sign-in, since codes are few, and every look at each of its four places. */
async function lookAtMember(browser: Browser, program: Program, phone: string, isEmpty: boolean): Promise<void> {
  const { page, context, errors } = await openPage(browser, program, { size: PHONE });
  const looks = LOOKS.filter((look) => look.isEmpty === isEmpty || isEmpty)
    .filter(({ name }) => options.looks === '' || options.looks.split(',').includes(name))
    .map((look) => ({ ...look, name: `member-${isEmpty ? 'empty-' : ''}${look.name}` }));
  const at = async (look: (typeof looks)[number]): Promise<void> => {
    mkdirSync(join(options.into, look.name), { recursive: true });
    await page.emulateMedia({ colorScheme: look.scheme });
    await page.setViewportSize(look.size);
    await page.evaluate(`localStorage.setItem('language', '${look.language}')`);
    await page.goto('/m/demo');
    await page.waitForLoadState('networkidle');
  };
  await page.goto('/m/demo');
  for (const look of isEmpty ? [] : looks) {
    await at(look);
    await shoot(page, look as never, 'door');
  }
  await page.locator('#phone').fill(phone);
  await page.locator('button.main').click();
  await page.locator('#code').fill(await program.codeFor(phone));
  await page.locator('button.main').click();
  await page.locator('nav.tabs').waitFor();
  for (const look of looks) {
    await at(look);
    await page.locator('nav.tabs').waitFor();
    for (let n = 0; n < MEMBER_PLACES; n += 1) {
      const tab = page.locator('nav.tabs button').nth(n);
      await tab.click();
      await page.waitForLoadState('networkidle');
      await shoot(page, look as never, `${phone} ${await tab.textContent()}`);
    }
    complaints.push(...errors.splice(0).map((error) => `${look.name}: ${error}`));
  }
  await context.close();
}

mkdirSync(options.into, { recursive: true });
const [program, browser] = await Promise.all([startProgram(), launchBrowser()]);
try {
  const full = await fillHouse(program);
  const forgotten = routePatterns().filter((pattern) => !full.has(pattern));
  if (forgotten.length > 0) complaints.push(`no address for ${forgotten.join(', ')}`);
  await lookAtAll(browser, program, [...full.values()].flat());
  const [lucia, , vera] = program.demo.members;
  await lookAtMember(browser, program, lucia!.phone, false);
  await lookAtMember(browser, program, vera!.phone, true);
  await bind(browser);
} finally {
  writeFileSync(join(options.into, 'complaints.txt'), `${complaints.join('\n')}\n`);
  for (const complaint of complaints) console.error(complaint);
  await browser.close();
  await program.stop();
}
