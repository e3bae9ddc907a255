import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasBrowser, launchBrowser, openPage, seriousFindings, signIn } from './browser.ts';
import { expectWhole, handsOn } from './hands.ts';
import { doOnce } from './do-once.ts';
import { enrolWith } from './enrol.ts';
import { lookAtScreens, type Looked } from './look-at-screens.ts';
import { mergeMembers } from './merge-members.ts';
import { startProgram, type Program } from './program.ts';
import { shopForADay, type Day } from './shop-for-a-day.ts';

// The commonest tasks of a service desk, in a real browser, against the program as it is started.

const START_MS = 200_000;
const TASK_MS = 60_000;
const canBrowse = await hasBrowser();

let program: Program;
let browser: Browser;
let page: Page;
let errors: string[];
let day: Day;
let signedIn: Awaited<ReturnType<Page['context']>>;
let lastCode: string;
let atTheDoor: string[];
let state: Looked['state'];

/** By the key that opens it from anywhere. */
const search = async (text: string): Promise<void> => {
  await page.keyboard.press('/');
  await page.getByRole('textbox', { name: 'Phone, card, receipt, or name' }).fill(text);
};
const { heading, sheet, close } = handsOn(() => page);
const openMember = async (at: number): Promise<void> => {
  await page.goto(`/members/${program.demo.members[at]!.member}`);
  await page.getByRole('table', { name: 'Cards' }).waitFor();
};

// One program and one sign-in for everybody below: each start of it takes a while.
beforeAll(async () => {
  if (!canBrowse) return;
  [program, browser] = await Promise.all([startProgram(), launchBrowser()]);
  day = await shopForADay(program);
  const opened = await openPage(browser, program, {});
  ({ page, errors, context: signedIn } = opened);
  await page.goto(`/operations/${day.sale}`);
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  atTheDoor = await seriousFindings(page);
  lastCode = await signIn(page, program);
  // Back at the place that was asked for.
  await heading('Sale').waitFor();
  state = await signedIn.storageState();
}, START_MS);
afterAll(async () => {
  await browser?.close();
  await program?.stop();
}, START_MS);

// Before anything is done that the screens would show otherwise.
lookAtScreens({ canBrowse, at: () => ({ program, browser, atTheDoor, state }) });

