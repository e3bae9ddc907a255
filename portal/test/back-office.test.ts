import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, hasBrowser, launchBrowser, openPage, PHONE, seriousFindings, signIn } from './browser.ts';
import { fillHouse, routePatterns } from './every-screen.ts';
import { goOver, isBroken } from './go-over.ts';
import { expectWhole, handsOn } from './hands.ts';
import { startProgram, type Program } from './program.ts';
import { approve, openSecond } from './second-person.ts';

// The commonest tasks of card managers, marketers and programme managers, in a real browser, against the program as it is started.

const START_MS = 200_000;
const TASK_MS = 60_000;
// Some sixty screens, each gone over by axe, on a machine that does other things too.
const LOOKS_MS = 480_000;
const SCREEN_MS = 60_000;
/** Axe waits for ever for an answer of a letter's frame, which runs no scripts; the same screen with a text is looked at. */
const LETTER = '/messages/templates';
const canBrowse = await hasBrowser();

let program: Program;
let browser: Browser;
let page: Page;
let errors: string[];
let full: Awaited<ReturnType<typeof fillHouse>> | undefined;

const { heading, button, tab, sheet, confirm, gone, close, shown, choose } = handsOn(() => page);

// One program for everybody below: each start of it takes a while.
beforeAll(async () => {
  if (!canBrowse) return;
  [program, browser] = await Promise.all([startProgram(), launchBrowser()]);
  ({ page, errors } = await openPage(browser, program, {}));
  await page.goto('/cards');
  await signIn(page, program);
  await heading('Card ranges').waitFor();
}, START_MS);
afterAll(async () => {
  await browser?.close();
  await program?.stop();
}, START_MS);

