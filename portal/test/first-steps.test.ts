import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, hasBrowser, launchBrowser, openPage, PHONE, signIn } from './browser.ts';
import { luhnDigit } from '../../server/src/kernel/card-number.ts';
import { embeddedUrl } from '../../server/src/platform/database/embedded-cluster.ts';
import { routePatterns } from './every-screen.ts';
import { goOver } from './go-over.ts';
import { expectWhole, handsOn } from './hands.ts';
import { startProgram, type Program } from './program.ts';
import { approve, openSecond } from './second-person.ts';

// What a company does in its first days: settings by form, cards by file, a look at what is live and at how the house is; and how the
// screens are read before there is anything on them.

const START_MS = 200_000;
// A machine that does other things too may stand still for a minute.
const TASK_MS = 240_000;
const WAIT_MS = 90_000;
// Some forty screens, each gone over by axe, on a machine that does other things too.
const LOOKS_MS = 720_000;
const SHOTS = process.env['TALLYSTICK_SHOTS'];
const canBrowse = await hasBrowser();

type Numbered = { readonly right: string; readonly mistyped: string };

let program: Program;
let browser: Browser;
let page: Page;
let errors: string[];

const { heading, button, tab, sheet, confirm, gone, close, choose } = handsOn(() => page);

const shot = async (name: string, of = page): Promise<void> => {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await of.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
};
const ask = <Answer>(what: string, body?: object): Promise<Answer> =>
  program.ask<Answer>(what, body, program.demo.admin);

beforeAll(async () => {
  if (!canBrowse) return;
  [program, browser] = await Promise.all([startProgram(), launchBrowser()]);
  ({ page, errors } = await openPage(browser, program, {}));
  page.setDefaultTimeout(WAIT_MS);
  await page.goto('/programs');
  await signIn(page, program);
  await heading('Programs').waitFor();
}, START_MS);
afterAll(async () => {
  await browser?.close();
  await program?.stop();
}, START_MS);

