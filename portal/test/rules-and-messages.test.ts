import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, launchBrowser, openPage, seriousFindings, signIn } from './browser.ts';
import { sendGiftCard } from './every-screen.ts';
import { expectWhole, handsOn } from './hands.ts';
import { startProgram, type Program } from './program.ts';
import { approve, openSecond } from './second-person.ts';
import { shopForADay } from './shop-for-a-day.ts';

// A marketer writes and tries rules, two people meet in one draft, a second person decides; then messages, processors and the
// gift-card desk. In a real browser, against the program as it is started, with a processor that is a real server.

const START_MS = 200_000;
const TASK_MS = 90_000;
const canBrowse = await hasBrowser();

let program: Program;
let browser: Browser;
let page: Page;
let second: Page;
let errors: string[];
let processor: Server;
let lastCode: string;
let giftCard: string;

const { heading, button, tab, sheet, confirm, gone, close, shown, choose } = handsOn(() => page);
/** Of somebody else at another desk. */
const BALANCE = '41.50';

/** A processor that knows one balance. */
async function startProcessor(): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/balance' ? { balance: BALANCE } : { items: [] }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

describe.skipIf(!canBrowse)('whoever cares for rules, messages and other companies', { timeout: TASK_MS }, () => {
  beforeAll(async () => {
    processor = await startProcessor();
    [program, browser] = await Promise.all([startProgram({ WEBHOOK_ALLOW: '127.0.0.1' }), launchBrowser()]);
    await shopForADay(program);
    giftCard = await sendGiftCard(program);
    await program.ask('PUT /v1/programs/club/rulebook-drafts/winter', { revision: 0 }, program.demo.admin);
    ({ page, errors } = await openPage(browser, program, {}));
    await page.goto('/promotions');
    lastCode = await signIn(page, program);
    await heading('Promotions').waitFor();
    second = await openSecond(browser, program);
  }, START_MS);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
    processor?.close();
  }, START_MS);
  afterEach(() => expectWhole(errors));

  test('writes a promotion with a limit and a validity, and is told beside the field what is wrong', async () => {
    await page.goto('/promotions/drafts');
    await button('New draft').click();
    await sheet().getByLabel('Name of the draft').fill('autumn');
    await confirm('New draft');
    await heading('autumn').waitFor();
    await button('Add promotion').click();
    await page.getByLabel('Name in English').fill('Bread week');
    await choose('Add effect', /for a receipt/);
    await choose('Into the wallet', 'points');
    await choose('Valid', 'for days');
    await page.getByLabel('How many').fill('30');
    await button('Add limit').click();
    await page.getByLabel('At most', { exact: true }).fill('lots');
    await choose('For each', 'program (a budget)');
    await choose('Period', 'month');
    await button('Save draft').click();
    await page.getByText('Saved, revision 2').waitFor();
    const most = page.getByLabel('At most', { exact: true });
    expect(await most.getAttribute('aria-invalid')).toBe('true');
    await most.fill('500');
    await choose('Of what', 'points');
    await button('Save draft').click();
    await page.getByText('Saved, revision 3').waitFor();
    expect(await page.getByText(/to mend before it may go/).count()).toBe(0);
  });

  test('sees on a real receipt what the draft gives while it is typed, before anything is saved', async () => {
    await page.goto('/promotions/drafts/autumn');
    await page.getByRole('button', { name: /Bread week/ }).click();
    await tab('Try on a receipt').click();
    await choose('One of the latest receipts', /000187/);
    await page.getByText('promotion-21').first().waitFor();
    await tab('Promotions').click();
    await page.getByRole('button', { name: /Bread week/ }).click();
    await page.getByRole('region', { name: 'fixed-bonus' }).getByLabel('points').first().fill('377');
    await tab('Try on a receipt').click();
    await page.getByText('+377').first().waitFor();
    expect(await shown(page.getByText('Not saved yet'))).toBe(true);
  });

  test('is asked before he leaves with something unsaved, and keeps it', async () => {
    await page.getByRole('link', { name: 'Members' }).click();
    await page.getByText('Leave without saving?').waitFor();
    await button('Stay here').click();
    await gone();
    expect(page.url()).toContain('/promotions/drafts/autumn');
    await button('Save draft').click();
    await page.getByText('Saved, revision 4').waitFor();
  });

  test('loses nothing of a draft when the line breaks, nor when the session ends', async () => {
    await tab('Promotions').click();
    await page.getByRole('button', { name: /Bread week/ }).click();
    await page.getByLabel('Name in Spanish').fill('Semana del pan');
    await page.context().setOffline(true);
    await button('Save draft').click();
    await page.getByText(/Nothing that you typed is lost/).waitFor();
    expect(await page.getByLabel('Name in Spanish').inputValue()).toBe('Semana del pan');
    await page.context().setOffline(false);
    await button('Save draft').click();
    await page.getByText('Saved, revision 5').waitFor();
    errors.splice(0);
    await page.getByLabel('Name in Spanish').fill('Semana del pan blanco');
    await page.context().clearCookies();
    await button('Save draft').click();
    await page.getByText(/Your session is over/).waitFor();
    lastCode = await signIn(page, program, lastCode);
    await page.getByText(/Your session is over/).waitFor({ state: 'detached' });
    expect(await page.getByLabel('Name in Spanish').inputValue()).toBe('Semana del pan blanco');
    await button('Save draft').click();
    await page.getByText('Saved, revision 6').waitFor();
  });

  test('simulates the draft over the receipts of the journal and reads what it costs and where it ends', async () => {
    await tab('Simulate').click();
    await button('Simulate').click();
    await page.getByText('Who wins, who loses').waitFor();
    await page.getByRole('img', { name: 'Day by day' }).waitFor();
    await page.getByText('The draft costs').waitFor();
    await page
      .getByText(/is used up on/)
      .first()
      .waitFor();
    await page.getByText('Rules that never act').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('is told when somebody else saves the same draft, and goes on with what both wrote', async () => {
    await tab('Promotions').click();
    await page.getByRole('button', { name: /Bread week/ }).click();
    await page.getByLabel('Priority').fill('150');
    type Draft = { revision: number; content: { promotions: { code: string; priority: number }[] } };
    const path = '/v1/programs/club/rulebook-drafts/autumn';
    const theirs = await program.ask<Draft>(`GET ${path}`, undefined, program.demo.admin);
    const content = {
      ...theirs.content,
      promotions: theirs.content.promotions.map((one) => (one.code === 'welcome' ? { ...one, priority: 177 } : one)),
    };
    await program.ask(`PUT ${path}`, { revision: theirs.revision, content }, program.demo.admin);
    await page.getByText('They changed: welcome').waitFor();
    await page.getByText('You changed: promotion-21').waitFor();
    await button('Take both').click();
    await button('Save draft').click();
    await page.getByText('Saved, revision 8').waitFor();
    const both = await program.ask<Draft>(`GET ${path}`, undefined, program.demo.admin);
    const priorities = Object.fromEntries(both.content.promotions.map(({ code, priority }) => [code, priority]));
    expect(priorities).toMatchObject({ welcome: 177, 'promotion-21': 150 });
  });

  test('asks for publication; a second person sees what changes and approves; the budget is followed', async () => {
    await button('Publish').click();
    await sheet().getByLabel('Reason').fill('The bread of the year');
    await confirm('Ask for publication');
    await sheet().getByText('Version 2 waits for a second person.').waitFor();
    await sheet().getByRole('button', { name: 'Done' }).click();
    await approve(second, /Publish promotions/, 'promotion-21');
    await page.goto('/promotions/budgets');
    await page.getByRole('row', { name: /promotion-21/ }).waitFor();
    expect(await shown(page.getByRole('cell', { name: '500' }))).toBe(true);
  });

  test('makes a coupon series and codes of it, which can be had once, publishes it and withdraws it', async () => {
    await page.goto('/promotions/coupons');
    await page.getByText(/No series yet/).waitFor();
    await button('Make series').click();
    await sheet().getByLabel('Word').fill('winter27');
    await sheet()
      .getByText(/the word WINTER27 by itself is no coupon any more/)
      .waitFor();
    const days = sheet().getByLabel('Days of an issued code');
    await days.fill('0');
    await confirm('Make series');
    await sheet().locator('[aria-invalid=true]').waitFor();
    expect(await days.getAttribute('aria-invalid')).toBe('true');
    await days.fill('30');
    await confirm('Make series');
    await heading('WINTER27').waitFor();
    await page.getByText('not published', { exact: true }).waitFor();

    await button('Make codes').click();
    await sheet().getByLabel('How many codes').fill('3');
    await sheet().getByLabel('Reference').fill('winter-letter');
    await sheet()
      .getByText(/3 codes of WINTER27 are made/)
      .waitFor();
    await confirm('Make codes');
    await gone();
    await button('Download once').click();
    const saved = page.waitForEvent('download');
    await confirm('Download once');
    const file = await saved;
    expect(file.suggestedFilename()).toBe('WINTER27.csv');
    expect((await readFile(await file.path(), 'utf8')).match(/WINTER27-[0-9A-Z-]+/g)).toHaveLength(3);
    await gone();
    expect(await button('Download once').count()).toBe(0);

    await button('Publish series').click();
    await confirm('Publish series');
    await sheet().getByText('It waits for a second person now.', { exact: false }).waitFor();
    await close();
    await gone();
    await approve(second, /Publish a coupon series/, 'WINTER27');
    await page.goto('/promotions/coupons/WINTER27');
    await page.getByText('published', { exact: true }).waitFor();
    await button('Withdraw series').click();
    await confirm('Withdraw series');
    await gone();
    await page.getByText('withdrawn', { exact: true }).waitFor();
    expect(await button('Make codes').count()).toBe(0);
  });

  test('says a message in his own words, sees how it arrives, and takes the words back', async () => {
    await page.goto('/messages/templates?template=gift-card&kind=sms&language=es');
    await page.getByText(/Tiene una tarjeta regalo de 25.00 EUR/).waitFor();
    const body = page.getByLabel('Text', { exact: true });
    await body.fill('Un regalo de {{ tenant }}: {{ amount }} {{ url }}');
    await page.getByText('Un regalo de Demo Retail: 25.00 EUR').waitFor();
    await button('Save words').click();
    await page.getByText('Your own words hold.').waitFor();
    // Without its link nobody can take the card.
    await body.fill('Un regalo de {{ tenant }}');
    await button('Save words').click();
    await page
      .getByText(/does not say {{ url }}/)
      .first()
      .waitFor();
    await body.fill('Un regalo de {{ tenant');
    await button('Save words').click();
    await page
      .getByText(/The template cannot be used/)
      .first()
      .waitFor();
    expect(await body.getAttribute('aria-invalid')).toBe('true');
    await body.fill('Un regalo de {{ tenant }}: {{ amount }} {{ url }}');
    await button('Take own words back').click();
    await confirm('Take own words back');
    await page.getByText('The words of the house hold.').waitFor();
  });

  test('shows the letter that an e-mail becomes, shut off from the page', async () => {
    await page.goto('/messages/templates?template=invitation&kind=email&language=en');
    expect(await shown(page.frameLocator('iframe').getByText('Ana Torres gives you access to Demo Retail.'))).toBe(
      true,
    );
  });

  test('suppresses an address, which is masked from then on, and lifts it again', async () => {
    await page.goto('/messages/suppressions');
    await button('Suppress address').click();
    await sheet().getByLabel('Address').fill('not an address');
    await confirm('Suppress address');
    await sheet().locator('[aria-invalid=true]').waitFor();
    await sheet().getByLabel('Address').fill('lucia@example.com');
    await confirm('Suppress address');
    await gone();
    await page.getByText('L•••@example.com').or(page.getByText('l•••@example.com')).first().waitFor();
    await button('Lift suppression').click();
    await confirm('Lift suppression');
    expect(await shown(page.getByText('Nobody has asked for silence'))).toBe(true);
  });

  const decidedByTwo = async (reads: string | RegExp, row = /Send messages by another server/): Promise<void> => {
    const { pathname } = new URL(page.url());
    await sheet()
      .getByText(/It waits for a second person now/)
      .waitFor();
    await approve(second, row, reads);
    await page.goto(pathname);
  };

  test('sets a sender up by two, and changes it without losing what is secret or seldom touched', async () => {
    await page.goto('/messages/senders');
    await button('Set up').first().click();
    await sheet().getByLabel('Host').fill('127.0.0.1');
    await sheet().getByLabel(/^From/).fill('no address');
    await confirm('Set up');
    await sheet()
      .getByText(/fromAddress is no e-mail address/)
      .waitFor();
    expect(await sheet().getByLabel(/^From/).getAttribute('aria-invalid')).toBe('true');
    await sheet().getByLabel(/^From/).fill('club@example.com');
    await sheet().getByRole('combobox', { name: 'Security' }).click();
    await page.getByRole('option', { name: 'TLS from the start' }).click();
    await confirm('Set up');
    await decidedByTwo('host: — → 127.0.0.1');
    await button('Set up').first().click();
    await sheet().getByLabel('Name of the sender').fill('The club');
    await confirm('Set up');
    await gone();
    await page.getByText('The club').waitFor();
    await page.getByText('TLS from the start').waitFor();
    // Bounces: without a secret that signs them they are refused, beside the secret.
    await button('Set up').first().click();
    await sheet().getByRole('switch', { name: 'Takes reports of the mailbox' }).check();
    await sheet()
      .getByLabel(/mailbox for bounces/)
      .fill('bounces@club.example.com');
    await confirm('Set up');
    await sheet()
      .getByText(/reports need a secret/)
      .waitFor();
    expect(
      await sheet()
        .getByLabel(/^Reports: secret/)
        .getAttribute('aria-invalid'),
    ).toBe('true');
    await sheet()
      .getByLabel(/^Reports: secret/)
      .fill('a secret of the mailbox');
    await confirm('Set up');
    await decidedByTwo('bounces: — → bounces@club.example.com');
    await page.getByText('bounces@club.example.com').waitFor();
    // Changing something else keeps them, though the form never shows the secret.
    await button('Set up').first().click();
    await sheet().getByLabel('Name of the sender').fill('Our club');
    await confirm('Set up');
    await gone();
    await page.getByText('Our club').waitFor();
    await page.getByText(/\/v1\/channels\/mail-reports\//).waitFor();
    expect(await shown(page.getByText('bounces@club.example.com'))).toBe(true);
    await button('Forget sender').click();
    await confirm('Forget sender');
    await decidedByTwo('host: 127.0.0.1 → —');
    await button('Forget sender').waitFor({ state: 'detached' });
  });

  test('connects a processor, asks it for a balance, and is told how old the balance is when it keeps silent', async () => {
    const { port } = processor.address() as AddressInfo;
    await page.goto('/partners/processors');
    await button('Connect processor').click();
    await sheet().getByLabel('Code').fill('other');
    await choose('Money', /EUR/);
    const service = sheet().getByLabel('Service, as JSON');
    const whole = await service.inputValue();
    await service.fill('{ "url": ');
    await confirm('Save processor');
    await sheet()
      .getByText(/This is no JSON/)
      .waitFor();
    await service.fill(whole);
    await service.fill(whole.replace('https://processor.example.com/api', `http://127.0.0.1:${port}`));
    await sheet().getByLabel('Milliseconds to wait for an answer').fill('1000');
    await confirm('Save processor');
    await gone();
    const range = { code: 'theirs', type: 'multi', prefix: '7000', length: 16, checkDigit: 'luhn', processor: 'other' };
    await program.ask('POST /v1/card-ranges', range, program.demo.admin);
    await page.getByRole('row', { name: /other/ }).click();
    await heading('other').waitFor();
    await tab('Ask for a balance').click();
    await page.getByLabel('Card number').fill('7000000000000005');
    await button('Ask processor').click();
    await page.getByText('It answered just now.').waitFor();
    await page.getByText('41.50').waitFor();
    processor.closeAllConnections();
    processor.close();
    await button('Ask processor').click();
    await page.getByText(/It did not answer. This is what it said last/).waitFor();
    await page.getByText('41.50').waitFor();
    await button('Pause processor').click();
    await confirm('Pause processor');
    expect(await shown(page.getByText('paused', { exact: true }))).toBe(true);
  });

  test('releases a print file with a second person, who gets nothing to see, and has it once', async () => {
    await page.goto('/cards/batches');
    await button('Order batch').click();
    await choose('Range', /gift-demo/);
    await sheet().getByLabel('Cards').fill('10');
    await confirm('Order batch');
    await page.getByText('All cards are made.').waitFor();
    await tab('Print file').click();
    await button('Ask for print release').click();
    await confirm('Ask for print release');
    await sheet().getByText('It waits for a second person now').waitFor();
    await sheet().getByRole('button', { name: 'Close' }).last().click();
    await approve(second, /print file/i, 'gift-demo');
    await page.reload();
    await tab('Print file').click();
    await button('Download print file').click();
    await sheet().getByLabel('Passphrase').fill('a long sentence of mine');
    const saved = page.waitForEvent('download');
    await confirm('Download print file');
    expect((await saved).suggestedFilename()).toMatch(/\.bin$/);
    await page.getByText('downloaded', { exact: true }).first().waitFor();
  });

  test('finds a gift card on its way to a phone at the desk, and sends it again', async () => {
    await page.goto(`/gift-cards/desk/${giftCard}`);
    await tab('Deliveries').last().click();
    // A gift card is sent again a minute after it was sent, at the earliest.
    await program.command('db', 'sql', "update delivery.delivery set sent_at = sent_at - interval '1 minute'");
    await button('Send again').click();
    await confirm('Send again');
    await gone();
    await page.getByRole('cell', { name: '2', exact: true }).waitFor();
    // Once a minute, and told in words.
    await button('Send again').click();
    await confirm('Send again');
    await sheet().getByText('This gift card was sent often enough or a moment ago.').waitFor();
    await page.keyboard.press('Escape');
    await gone();
    await button('Withdraw').click();
    await confirm('Withdraw');
    await gone();
    expect(await shown(page.getByText('withdrawn', { exact: true }))).toBe(true);
  });

  test('changes how gift cards come to phones, and is told beside the field what does not work', async () => {
    await page.goto('/gift-cards/delivery');
    await button('Change delivery settings').click();
    await sheet().getByLabel('Where this server is reached').fill('https://club.example.com/');
    await sheet().getByLabel('Writing').fill('white');
    await confirm('Save delivery settings');
    await sheet()
      .getByText(/Without a slash at the end$/)
      .first()
      .waitFor();
    expect(await sheet().getByLabel('Writing').getAttribute('aria-invalid')).toBe('true');
    await sheet().getByLabel('Where this server is reached').fill('https://club.example.com');
    await sheet().getByLabel('Writing').fill('#fefefe');
    await confirm('Save delivery settings');
    await decidedByTwo(/https:\/\/club\.example\.com/, /Open gift cards on phones further/);
    await page.getByText('https://club.example.com').waitFor();
  });
});
