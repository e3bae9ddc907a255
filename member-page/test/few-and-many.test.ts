import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, launchBrowser } from '../../portal/test/browser.ts';
import { isoFromInstant } from '../../server/src/kernel/instant.ts';
import { makeMemberHouse, type MemberHouse } from './member-house.ts';
import { expectFit, shot, tab, visitorOf } from './visit.ts';

// Who has nothing yet, and who is in two programs of one business.

const TASK_MS = 90_000;
const isThere = await hasBrowser();

let house: MemberHouse;
let browser: Browser;

const { open, signIn } = visitorOf(() => ({ browser, house }));

/** As somebody who sets up a program does. */
const set = async (what: string, body: object): Promise<Record<string, string>> => {
  const answer = await house.house.request(what, body, { secret: house.house.secrets.tenant });
  if (answer.status >= 300) throw new Error(`${what}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** A program of miles beside the club, with one outlet, and a wallet that its owner has named. */
async function openMiles(): Promise<void> {
  await set('POST /v1/programs', { code: 'miles', name: 'Air Miles', zone: 'Europe/Madrid', currency: 'EUR' });
  const wallet = {
    code: 'fly-w1',
    unit: 'PTS',
    pays: { points: '1', money: '0.01' },
    expiry: { after: { months: 1 } },
  };
  await set('POST /v1/programs/miles/wallet-types', { ...wallet, name: { en: 'Flight miles', es: 'Millas de vuelo' } });
  await set('POST /v1/programs/miles/wallet-types', { ...wallet, code: 'lounge-w2', spendOrder: 200 });
  await set('POST /v1/outlets', { code: 'airport', name: 'Airport', partner: 'mercado', program: 'miles' });
  await set('POST /v1/outlets/airport/terminals', { code: 'T1' });
  const gives = (wallet: string, points: string) => ({
    ...{ kind: 'points-per-amount', wallet, params: { points, step: '1.00', per: 'receipt' } },
  });
  const promotion = { code: 'fly', priority: 100, firstOn: '2020-01-01' };
  const effects = [gives('fly-w1', '2'), gives('lounge-w2', '1')];
  await set('POST /v1/programs/miles/rulebooks', {
    ...{ inForceFrom: '2020-01-01T00:00:00Z', promotions: [{ ...promotion, effects }] },
  });
}

beforeAll(async () => {
  if (!isThere) return;
  house = await makeMemberHouse();
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

describe.skipIf(!isThere)('somebody who has nothing yet', { timeout: TASK_MS }, () => {
  test.each(['light', 'dark'] as const)('reads on every screen what will stand there, in %s', async (scheme) => {
    const phone = house.phone();
    await house.enrol(phone, true);
    const { page, context } = await open(scheme);
    await signIn(page, phone);
    await page.getByText('You have no card yet.').waitFor();
    await page.getByText('Nothing that you have expires').waitFor();
    expect(await page.locator('img.code').count()).toBe(0);
    await shot(page, `20-empty-cards-${scheme}`);
    await expectFit(page);
    for (const [name, told] of [
      ['Gift cards', 'A gift card that is sent to this phone'],
      ['History', 'Your purchases will stand here.'],
      ['You', 'Take my data with me'],
    ] as const) {
      await tab(page, name);
      await page.getByText(told).waitFor();
      await shot(page, `21-empty-${name.toLowerCase().replace(' ', '-')}-${scheme}`);
      await expectFit(page);
    }
    await context.close();
  });
});

describe.skipIf(!isThere)('somebody in two programs of one business', { timeout: TASK_MS }, () => {
  test('finds the cards and wallets of both on one page, called as their programs call them', async () => {
    await openMiles();
    const { member, phone, card } = await house.house.enrol(71);
    await set('POST /v1/members', { reference: 'joins-miles', program: 'miles', channel: 'web', phone });
    const second = { reference: 'miles-card', number: '299100000071', member, programs: ['miles'] };
    await set('POST /v1/cards', second);
    await house.buy(card, '12.00');
    const flight = { reference: 'flight-1', occurredAt: isoFromInstant(house.clock.now()), currency: 'EUR' };
    const at = { outlet: 'airport', terminal: 'T1', member: { card: second.number } };
    await set('POST /v1/sales', { ...flight, ...at, lines: [{ sku: 'seat', amount: '80.00' }] });

    const { page, context } = await open();
    await signIn(page, phone);
    const wallets = page.locator('section', { has: page.getByRole('heading', { name: 'To spend today' }) });
    await wallets.getByText('160 points').waitFor();
    expect(await wallets.locator('li').allTextContents()).toEqual([
      expect.stringMatching(/^PointsClub12 points$/),
      expect.stringMatching(/^Flight milesAir Miles160 points$/),
      // Its owner said nothing: better its code than nothing.
      expect.stringMatching(/^lounge w2Air Miles80 points$/),
    ]);
    await page.getByText('Flight miles · Air Miles').waitFor();
    await shot(page, '22-two-programs');
    await expectFit(page);

    // The card of each program, one press apart.
    const chooser = page.getByRole('group', { name: 'Cards' }).getByRole('button');
    expect(await chooser.count()).toBe(2);
    const shown = async (): Promise<string> => (await page.locator('.card').first().textContent()) ?? '';
    // Both numbers end alike: the programs tell them apart.
    await chooser.filter({ hasText: 'Air Miles ••••0071' }).filter({ hasNotText: 'Club' }).click();
    expect(await shown()).toMatch(/^Air Miles.*2991 0000 0071/);
    await chooser.filter({ hasText: /Club.*••••0071/ }).click();
    expect(await shown()).toMatch(/^Club.*2990 0000 0071/);
    await shot(page, '23-second-card');

    await tab(page, 'History');
    await page.getByText('Flight miles · Air Miles').waitFor();
    await shot(page, '24-history-of-two');
    await expectFit(page);

    // Named afterwards, and read in the language of the phone.
    await set('PUT /v1/programs/miles/wallet-types/lounge-w2/name', { en: 'Lounge points', es: 'Puntos de sala' });
    await tab(page, 'Cards');
    await page.reload();
    await wallets.getByText('Lounge points').waitFor();
    await tab(page, 'You');
    await page.getByRole('button', { name: 'Español' }).click();
    await tab(page, 'Tarjetas');
    await page.getByText('Puntos de sala').first().waitFor();
    expect(await page.getByText('Millas de vuelo').count()).toBeGreaterThan(0);
    expect(await page.getByText(/fly.w1|lounge.w2/).count()).toBe(0);
    await shot(page, '25-two-programs-es');
    await context.close();
  });
});