describe.skipIf(!canBrowse)('a program manager', { timeout: TASK_MS }, () => {
  afterEach(() => expectWhole(errors));

  test('defines a unit, opens a program in it, defines its wallet with a name in two languages, and adds an outlet', async () => {
    await page.goto('/programs');
    await button('Define unit').click();
    await sheet().getByLabel('Code').fill('STARS');
    await sheet().getByText('1234 STARS').waitFor();
    await confirm('Define unit');
    await gone();
    await page.getByRole('row', { name: /STARS.*points.*0/ }).waitFor();

    await button('Open program').click();
    await sheet().getByLabel('Name').fill('Stars of the North');
    await sheet().getByLabel('Code').fill('stars');
    await choose('Time zone', 'Atlantic/Canary');
    await choose('Currency', /EUR/);
    await shot('30-open-program');
    await confirm('Open program');
    await gone();
    await page.getByRole('row', { name: /Stars of the North.*stars.*Atlantic\/Canary.*EUR.*open/ }).click();
    await heading('Stars of the North').waitFor();

    await tab('Wallets').click();
    await button('Define wallet').click();
    await sheet().getByLabel('Code').fill('night-sky');
    await sheet().getByLabel('Name in English').fill('Night sky');
    await sheet().getByLabel('Name in Spanish').fill('Cielo nocturno');
    await choose('Unit', /STARS/);
    await sheet().getByText('1 STARS pay 0.01 EUR').waitFor();
    await choose('Points live', /^for a time$/);
    await sheet().getByLabel('For', { exact: true }).fill('6');
    await shot('31-define-wallet');
    await confirm('Define wallet');
    // What points pay is a price: somebody else says yes to it.
    await sheet().getByText('It waits for a second person now.', { exact: false }).waitFor();
    await close();
    await gone();
    const second = await openSecond(browser, program);
    await approve(second, /Define a wallet that pays/, '1 STARS = 0.01 EUR');
    await second.context().close();
    await page.goto('/programs/stars?part=wallets');
    await page.getByRole('row', { name: /Night sky.*night-sky.*STARS/ }).waitFor();
    await shot('32-wallets');
    const types = await ask<{ items: object[] }>('GET /v1/programs/stars/wallet-types');
    expect(types.items).toMatchObject([
      {
        ...{ code: 'night-sky', name: { en: 'Night sky', es: 'Cielo nocturno' }, unit: 'STARS' },
        ...{ pays: { points: '1', money: '0.01' }, expiry: { after: { months: 6 } } },
      },
    ]);

    await page.goto('/partners/outlets');
    await button('Add outlet').click();
    await sheet().getByLabel('Name').fill('Faro de Orchilla');
    await sheet().getByLabel('Code').fill('orchilla');
    await choose('Partner', /·/);
    await choose('Program', /stars/);
    await choose('Time zone', 'Atlantic/Canary');
    await sheet().getByLabel('Business day begins at').fill('4');
    await confirm('Add outlet');
    await gone();
    await page
      .getByRole('row', { name: /Faro de Orchilla.*orchilla.*Stars of the North.*Atlantic\/Canary.*\d\d:\d\d/ })
      .waitFor();
    const outlets = await ask<{ items: { code: string }[] }>('GET /v1/outlets?limit=200');
    expect(outlets.items.find(({ code }) => code === 'orchilla')).toMatchObject({ program: 'stars', cutOverHour: 4 });
    await shot('33-outlets');
  });

  test('gives a wallet another name, and reads beforehand what members will read', async () => {
    await page.goto('/programs/stars?part=wallets');
    await button('Name wallet').click();
    await sheet().getByLabel('Name in Spanish').fill('Luces');
    await sheet().getByText('Members read “Night sky”, and in Spanish “Luces”.').waitFor();
    await confirm('Name wallet');
    await gone();
    const types = await ask<{ items: object[] }>('GET /v1/programs/stars/wallet-types');
    expect(types.items).toMatchObject([{ name: { en: 'Night sky', es: 'Luces' } }]);
  });

  test('books once what is pressed again because the line broke before the answer came', async () => {
    const names: (string | undefined)[] = [];
    // The request arrives and is done; its answer is lost on the way back, the first time.
    await page.route('**/v1/credentials', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      names.push(route.request().headers()['idempotency-key']);
      if (names.length > 1) return route.continue();
      await route.fetch();
      await route.abort('connectionreset');
    });
    const issued = async (): Promise<number> => {
      const { items } = await ask<{ items: { name: string }[] }>('GET /v1/credentials?limit=200');
      return items.filter(({ name }) => name === 'cut line').length;
    };
    await page.goto('/partners/connect');
    await choose('Where does the till stand?', /Madrid/);
    await choose('Which till is it?', 'till-1');
    await page.getByLabel('Name').fill('cut line');
    await button('Issue credential').click();
    await page.getByRole('alert').first().waitFor();
    await shot('34-cut-line');
    expect(await issued()).toBe(1);
    // What was typed is still there; the same press again.
    expect(await page.getByLabel('Name').inputValue()).toBe('cut line');
    await button('Issue credential').click();
    await page.getByText('A receipt of 1.00 from a command line').waitFor();
    await shot('35-connect-line');
    expect(names).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), names[0]]);
    expect(await issued()).toBe(1);

    // The same once more, meant anew and pressed twice in a hurry: another act, another name, booked once.
    await page.goto('/partners/connect');
    await choose('Where does the till stand?', /Madrid/);
    await choose('Which till is it?', 'till-1');
    await page.getByLabel('Name').fill('cut line');
    await button('Issue credential').dblclick();
    await page.getByText('A receipt of 1.00 from a command line').waitFor();
    expect(await issued()).toBe(2);
    const later = new Set(names.slice(2));
    expect(later.size).toBe(1);
    expect(later.has(names[0])).toBe(false);
    await page.unroute('**/v1/credentials');
    errors.splice(0);
  });

  test('would have booked twice without that name', async () => {
    const count = async (): Promise<number> =>
      (await ask<{ items: { name: string }[] }>('GET /v1/credentials?limit=200')).items.length;
    const before = await count();
    await page.route('**/v1/credentials', async (route) => {
      const { 'idempotency-key': _, ...headers } = route.request().headers();
      await route.fetch({ headers });
      await route.continue({ headers });
    });
    await page.goto('/partners/connect');
    await choose('Where does the till stand?', /Madrid/);
    await choose('Which till is it?', 'till-1');
    await button('Issue credential').click();
    await page.getByText('A receipt of 1.00 from a command line').waitFor();
    await page.unroute('**/v1/credentials');
    expect((await count()) - before).toBe(2);
  });
});