describe.skipIf(!canBrowse)('somebody at the service desk', { timeout: TASK_MS }, () => {
  beforeEach(async () => {
    await page.goto('/');
    await heading(/^Today/).waitFor();
  });
  afterEach(() => expectWhole(errors));

  test('is told a wrong password in words, and nothing else', async () => {
    const stranger = await openPage(browser, program, {});
    await stranger.page.goto('/');
    await stranger.page.getByLabel('Tenant').fill('demo');
    await stranger.page.getByLabel('E-mail address').fill('nobody@demo.example');
    await stranger.page.getByLabel(/^Password/).fill('not the one');
    await stranger.page.getByRole('button', { name: 'Sign in' }).click();
    await stranger.page.getByRole('alert').waitFor();
    expect(await stranger.page.getByLabel('E-mail address').inputValue()).toBe('nobody@demo.example');
    await stranger.context.close();
  });

  test('sees what the day has brought, and what stood against a notice', async () => {
    const figures = page.locator('.figures').first();
    await figures.locator('dd', { hasText: /^5/ }).first().waitFor();
    expect(await figures.locator('dt').allTextContents()).toContain('Points earned');
    await page
      .getByRole('table', { name: 'What stood against a notice' })
      .getByText(/available/)
      .first()
      .waitFor();
  });

  test.each([
    ['a phone', () => program.demo.members[0]!.phone],
    ['a card number', () => program.demo.members[0]!.card],
    ['the beginning of a name', () => 'garc'],
    ['a given name without its accent', () => 'lucia'],
  ])('finds a member by %s, by keys alone', async (_what, text) => {
    await search(text());
    await page.getByText('Lucía García').waitFor();
    await page.keyboard.press('Enter');
    await heading('Lucía García').waitFor();
    expect(page.url()).not.toContain(program.demo.members[0]!.phone.slice(1));
  });

  test('finds a receipt by its reference', async () => {
    await search('T1-000187');
    await page.keyboard.press('Enter');
    await heading('Sale').waitFor();
    await page.getByRole('cell', { name: 'olive-oil' }).waitFor();
    expect(page.url()).toContain(day.sale);
  });

  test('sees why a receipt earned what it did, and what did not fire and why', async () => {
    await openMember(0);
    await page.getByRole('button', { name: /^Sale.*42\.80/ }).click();
    await page.getByText('base-earn').first().waitFor();
    await page.getByText(/Did not fire/).click();
    await page.getByText(/The tier is gold/).waitFor();
    await page.getByRole('link', { name: 'Open the receipt' }).click();
    await page.getByText('Decided again now, the same comes out.').waitFor();
    await page.getByRole('group', { name: 'Postings' }).getByText('issuance').waitFor();
    // What the ledger says and what the lots say are the two halves of one stick.
    for (const notch of await page.locator('.notch').all()) expect(await notch.getAttribute('data-match')).toBe('true');
  });

  test('has the receipt told in words, to a customer without codes and to an auditor with them', async () => {
    await page.goto(`/operations/${day.sale}`);
    const words = page.getByRole('group', { name: 'In words' });
    const told = page.locator('section', { has: words }).locator('[aria-live=polite]');
    await words.getByRole('button', { name: 'For a customer' }).click();
    await told.getByText(`You earned ${day.earned} points.`).waitFor();
    expect(await told.textContent()).not.toContain('base-earn');
    await words.getByRole('button', { name: 'For an auditor' }).click();
    await told
      .getByText(/base-earn/)
      .first()
      .waitFor();
    expect(await words.getByRole('button', { name: 'For an auditor' }).getAttribute('aria-pressed')).toBe('true');
  });

  test('blocks a card after seeing what that takes, and unblocks it', async () => {
    await openMember(0);
    await page.getByRole('button', { name: 'Block card' }).click();
    await sheet().getByText('Can be spent with it').waitFor();
    expect(await sheet().locator('.notch').getAttribute('data-match')).toBe('false');
    await sheet().getByRole('button', { name: 'Block card' }).click();
    await sheet()
      .getByText(/is blocked/)
      .waitFor();
    await close();
    const { card } = program.demo.members[0]!;
    const shown = await program.ask<{ items: { cards: { state: string }[] }[] }>('POST /v1/members/find', { card });
    expect(shown.items[0]?.cards[0]?.state).toBe('blocked');
    await page.getByRole('button', { name: 'Unblock card' }).click();
    await sheet().getByRole('button', { name: 'Unblock card' }).click();
    await sheet()
      .getByText(/is active again/)
      .waitFor();
  });

  test('gives points after seeing what the wallet comes to; taking too many is refused beside the field', async () => {
    await openMember(2);
    await page.getByRole('button', { name: 'Adjust points' }).click();
    await sheet()
      .getByLabel(/^Points/)
      .fill('-500');
    await sheet()
      .getByText(/is available/)
      .waitFor();
    expect(await sheet().getByRole('button', { name: 'Adjust points' }).isDisabled()).toBe(true);
    await sheet()
      .getByLabel(/^Points/)
      .fill('500');
    await sheet().locator('.notch-half', { hasText: '500' }).first().waitFor();
    await sheet().getByRole('button', { name: 'Adjust points' }).click();
    await sheet()
      .getByText(/Available now: 500/)
      .waitFor();
    await close();
    await page.getByRole('button', { name: /Adjustment by hand/ }).waitFor();
  });

  test('freezes a wallet and opens it again', async () => {
    await openMember(0);
    await page.getByRole('button', { name: 'Freeze wallet' }).first().click();
    expect(await sheet().locator('.notch-half').last().textContent()).toMatch(/^0/);
    await sheet().getByRole('button', { name: 'Freeze wallet' }).click();
    await sheet()
      .getByText(/is frozen/)
      .waitFor();
    await close();
    await page.getByRole('button', { name: 'Open wallet' }).click();
    await sheet().getByRole('button', { name: 'Open wallet' }).click();
    await sheet()
      .getByText(/is open/)
      .waitFor();
  });

  test('issues a card and replaces it; a number that is no card stays in its field', async () => {
    await openMember(1);
    await page.getByRole('button', { name: 'Issue card' }).click();
    await sheet()
      .getByLabel(/Card number/)
      .fill(program.demo.members[0]!.card);
    await sheet().getByRole('button', { name: 'Issue card' }).click();
    await sheet().getByRole('alert').waitFor();
    expect(
      await sheet()
        .getByLabel(/Card number/)
        .inputValue(),
    ).toBe(program.demo.members[0]!.card);
    await sheet()
      .getByLabel(/Card number/)
      .fill('2990000000099');
    await sheet().getByRole('button', { name: 'Issue card' }).click();
    await sheet().getByText('The card is issued.').waitFor();
    await close();
    await page.getByRole('row', { name: /0099/ }).getByRole('button', { name: 'Replace card' }).click();
    await sheet()
      .getByLabel(/Number of the new card/)
      .fill('2990000000105');
    await sheet().getByRole('button', { name: 'Replace card' }).click();
    await sheet()
      .getByText(/stands in the place/)
      .waitFor();
    await close();
    await page.getByRole('row', { name: /0099/ }).getByText('replaced').waitFor();
  });

  test('enrols somebody who was not found', async () => {
    await page.goto('/members');
    await page.getByRole('textbox', { name: /Phone, card/ }).fill('+34600000177');
    await page.getByText(/Nobody and nothing/).waitFor();
    await page.getByRole('button', { name: 'Enrol member' }).click();
    expect(
      await sheet()
        .getByLabel(/^Phone/)
        .inputValue(),
    ).toBe('+34600000177');
    await sheet().getByLabel('Given name').fill('Nora');
    await sheet().getByLabel('Family name').fill('Vega');
    await sheet().getByRole('button', { name: 'Enrol member' }).click();
    await sheet().getByRole('link', { name: 'Show the member' }).click();
    await heading('Nora Vega').waitFor();
    await page.getByText(/A wallet is opened by the first points/).waitFor();
  });

  test('takes goods back line by line, after seeing what points and money that changes', async () => {
    await page.goto(`/operations/${day.sale}`);
    await page.getByRole('button', { name: 'Take goods back' }).click();
    expect(await sheet().getByRole('button', { name: 'Take goods back' }).isDisabled()).toBe(true);
    await sheet().getByLabel(/cake/).fill('1');
    await sheet()
      .getByText(/Money back/)
      .waitFor();
    await sheet()
      .getByText(/Decided under rulebook version/)
      .waitFor();
    await sheet().getByRole('button', { name: 'Take goods back' }).click();
    await sheet()
      .getByText(/The goods are taken back/)
      .waitFor();
    await close();
    await page.getByText('1 came back').waitFor();
    await page.getByText('Came back').first().waitFor();
  });

  test('loses nothing that was typed when the line goes down, and goes on when it is back', async () => {
    await openMember(1);
    await page.getByRole('button', { name: 'Adjust points' }).click();
    await sheet()
      .getByLabel(/^Points/)
      .fill('70');
    await sheet().locator('.notch').first().waitFor();
    await signedIn.setOffline(true);
    await sheet().getByRole('button', { name: 'Adjust points' }).click();
    await page.getByText(/The line to the server is down/).waitFor();
    expect(
      await sheet()
        .getByLabel(/^Points/)
        .inputValue(),
    ).toBe('70');
    await signedIn.setOffline(false);
    await page.getByText(/The line to the server is down/).waitFor({ state: 'detached' });
    await sheet().getByRole('button', { name: 'Adjust points' }).click();
    await sheet().getByText(/\+70/).waitFor();
  });

  test('comes back to the same place and what was typed when the session ends in the middle of it', async () => {
    await openMember(1);
    await page.getByRole('button', { name: 'Adjust points' }).click();
    await sheet()
      .getByLabel(/^Points/)
      .fill('30');
    await sheet().locator('.notch').first().waitFor();
    await signedIn.clearCookies();
    await sheet().getByRole('button', { name: 'Adjust points' }).click();
    await page.getByText(/Your session is over/).waitFor();
    lastCode = await signIn(page, program, lastCode);
    await page.getByText(/Your session is over/).waitFor({ state: 'detached' });
    expect(
      await sheet()
        .getByLabel(/^Points/)
        .inputValue(),
    ).toBe('30');
    await sheet().getByRole('button', { name: 'Adjust points' }).click();
    await sheet().getByText(/\+30/).waitFor();
  });

  test('reads it in Spanish and in the dark, and keeps that', async () => {
    await page.getByRole('button', { name: /Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Español' }).click();
    await page.getByRole('button', { name: /Cuenta de/ }).click();
    await page.getByRole('menuitem', { name: 'Colores oscuros' }).click();
    await page.reload();
    await heading(/^Hoy/).waitFor();
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
    await page.getByRole('button', { name: /Cuenta de/ }).click();
    await page.getByRole('menuitem', { name: 'English' }).click();
  });

  test('finds somebody by phone, sees why the receipt earned, and blocks the card, within a minute and by what is shown', async () => {
    const { phone, card } = program.demo.members[0]!;
    const began = performance.now();
    await page.locator('.search-button').click();
    await page.getByRole('textbox', { name: 'Phone, card, receipt, or name' }).fill(phone);
    await page.getByText('Lucía García').click();
    await page.getByRole('button', { name: /^Sale.*42\.80/ }).click();
    await page.getByText('base-earn').first().waitFor();
    await page.getByRole('button', { name: 'Block card' }).click();
    await sheet().getByRole('button', { name: 'Block card' }).click();
    await sheet()
      .getByText(/is blocked/)
      .waitFor();
    expect(performance.now() - began).toBeLessThan(60_000);
    const shown = await program.ask<{ items: { cards: { card: string }[] }[] }>('POST /v1/members/find', { card });
    const unblock = `POST /v1/cards/${shown.items[0]!.cards[0]!.card}/unblock`;
    await program.ask(unblock, { reference: 'walked' }, program.demo.admin);
  });

  test('proves a phone by the code that the member reads out', async () => {
    await page.goto(`/members/${await enrolWith(program, 'Inés', '+34600000178')}`);
    await page.getByText('phone not proved').waitFor();
    await page.getByText('What was sent to the phone is shown once the phone is proved.').waitFor();
    await page.getByRole('button', { name: 'Prove the phone' }).click();
    await sheet()
      .getByLabel(/Code that the member/)
      .fill('000000');
    await sheet().getByRole('button', { name: 'Prove the phone' }).click();
    await sheet().getByText(/code/i).first().waitFor();
    await sheet()
      .getByLabel(/Code that the member/)
      .fill(await program.codeFor('+34600000178'));
    await sheet().getByRole('button', { name: 'Prove the phone' }).click();
    await page.getByText('phone proved').waitFor();
    expect(await page.getByRole('button', { name: 'Prove the phone' }).count()).toBe(0);
  });

  test('goes from a member to all operations of that member', async () => {
    await openMember(0);
    await page.getByRole('link', { name: 'All operations' }).click();
    await heading('Operations').waitFor();
    await page.getByText(/^Of member mem_/).waitFor();
    await page
      .getByRole('row', { name: /Lucía|0013|Sale/ })
      .first()
      .waitFor();
    expect(page.url()).toContain(`member=${program.demo.members[0]!.member}`);
  });

  test('sees on a member what was sent to the proved phone, and may send it again, but not at once', async () => {
    const order = { reference: 'gift-1', range: 'gift-demo', cards: [{}] };
    const made = await program.ask<{ cards: { number: string }[] }>('POST /v1/card-orders', order, program.demo.admin);
    const card = { number: made.cards[0]!.number };
    await program.ask('POST /v1/gift-cards/activate', { reference: 'gift-2', card, amount: '30.00' });
    const delivery = { reference: 'gift-3', card, phone: program.demo.members[1]!.phone, amount: '30.00', unit: 'EUR' };
    await program.ask('POST /v1/gift-card-deliveries', delivery);
    await openMember(1);
    const sent = page.getByRole('table', { name: 'Deliveries' });
    await sent.getByRole('row', { name: /30\.00.*sent/ }).waitFor();
    expect(await sent.getByRole('row', { name: /30\.00/ }).count()).toBe(1);
    await sent.getByRole('button', { name: 'Send again' }).click();
    await sheet().getByRole('button', { name: 'Send again' }).click();
    await sheet().getByText('This gift card was sent often enough or a moment ago.').waitFor();
    await page.keyboard.press('Escape');
    await openMember(0);
    await page.getByText('A gift card that is sent to this phone appears here.').waitFor();
  });

  test('hands out what is kept of a member as a file', async () => {
    await openMember(0);
    await page.getByRole('button', { name: 'Export the data' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      sheet().getByRole('button', { name: 'Export the data' }).click(),
    ]);
    const kept = JSON.parse(readFileSync(await file.path(), 'utf8')) as { phone: string; history: unknown[] };
    expect(kept.phone).toBe(program.demo.members[0]!.phone);
    expect(kept.history.length).toBeGreaterThan(0);
    expect(JSON.stringify(kept)).not.toContain(program.demo.members[0]!.card);
  });

  test('asks for the end of a member, sees what is lost, and a second person has to agree', async () => {
    await page.goto(`/members/${await enrolWith(program, 'Olga', '+34600000179', '500')}`);
    await page.getByRole('button', { name: 'Erase the member' }).click();
    await sheet()
      .getByText(/are forfeited/)
      .waitFor();
    await sheet()
      .getByText(/a second person has to approve/)
      .waitFor();
    await sheet().getByRole('button', { name: 'Erase the member' }).click();
    await sheet().getByText('It waits for a second person now.').waitFor();
    await page.goto('/approvals');
    await page.getByText('Erase a member').first().click();
    await page.getByText('Would be lost').waitFor();
    // Who asked is not asked.
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  });
});

doOnce({ canBrowse, at: () => ({ program, page, errors }) });
mergeMembers({ canBrowse, at: () => ({ program, page, errors }) });

describe.skipIf(!canBrowse)('whoever is up to no good at the portal', { timeout: TASK_MS }, () => {
  const acts = async (act: string): Promise<number> =>
    (await program.ask<{ items: unknown[] }>(`GET /v1/audit?act=${act}`, undefined, program.demo.admin)).items.length;

  test('cannot post a form in the name of somebody who is signed in, and it is on record', async () => {
    await page.goto('/');
    const answer = await page.evaluate(async () => {
      const response = await fetch('/v1/adjustments', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      return { status: response.status, body: (await response.json()) as { code: string; detail: string } };
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'staff.session.forged' } });
    expect(answer.body.detail).toBe('This request did not come from the portal.');
    expect(await acts('staff.session.forged')).toBe(1);
  });

  test('gains nothing by a right that is taken away in mid-work: it is said, and nothing is booked', async () => {
    const { items: people } = await program.ask<{ items: { id: string; email: string }[] }>(
      'GET /v1/staff/people',
      undefined,
      program.demo.admin,
    );
    const { id } = people.find(({ email }) => email === program.demo.people[0]!.email)!;
    const { card } = program.demo.members[1]!;
    const before = await program.ask('POST /v1/balance', { card });
    await openMember(1);
    await page.getByRole('button', { name: 'Adjust points' }).click();
    await sheet()
      .getByLabel(/^Points/)
      .fill('10');
    await sheet().locator('.notch').first().waitFor();
    const { items: grants } = await program.ask<{ items: { id: string; role: string }[] }>(
      `GET /v1/staff/people/${id}/grants`,
      undefined,
      program.demo.admin,
    );
    await program.ask(`DELETE /v1/staff/grants/${grants[0]!.id}`, undefined, program.demo.admin);
    await sheet().getByRole('button', { name: 'Adjust points' }).click();
    await sheet()
      .getByText(/not allowed|may not|lacks|permission/i)
      .first()
      .waitFor();
    const after = await program.ask('POST /v1/balance', { card });
    expect((after as { wallets: unknown }).wallets).toEqual((before as { wallets: unknown }).wallets);
    await program.ask(`POST /v1/staff/people/${id}/grants`, { role: grants[0]!.role }, program.demo.admin);
  });

  test('with a stolen cookie on another device is out, and so is the cookie', async () => {
    const thief = await browser.newContext({
      ...{ baseURL: program.url, storageState: await signedIn.storageState(), userAgent: 'another device' },
    });
    const stolen = await thief.newPage();
    const seen = await stolen.goto('/v1/portal/session');
    expect(await seen?.json()).toMatchObject({ code: 'staff.session.other_device' });
    await stolen.goto('/');
    await stolen.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await thief.close();
    expect(await acts('staff.session.stolen')).toBe(1);
    // The owner is told, and comes back by himself.
    await page.goto('/');
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  });
});