describe.skipIf(!canBrowse)('somebody in the back office', { timeout: TASK_MS }, () => {
  afterEach(() => expectWhole(errors));

  test('opens a range and sees a number of it before it is there', async () => {
    await page.goto('/cards');
    await button('Open range').click();
    await sheet().getByLabel('Code').fill('summer');
    await sheet().getByLabel('Prefix').fill('2777');
    await page.getByTestId('number-preview').filter({ hasText: '2777 0000 0001 9' }).waitFor();
    await confirm('Open range');
    await sheet().waitFor({ state: 'hidden' });
    expect(await shown(page.getByRole('cell', { name: 'summer' }))).toBe(true);
  });

  test('is told beside the field what is wrong with a range, and keeps what was typed', async () => {
    await page.goto('/cards');
    await button('Open range').click();
    await sheet().getByLabel('Code').fill('not a code');
    await sheet().getByLabel('Prefix').fill('2778');
    await confirm('Open range');
    await sheet().getByText('Invalid', { exact: false }).first().waitFor();
    expect(await sheet().getByLabel('Code').inputValue()).toBe('not a code');
    expect(await sheet().getByLabel('Code').getAttribute('aria-invalid')).toBe('true');
  });

  test('orders a batch, follows it, records who has the plastic, and releases it', async () => {
    await page.goto('/cards/batches');
    await button('Order batch').click();
    await choose('Range', /summer/);
    await sheet().getByLabel('Cards').fill('25');
    await confirm('Order batch');
    await heading('summer · 25').waitFor();
    await page.getByText('All cards are made.').waitFor();
    await button('Record custody').click();
    await choose('Plastic', 'sent to the printer');
    await sheet().getByLabel('Who has it').fill('Imprenta del Sur');
    await confirm('Record custody');
    await page.getByText('Imprenta del Sur').waitFor();
    await button('Release batch').click();
    await confirm('Release batch');
    expect(await shown(page.getByText('released', { exact: true }).first())).toBe(true);
  });

  test('gives the points cards of the generator links, lists them, and sends one; who opens it has the card', async () => {
    await page.goto('/cards/batches');
    await page.getByRole('cell', { name: 'summer' }).first().click();
    await heading('summer · 25').waitFor();
    await tab('Hand out').click();
    await button('Open links').click();
    await confirm('Open links');
    await sheet().getByText('The cards have links').waitFor();
    await confirm('Done');
    const coming = page.waitForEvent('download');
    await button('Download the links').click();
    const list = await coming;
    expect(list.suggestedFilename()).toMatch(/^links-summer-cbat_\w+\.csv$/);
    const rows = readFileSync(await list.path(), 'utf8')
      .trimEnd()
      .split('\r\n')
      .slice(1);
    expect(rows).toHaveLength(25);
    expect(rows[4]).toMatch(/^5,••••\d{4},,inert,,open,http/);
    const phone = '+34600111777';
    await button('Send a link').click();
    await sheet().getByLabel('Serial').fill('5');
    await sheet().getByLabel('Phone').fill(phone);
    await confirm('Send a link');
    await sheet().getByText('The link is on its way.').waitFor();
    await confirm('Done');
    // In another browser, on a phone: nobody is signed in there.
    const { page: other, context } = await openPage(browser, program, { size: PHONE });
    await other.goto(new URL(rows[4]!.split(',')[6]!).pathname);
    await other.getByRole('img', { name: 'Code for the till' }).first().waitFor();
    expect(await seriousFindings(other)).toEqual([]);
    await other.getByLabel('Your phone number').fill(phone);
    await other.getByRole('button', { name: 'Send me the code' }).click();
    await other.getByLabel('The code from the message').fill(await program.codeFor(phone));
    await other.getByRole('button', { name: 'Put it in my name' }).click();
    await other.getByText('The card is in your name').waitFor();
    await context.close();
    await page.reload();
    await page.getByText('Claimed').waitFor();
  });

  test('makes one card by hand, with a reason, and is shown its number once', async () => {
    await page.goto('/cards/make');
    await choose('Range', /summer/);
    await page.getByLabel('Reason').fill('Ours was lost in the post');
    await button('Make card').click();
    await page.getByText('The card is there').waitFor();
    expect(await shown(page.getByRole('button', { name: /2777/ }))).toBe(true);
  });

  test('makes a gift card with a link, opens the links of a batch, sends it to its phones and takes one link back', async () => {
    await page.goto('/cards/make');
    await choose('Range', /gift-demo/);
    await page.getByRole('switch', { name: 'With links to hand out' }).check();
    await page.getByLabel('Reason').fill('A thank-you by mail');
    await button('Make card').click();
    await page.getByText('Claim link').waitFor();
    expect(await page.locator('pre').first().textContent()).toMatch(/\/gift\/gft_[0-9a-z]{26}$/);
    const { till, admin } = program.demo;
    const rows = [{ phone: '+34600111222' }, { phone: '+34600111333' }, {}];
    const order = { reference: 'hand-out-1', range: 'gift-demo', cards: rows };
    type Made = { batch: string; cards: { number: string }[] };
    const made = await program.ask<Made>('POST /v1/card-orders', order, admin);
    const sold = { reference: 'hand-out-2', card: { number: made.cards[0]!.number }, amount: '25.00' };
    await program.ask('POST /v1/gift-cards/activate', sold, till);
    await page.goto(`/cards/batches/${made.batch}`);
    await tab('Hand out').click();
    await button('Open links').click();
    await confirm('Open links');
    await sheet().getByText('The cards have links').waitFor();
    await confirm('Done');
    await button('Send to the phones').click();
    await confirm('Send to the phones');
    // One is sold and goes out; one is not yet, and says so by its serial; one names no phone.
    await sheet()
      .getByRole('row', { name: /^2 .*inactive/ })
      .waitFor();
    expect(await sheet().locator('dd').allTextContents()).toEqual(['1', '0', '1', '1']);
    await confirm('Done');
    await button('Take links back').click();
    await sheet().getByLabel('Serial').fill('1');
    await sheet().getByText('The link of card 1 ends').waitFor();
    await confirm('Take links back');
    expect(await shown(sheet().getByText('The links were taken back.'))).toBe(true);
  });

  test('uploads a file and sees what is wrong in its own lines', async () => {
    await page.goto('/cards/files/new');
    await choose('Range', /summer/);
    await page.locator('input[type=file]').setInputFiles({
      ...{ name: 'cards.csv', mimeType: 'text/csv' },
      buffer: Buffer.from('number,note\n2777000000995,fine\n12,short\n'),
    });
    await page.getByRole('radio', { name: 'make the right ones' }).check();
    await button('Check file').click();
    await page.getByText('What is wrong, by line of the file').waitFor();
    // The header is line 1.
    await page
      .getByRole('row', { name: /number/ })
      .last()
      .waitFor();
    await button('Give file up').click();
    expect(await shown(page.getByText('given up'))).toBe(true);
  });

  test('sells a gift card at the desk, sees each effect before it holds, and what was done afterwards', async () => {
    const order = { reference: 'desk-1', range: 'gift-demo', cards: [{}] };
    const made = await program.ask<{ cards: [{ number: string; pin: string }] }>(
      'POST /v1/card-orders',
      order,
      program.demo.admin,
    );
    const [{ number, pin }] = made.cards;
    await page.goto('/gift-cards');
    await choose('This desk stands at', /Madrid/);
    await choose('Till', 'till-1');
    await button('Activate card').click();
    await sheet().getByLabel('Card number').fill(number);
    await sheet().getByLabel('First load').fill('25.00');
    await confirm('Activate card');
    await page.getByText('Available').first().waitFor();
    // The number stands in no address.
    expect(page.url()).not.toContain(number);
    await button('Redeem').click();
    await sheet().getByLabel('Amount in EUR').fill('7.50');
    await sheet().getByText('17.50').first().waitFor();
    await confirm('Redeem');
    await sheet().waitFor({ state: 'hidden' });
    await page.getByRole('row', { name: /paid/ }).waitFor();
    await page.goto('/gift-cards');
    await page.getByLabel('Card number').fill(number);
    await page.getByLabel('PIN').fill(pin);
    await button('Find card').click();
    await page.getByText('17.50').first().waitFor();
  });

  test('connects a till by four steps and gets the first receipt accepted', async () => {
    await page.goto('/partners/connect');
    await choose('Where does the till stand?', /Madrid/);
    await choose('Which till is it?', 'till-1');
    await button('Issue credential').click();
    await page.getByText('A receipt of 1.00 from a command line').waitFor();
    const line = await page.getByText('curl -X POST').textContent();
    // As somebody would paste it; sent again from the screen it counts once.
    const told = execFileSync('sh', ['-c', `${line} -sS`], { encoding: 'utf8' });
    expect(JSON.parse(told)).toMatchObject({ repeated: false });
    await button('Send test receipt').click();
    expect(await shown(page.getByText('The receipt was accepted.'))).toBe(true);
  });

  test('reads what a policy means, and sees what a change would mean before it holds', async () => {
    await page.goto('/programs/club');
    await page.getByRole('tab', { name: 'Policy' }).click();
    await page.getByText('takes back down to zero; the rest is written off').waitFor();
    await button('Change policy').click();
    await choose('A return whose points are spent', 'a debt');
    await sheet().getByText('makes a debt of the rest, which the next points repay').waitFor();
    await confirm('Change policy');
    await sheet().waitFor({ state: 'hidden' });
    expect(await shown(page.getByText('makes a debt of the rest, which the next points repay'))).toBe(true);
  });

  test('writes a draft, is told what it changes, and tries it on a receipt that was there', async () => {
    const sale = await program.ask<{ operation: string }>(
      'POST /v1/sales',
      {
        ...{ reference: 'draft-1', occurredAt: new Date().toISOString(), currency: 'EUR' },
        member: { phone: program.demo.members[2]!.phone },
        lines: [{ sku: 'bread', category: 'food/bakery', amount: '12.00' }],
      },
      program.demo.till,
    );
    await page.goto('/promotions/drafts');
    await button('New draft').click();
    await sheet().getByLabel('Name of the draft').fill('spring');
    await confirm('New draft');
    await heading('spring').waitFor();
    await button('Add promotion').click();
    await page.getByLabel('Name in English').fill('Bread week');
    await choose('Add condition', /^when …/);
    await page.getByTestId('expression').waitFor();
    await choose('Add effect', /for a receipt/);
    await choose('Into the wallet', 'points');
    await button('Save draft').click();
    await page.getByText('Saved, revision 2').waitFor();
    await page.getByRole('tab', { name: 'What changes' }).click();
    await page.getByText('+ promotion-21').waitFor();
    await page.getByRole('tab', { name: 'Try on a receipt' }).click();
    await page.getByLabel('A receipt that was really there').fill(sale.operation);
    await page.getByText('Promotion by promotion').waitFor();
    await page.getByText(/that do not act, and why/).click();
    expect(await shown(page.getByText('promotion-21', { exact: true }))).toBe(true);
  });

  test('reads how a story went by the rules of a draft, step by step, and where it went otherwise', async () => {
    const { ask, demo } = program;
    await ask('PUT /v1/programs/club/rulebook-drafts/story', { revision: 0, content: { promotions: [] } }, demo.admin);
    const story = { scenario: 'double-points-weekend', draft: 'story' };
    await ask('POST /v1/programs/club/scenario-runs', story, demo.admin);
    await page.goto('/promotions/simulations');
    await page.getByRole('row', { name: /draft story, revision 1.*otherwise/ }).click();
    expect(await shown(sheet().getByText('Otherwise than it is told:'))).toBe(true);
  });

  test('invites somebody, who is told in words when a link is not one', async () => {
    await page.goto('/people');
    await button('Invite person').click();
    await sheet().getByLabel('Name').fill('Carla Ruiz');
    await sheet().getByLabel('E-mail address').fill('carla@demo.example');
    await confirm('Invite person');
    await heading('Carla Ruiz').waitFor();
    const stranger = await openPage(browser, program, {});
    await stranger.page.goto('/welcome#aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
    await stranger.page.getByLabel('New password').fill('a long sentence of mine');
    await stranger.page.getByRole('button', { name: 'Choose password' }).click();
    expect(await shown(stranger.page.getByText('This link was used, has ended, or never was.'))).toBe(true);
    await stranger.context.close();
  });

  test('makes the rules of approving stricter at once; looser ones wait for a second person, who reads what changes', async () => {
    const change = async (hours: string, told: string | RegExp): Promise<void> => {
      await button('Change rules').click();
      await sheet().getByLabel('Hours that newcomers wait').fill(hours);
      await sheet().getByText(told).waitFor();
      await confirm('Change rules');
    };
    await page.goto('/people/policy');
    // In the demo nobody waits, so that it can be tried at once.
    await page.getByText(/asks for at once/).waitFor();
    await change('96', 'Nothing gets looser: it holds at once.');
    await sheet().getByText('The rules hold from now on.').waitFor();
    await sheet().getByRole('button', { name: 'Close' }).last().click();
    await page.getByText(/after 96 hours/).waitFor();
    await change('1', /This loosens the rules/);
    await sheet().getByRole('link', { name: 'Show the request' }).click();
    await heading('Loosen the rules of approving').waitFor();
    await page.getByText(/after 96 hours/).waitFor();
    await page.getByText(/after 1 hours/).waitFor();
    expect(await button('Approve').count()).toBe(0);
    const policy = await program.ask('GET /v1/staff/policy', undefined, program.demo.admin);
    expect(policy).toMatchObject({ newcomerHours: 96, approvalNeedsPerson: true });
  });

  test('sees who did what, and what was before and after', async () => {
    await page.goto('/people/audit?records=acts');
    await page
      .getByRole('row', { name: /Ana Torres/ })
      .first()
      .click();
    expect(await shown(sheet().getByText('Chain'))).toBe(true);
  });

  test('loses nothing that was typed when the line breaks', async () => {
    await page.goto('/partners');
    await button('Add partner').click();
    await sheet().getByLabel('Name').fill('Corner shop');
    await sheet().getByLabel('Code').fill('corner');
    await page.context().setOffline(true);
    await confirm('Add partner');
    await sheet().getByRole('alert').waitFor();
    expect(await sheet().getByLabel('Name').inputValue()).toBe('Corner shop');
    await page.context().setOffline(false);
    await confirm('Add partner');
    await page.getByRole('cell', { name: 'Corner shop' }).waitFor();
    // What the browser itself says about the line is no fault of the page.
    errors.splice(0);
  });

  test('makes contracts of funding, buys a block once, and sees what is left of it', async () => {
    await page.goto('/programs/club?part=funding');
    await button('Make contract').click();
    await sheet().getByLabel('Code').fill('corner-2026');
    await choose('Paid by', /Corner shop/);
    await choose('Points', /PTS/);
    await sheet().getByLabel('cost so much EUR').fill('0,80');
    await sheet().getByText('corner pays 0,80 EUR for 100 PTS.').waitFor();
    await sheet().getByLabel('First day').fill('2026-01-01');
    await page.keyboard.press('Tab');
    await confirm('Make contract');
    // Who pays at which price, and for how many, is agreed by two.
    const second = await openSecond(browser, program);
    const agreed = async (row: RegExp, reads: RegExp): Promise<void> => {
      await sheet().getByText('It waits for a second person now.', { exact: false }).waitFor();
      await close();
      await gone();
      await approve(second, row, reads);
      await page.goto('/programs/club/funding/corner-2026');
      await heading('corner-2026').waitFor();
    };
    await agreed(/Make a contract of funding/, /corner-2026/);
    await page.getByText('No block was bought yet').waitFor();
    const buy = async (points: string): Promise<void> => {
      await button('Buy block').click();
      await sheet().getByLabel('Reference').fill('invoice-1');
      await sheet().getByLabel('Points in PTS').fill(points);
      await sheet().getByLabel('First day').fill('2026-01-01');
      await page.keyboard.press('Tab');
      await confirm('Buy block');
    };
    await buy('5000');
    await agreed(/Buy a block of points/, /corner-2026/);
    await second.context().close();
    await page.getByRole('row', { name: /invoice-1.*5,000.*5,000/ }).waitFor();
    // Another block under the same invoice is told beside its field, and bought nothing.
    await buy('700');
    await sheet()
      .getByText(/This reference was used before/)
      .waitFor();
    expect(await sheet().getByLabel('Reference').getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Escape');
    await sheet().waitFor({ state: 'hidden' });
    expect(await page.locator('.figures').first().locator('dd').first().textContent()).toBe('5,000PTS');
    await page.getByRole('link', { name: 'Funding' }).click();
    expect(await shown(page.getByRole('row', { name: /corner-2026.*Corner shop.*5,000/ }))).toBe(true);
  });

  test('sees what the points of a contract did: given, come back, and spent with whom', async () => {
    const { ask, demo } = program;
    const path = '/v1/programs/club/rulebook-drafts/funded';
    type Draft = { revision: number; content: { promotions: { code: string; funding?: string }[] } };
    const draft = await ask<Draft>(`PUT ${path}`, { revision: 0 }, demo.admin);
    const promotions = draft.content.promotions.map((one) =>
      one.code === 'base-earn' ? { ...one, funding: 'corner-2026' } : one,
    );
    const book = { ...draft.content, promotions, inForceFrom: new Date(Date.now() + 500).toISOString() };
    await ask('POST /v1/programs/club/rulebooks', book, demo.admin);
    await page.waitForTimeout(1_000);
    const { phone } = demo.members[1]!;
    const sold = { occurredAt: new Date().toISOString(), currency: 'EUR', member: { phone } };
    await ask('POST /v1/sales', { ...sold, reference: 'funded-1', lines: [{ sku: 'wine', amount: '40.00' }] });
    await ask('POST /v1/sales', { ...sold, reference: 'funded-2', lines: [{ sku: 'oil', amount: '60.00' }] });
    await ask('POST /v1/returns', {
      ...{ reference: 'funded-3', occurredAt: new Date().toISOString() },
      ...{ original: { reference: 'funded-2' }, lines: [{ line: 1, quantity: '1' }] },
    });
    await page.goto('/programs/club/funding/corner-2026');
    const figures = page.getByRole('region', { name: 'What its points did' }).locator('.figures dd');
    await figures.first().filter({ hasText: '100' }).waitFor();
    expect(await figures.allTextContents()).toEqual(['100PTS', '60PTS', expect.stringMatching(/^40PTS/)]);
    expect(await page.getByRole('row', { name: /invoice-1.*4,960/ }).count()).toBe(1);
  });
});

describe.skipIf(!canBrowse)('every screen of the portal', () => {
  test.each([
    ['a desk, by day, in English', { size: DESKTOP, scheme: 'light', language: 'en', comes: 'by address' }],
    ['a phone, by night, in Spanish', { size: PHONE, scheme: 'dark', language: 'es', comes: 'by a press' }],
  ] as const)(
    'is read by everybody on %s, and nothing of it runs off the page',
    async (_where, look) => {
      const addresses = (full ??= await fillHouse(program));
      expect(routePatterns().filter((pattern) => !addresses.has(pattern))).toEqual([]);
      const state = await page.context().storageState();
      const screens = [...addresses.values()].flat().filter((one) => one !== LETTER);
      expect(await goOver({ browser, program, state, waitMs: SCREEN_MS }, screens, look)).toEqual([]);
    },
    LOOKS_MS,
  );

  test('would be told of a field without a name, and of words that are hardly to be read', async () => {
    const other = await openPage(browser, program, {});
    // A page of nobody's, with what is wrong in it.
    await other.page.setContent(
      '<main><h1>Cards</h1><input><p style="color: #bbb; background: #ccc">hardly</p></main>',
    );
    const found = await seriousFindings(other.page);
    await other.context.close();
    expect(found).toEqual(['color-contrast: p', 'document-title: html', 'html-has-lang: html', 'label: input']);
  });

  test('would be told of a screen that breaks when its answer comes', async () => {
    const state = await page.context().storageState();
    const other = await openPage(browser, program, {}, state);
    await other.page.route('**/v1/signals?*', (route) => route.fulfill({ json: { items: [null] } }));
    await other.page.goto('/signals');
    await other.page.getByRole('alert').waitFor();
    const isTold = await isBroken(other.page);
    await other.context.close();
    expect(isTold).toBe(true);
  });
});