describe.skipIf(!canBrowse)('a card manager', { timeout: TASK_MS }, () => {
  afterEach(() => expectWhole(errors));

  test('makes cards by a file: an address for codes that two people want, rows wrong in their own lines, the code of the mail, the cards', async () => {
    const TO = 'cards@demo.example';
    const [ana, bruno] = program.demo.people;
    await ask('POST /v1/card-ranges', {
      ...{ code: 'autumn', prefix: '2799', length: 13, type: 'bonus', checkDigit: 'luhn', program: 'club' },
    });
    await page.goto('/cards/files/new');
    await page.getByText('No address is registered').waitFor();
    await button('Ask for this address').click();
    await sheet().getByLabel('E-mail address').fill(TO);
    await confirm('Ask for this address');
    await sheet().getByText('It holds once somebody else has approved it.').waitFor();
    const second = await openPage(browser, program, {});
    second.page.setDefaultTimeout(WAIT_MS);
    await second.page.goto('/approvals');
    await signIn(second.page, { ...program, demo: { ...program.demo, people: [bruno!, ana!] } });
    await second.page.getByRole('row', { name: /address/i }).click();
    await second.page.getByRole('button', { name: 'Approve' }).click();
    await second.page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await second.page.getByText('approved', { exact: true }).first().waitFor();
    await second.context.close();

    await page.goto('/cards/files/new');
    await page.getByText(/^Codes go to c.*@demo\.example\./).waitFor();
    await choose('Range', 'autumn');
    // The header is line 1; line 3 is too short, line 5 was mistyped, line 6 too long.
    const [one, other, wrong] = ['279900000001', '279900000002', '279900000003'].map((digits) => ({
      ...{ right: digits + luhnDigit(digits), mistyped: digits + ((Number(luhnDigit(digits)) + 1) % 10) },
    })) as [Numbered, Numbered, Numbered];
    const lines = ['number,note', `${one.right},first`, '12,second', `${other.right},third`];
    lines.push(`${wrong.mistyped},fourth`, `${wrong.right}77,fifth`);
    await page.locator('input[type=file]').setInputFiles({
      ...{ name: 'autumn.csv', mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\n')}\n`) },
    });
    await page.getByRole('radio', { name: 'make the right ones' }).check();
    await button('Check file').click();
    await page.getByText('What is wrong, by line of the file').waitFor();
    const flaws = page.locator('table tbody tr');
    await flaws.nth(2).waitFor();
    expect(await flaws.locator('td:first-child').allTextContents()).toEqual(['3', '5', '6']);
    await page.getByText('2 cards will be made; 3 rows are left out.').waitFor();
    await shot('40-file-checked');

    await button('Mail me the code').click();
    await page.getByText(`A code was sent to`).waitFor();
    const code = await program.codeFor(TO);
    await page.getByLabel('Code from the mail').fill(code === '000000' ? '111111' : '000000');
    await button('Make 2 cards').click();
    await page.locator('[aria-invalid=true]').waitFor();
    await shot('41-wrong-code');
    await page.getByLabel('Code from the mail').fill(code);
    await button('Make 2 cards').click();
    await page.getByText('All its cards are there.').waitFor();
    await shot('42-file-released');
    await page.getByRole('link', { name: 'To the batch' }).click();
    await heading(/autumn · 2/).waitFor();
    await page.getByText('released', { exact: true }).first().waitFor();
    await shot('43-batch');
  });
});

describe.skipIf(!canBrowse)('a marketer', { timeout: TASK_MS }, () => {
  afterEach(() => expectWhole(errors));

  test('sees in the calendar what is live where at which moment, what is next, and how long each lasts', async () => {
    const day = (from: number): string => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
    const gives = (points: string) => [
      { kind: 'points-per-amount', wallet: 'points', params: { points, step: '1.00', per: 'receipt' } },
    ];
    const shop = (code: string) => [{ kind: 'outlet-in', params: { outlets: [code] } }];
    const { items } = await ask<{ items: { code: string; name: string }[] }>('GET /v1/outlets?limit=200');
    const [one, other] = items.filter(({ code }) => code !== 'orchilla') as [(typeof items)[0], (typeof items)[0]];
    const common = { priority: 100 };
    const promotions = [
      {
        ...common,
        code: 'always',
        name: { en: 'Always one', es: 'Siempre uno' },
        firstOn: '2020-01-01',
        effects: gives('1'),
      },
      {
        ...common,
        ...{ code: 'here-only', name: { en: 'Only here', es: 'Solo aquí' }, firstOn: day(-3), lastOn: day(10) },
        ...{ conditions: shop(one.code), effects: gives('2') },
      },
      {
        ...common,
        ...{ code: 'soon', name: { en: 'Soon three', es: 'Pronto tres' }, firstOn: day(5), lastOn: day(7) },
        effects: gives('3'),
      },
    ];
    const inForceFrom = new Date(Date.now() + 500).toISOString();
    await ask('POST /v1/programs/club/rulebooks', { inForceFrom, promotions });
    await page.waitForTimeout(1_500);
    await page.goto('/promotions/calendar');
    const live = page.getByRole('region', { name: 'Live at' });
    const offers = async (): Promise<string[]> => live.locator('.offer p:first-child').allTextContents();
    await live.getByText('Always one').waitFor();
    await choose('Outlet', new RegExp(one.name));
    await live.getByText('Only here').waitFor();
    await shot('50-calendar');
    expect((await offers()).map((text) => text.trim())).toEqual(expect.arrayContaining(['Always one', 'Only here']));
    // It is not live yet, and stands below with its beginning.
    expect((await offers()).some((text) => text.includes('Soon three'))).toBe(false);
    await live.getByText(/12:00 AM · Soon three$/).waitFor();
    await live.getByText('By the clock of Europe/Madrid.').waitFor();
    // The other outlet has not what is only here.
    await choose('Outlet', new RegExp(other.name));
    await live.getByText('Only here').waitFor({ state: 'detached' });
    await live.getByText('Always one').waitFor();
    expect((await offers()).map((text) => text.trim())).toContain('Always one');

    const days = page.getByRole('region', { name: 'Sixty days' }).getByRole('listitem');
    expect(await days.count()).toBe(3);
    const bar = async (name: string): Promise<{ x: number; width: number }> =>
      (await days.filter({ hasText: name }).locator('.days-bar').boundingBox())!;
    const [whole, here, soon] = [await bar('Always one'), await bar('Only here'), await bar('Soon three')];
    // Sixty days from today: eleven of one, three of the other from the fifth on.
    expect(here.width / whole.width).toBeCloseTo(11 / 60, 1);
    expect(soon.width / whole.width).toBeCloseTo(3 / 60, 1);
    expect((soon.x - whole.x) / whole.width).toBeCloseTo(5 / 60, 1);
  });
});

describe.skipIf(!canBrowse)('an operator', { timeout: TASK_MS }, () => {
  afterEach(() => expectWhole(errors));

  test('reads on the health page the figures that the machine has, and sees a follower that fell behind', async () => {
    const { demo } = program;
    const sell = (reference: string, phone: string): Promise<unknown> =>
      program.ask('POST /v1/sales', {
        ...{ reference, occurredAt: new Date().toISOString(), currency: 'EUR', member: { phone } },
        lines: [{ sku: 'tea', amount: '3.00' }],
      });
    const phone = demo.members[0]!.phone;
    await sell('health-1', phone);
    await page.goto('/health');
    type Told = {
      versions: { tallystick: string; node: string; postgres: string; schema: number };
      disk: { bytes: number; freeBytes: number };
      lanes: { operations: number; open: { lane: number; rows: number }[] };
      followers: { name: string; rowsBehind: number }[];
    };
    const told = await ask<Told>('GET /v1/health');
    const figure = (name: string) => page.locator('.figures > *').filter({ hasText: name }).first();
    await figure('Operations since the start').waitFor();
    const text = async (name: string): Promise<string> => (await figure(name).textContent()) ?? '';
    expect(Number((await text('Operations since the start')).replace(/\D/g, ''))).toBeGreaterThan(0);
    expect(await text('Free on disk')).toMatch(/[\d.,]+ (GiB|TiB).*of [\d.,]+ (GiB|TiB)/);
    expect(await text('Database')).toMatch(/[\d.,]+ MiB/);
    for (const [name, version] of [
      ['Tallystick', told.versions.tallystick],
      ['Node', told.versions.node],
      ['PostgreSQL', told.versions.postgres],
      ['Last schema change', String(told.versions.schema)],
    ] as const) {
      const facts = page.getByRole('region', { name: 'Versions' }).locator('dt', { hasText: name });
      expect(await facts.locator('xpath=following-sibling::dd[1]').textContent()).toBe(version);
    }
    const lanes = page.getByRole('table', { name: 'Lanes' }).locator('tbody tr');
    expect(await lanes.count()).toBe(told.lanes.open.length);
    const followers = page.getByRole('table', { name: 'Followers' }).locator('tbody tr');
    await page.getByText('nobody is behind').waitFor({ timeout: 20_000 });
    await shot('60-health');

    // Somebody holds the place in which reports note how far they are: sales go on, their lines stay away.
    const client = new pg.Client(embeddedUrl(join(program.dataDir, 'pg')));
    await client.connect();
    await client.query('begin');
    await client.query('select 1 from followers.follower_cursor for update');
    for (const n of [2, 3, 4]) await sell(`health-${n}`, phone);
    await figure('Furthest behind').filter({ hasText: 'reports' }).waitFor({ timeout: 20_000 });
    const behind = followers.filter({ hasText: 'reports' });
    await expect
      .poll(async () => Number((await behind.locator('td').nth(1).textContent())!.replace(/\D/g, '')), {
        timeout: 20_000,
      })
      .toBeGreaterThanOrEqual(3);
    await expect
      .poll(async () => Number(/(\d+)\s*s/.exec(await text('Furthest behind'))?.[1]), { timeout: 30_000 })
      .toBeGreaterThanOrEqual(5);
    await shot('61-health-behind');
    await client.query('rollback');
    await client.end();
    await page.getByText('nobody is behind').waitFor({ timeout: 30_000 });

    // What cannot be sent waits in its queue.
    await page.getByRole('region', { name: 'Messages that wait' }).waitFor();
  });
});

describe.skipIf(!canBrowse)('a company that has just begun', () => {
  test(
    'finds every screen empty, readable to everybody, and with a word on what will stand there',
    async () => {
      const opened = await program.command(
        ...['tenant', 'open', 'nueva', '--name', 'Nueva Empresa', '--country', 'ES'],
        ...['--person', 'Eva Ruiz <eva@nueva.example>', '--person', 'Leo Sanz <leo@nueva.example>'],
      );
      const password = /eva@nueva\.example\s+(\S+)/.exec(opened)?.[1] ?? '';
      const first = await openPage(browser, program, {});
      first.page.setDefaultTimeout(WAIT_MS);
      await first.page.goto('/');
      await first.page.getByLabel('Tenant').fill('nueva');
      await first.page.getByLabel('E-mail address').fill('eva@nueva.example');
      await first.page.getByLabel(/^Password/).fill(password);
      await first.page.getByRole('button', { name: 'Sign in' }).click();
      await first.page.getByText('A code is on its way to your e-mail address.').waitFor();
      await shot('70-second-step', first.page);
      const code = /\b(\d{6})\b/.exec(await program.command('tenant', 'outbox', 'nueva'))?.[1] ?? '';
      await first.page.getByLabel(/The code that was sent/).fill(code);
      await first.page.getByRole('button', { name: 'Confirm code' }).click();
      await first.page.getByRole('navigation').first().waitFor();
      // Nothing to choose from is no dead end: the wizard leads to what has to be there before.
      await first.page.getByRole('main').getByRole('link', { name: 'Connect a till' }).click();
      await first.page.getByText('What an outlet needs first').waitFor();
      await first.page.getByRole('link', { name: /^Add a partner/ }).waitFor();
      await shot('71-connect-with-nothing', first.page);
      await first.page.getByRole('link', { name: /^Open a program/ }).click();
      await first.page.getByRole('heading', { level: 1, name: 'Programs' }).waitFor();
      const state = await first.context.storageState();
      await first.context.close();

      const addresses = routePatterns().filter(
        (pattern) => !pattern.includes('$') && pattern !== '/messages/templates',
      );
      for (const look of [
        { size: DESKTOP, scheme: 'dark', language: 'en', comes: 'by a press' },
        { size: PHONE, scheme: 'light', language: 'es', comes: 'by a press' },
        { size: PHONE, scheme: 'dark', language: 'en', comes: 'by a press' },
      ] as const) {
        const ask = async (of: Page, address: string): Promise<string[]> => {
          await shot(`80-empty-${look.size.width}-${look.scheme}${address.replaceAll('/', '-')}`, of);
          return (await of.locator('main').innerText()).trim().length < 40 ? ['it says nothing'] : [];
        };
        expect(await goOver({ browser, program, state, waitMs: WAIT_MS, ask }, addresses, look)).toEqual([]);
      }
    },
    LOOKS_MS,
  );
});

describe.skipIf(!canBrowse)('where keys are bound, a till', { timeout: TASK_MS }, () => {
  afterEach(() => expectWhole(errors));

  test('is connected within the hour by one person, and is told so long as nobody else has confirmed its key', async () => {
    const policy = await ask<object>('GET /v1/staff/policy');
    await ask('PUT /v1/staff/policy', { ...policy, credentialsAreBound: true, reference: 'keys are bound' });
    await page.goto('/partners/connect');
    await choose('Where does the till stand?', /Madrid/);
    await choose('Which till is it?', 'till-1');
    await page.getByLabel('Name').fill('night till');
    await button('Issue credential').click();
    await page.getByText('Until somebody else confirms this key', { exact: false }).waitFor();
    await shot('36-connect-unconfirmed');
    await button('Send test receipt').click();
    await page.getByText('The receipt was accepted. This till is connected.').waitFor();

    await page.goto('/partners/credentials');
    const row = page.getByRole('row', { name: /night till/ });
    await row.getByText('Works within what one may alone until somebody else confirms it').waitFor();
    await shot('37-unconfirmed-key');
    await row.getByRole('button', { name: 'Have it confirmed' }).click();
    await confirm('Have it confirmed');
    await sheet().getByText('It waits for a second person now.', { exact: false }).waitFor();
    await close();
    const second = await openSecond(browser, program);
    await approve(second, /Confirm the key of a till or partner/, 'night till');
    await shot('38-confirmed-key', second);
    await second.context().close();
    await page.reload();
    await page.getByRole('row', { name: /night till/ }).waitFor();
    expect(await page.getByText('until somebody else confirms it', { exact: false }).count()).toBe(0);
  });
});
