import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, launchBrowser } from '../../portal/test/browser.ts';
import { makePassCertificates, makeServiceKey } from '../../server/test/pass-certificates.ts';
import { makeMemberHouse, type MemberHouse } from './member-house.ts';
import { expectFit, shot, tab, visitorOf } from './visit.ts';

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1';
const PIXEL = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36';
const isThere = await hasBrowser();

let house: MemberHouse;
let browser: Browser;

beforeAll(async () => {
  if (!isThere) return;
  const { googleKey } = makeServiceKey();
  house = await makeMemberHouse(
    {
      dynamicCodes: true,
      apple: { passType: 'pass.example.gift', team: 'TEAM123456' },
      google: { issuer: '3388000000022', email: 'wallet@shop.example' },
    },
    { ...makePassCertificates(), googleKey },
  );
  browser = await launchBrowser();
  const [ana] = house.house.people;
  await house.buy(ana.card, '43.00');
  await house.buy(ana.card, '12.50');
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const { open, signIn } = visitorOf(() => ({ browser, house }));

describe.skipIf(!isThere)("the member's page on a phone", { timeout: 90_000 }, () => {
  test('shows the card, what can be spent and what happened, and all of it without a line', async () => {
    const [ana] = house.house.people;
    const { page, context } = await open();
    await page.goto('/m/demo');
    await page.getByLabel('Your phone number').waitFor();
    await shot(page, '1-sign-in');
    await expectFit(page);
    await signIn(page, ana.phone);
    await page.getByText('55 points').first().waitFor();
    await shot(page, '2-cards');
    await expectFit(page);
    await page.getByRole('button', { name: 'Show the code large' }).click();
    await page.getByText('Turn the brightness').waitFor();
    await shot(page, '3-code');
    await page.getByRole('button', { name: 'Close' }).click();
    await tab(page, 'History');
    await page.getByText('Purchase, centro').first().waitFor();
    await page.getByText('Coffee week', { exact: true }).first().waitFor();
    expect(await page.getByText('+43 points').count()).toBe(1);
    await shot(page, '4-history');
    await expectFit(page);

    await page.evaluate(() => navigator.serviceWorker.ready);
    await context.setOffline(true);
    await page.reload();
    await page.getByText(/No line\. Figures of/).waitFor();
    expect(await page.locator('img.code.qr').getAttribute('src')).toMatch(/^data:image\/svg/);
    await page.getByText('55 points').first().waitFor();
    await shot(page, '5-offline');
    await tab(page, 'Gift cards');
    await page.getByText('shown only when there is a line').waitFor();
    await tab(page, 'History');
    await page.getByText('Purchase, centro').first().waitFor();
    await page.getByText('Coffee week', { exact: true }).first().waitFor();
    await context.close();
  });

  test('shows a gift card with a code of a minute, gives it on by a link, and takes a link back', async () => {
    const [, ben] = house.house.people;
    const friend = '+34600777001';
    const { number } = await house.sellCard('25.00');
    const { page, context } = await open();
    await signIn(page, ben.phone);
    expect((await house.deliver(number, ben.phone)).status).toBe(202);
    await house.follow();
    await house.send();
    // The card waits for this phone; signing in anew would claim it, and so does the member's proof that stood before.
    await tab(page, 'You');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page, ben.phone);
    await tab(page, 'Gift cards');
    await page.getByText('€25.00').waitFor();
    await page.getByRole('button', { name: 'Pay with it' }).click();
    await page.getByText(/Good for \d+ seconds, once/).waitFor();
    await page.getByText('Give it to somebody').click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByText('A link is open for this card').waitFor();
    await shot(page, '6-gift');
    await expectFit(page);
    await page.getByRole('button', { name: 'Take the link back' }).click();
    await page.getByText('The link is over').waitFor();
    await page.getByRole('button', { name: 'Make a link' }).click();
    const url = await page.locator('.link').textContent();
    const secret = /gft_[0-9a-z]{26}/.exec(url ?? '')?.[0] ?? '';

    // The friend opens it on his own phone, on the page that the room delivery shows, and finds it here afterwards.
    const other = await open('dark');
    await other.page.goto(`/m/claim/${secret}`);
    await other.page.getByLabel('Your phone number').fill(friend);
    await other.page.getByRole('button', { name: 'Send me the code' }).click();
    const code = other.page.getByLabel('The code from the message');
    await code.waitFor();
    await code.fill((await house.codeTo(friend)) ?? '000000');
    await other.page.getByRole('button', { name: 'Claim the card' }).click();
    await other.page.getByText('The card is yours').waitFor();
    await signIn(other.page, friend);
    await tab(other.page, 'Gift cards');
    await other.page.getByText('€25.00').waitFor();
    await shot(other.page, '7-gift-claimed-dark');
    await expectFit(other.page);
    await tab(page, 'Cards');
    await tab(page, 'Gift cards');
    await page.getByText('A gift card that is sent to this phone').waitFor();
    await context.close();
    await other.context.close();
  });

  test.each([
    ['an iPhone', IPHONE, 'Add to Apple Wallet', 'Add to Google Wallet', 71],
    ['an Android phone', PIXEL, 'Add to Google Wallet', 'Add to Apple Wallet', 72],
  ])('puts a gift card into the wallet of %s, and offers no other', async (_, userAgent, own, other, number) => {
    const holder = await house.house.enrol(number);
    const sold = await house.sellCard('25.00');
    expect((await house.deliver(sold.number, holder.phone)).status).toBe(202);
    await house.follow();
    await house.send();
    const { page, context } = await open('light', 'en-GB', userAgent);
    await signIn(page, holder.phone);
    await tab(page, 'Gift cards');
    const button = page.getByRole('link', { name: own });
    await button.waitFor();
    expect(await page.getByRole('link', { name: other }).count()).toBe(0);
    await expectFit(page);
    await shot(page, `12-wallet-${number}`);
    const link = (await button.getAttribute('href')) ?? '';
    if (own.includes('Apple')) {
      const pass = await page.request.get(link);
      expect(pass.headers()['content-type']).toContain('application/vnd.apple.pkpass');
      // A pass is a zip.
      expect((await pass.body()).subarray(0, 2).toString()).toBe('PK');
    } else {
      const [, claims = ''] = new URL(link).pathname.replace('/gp/v/save/', '').split('.');
      expect(link).toMatch(/^https:\/\/pay\.google\.com\/gp\/v\/save\//);
      expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ iss: 'wallet@shop.example' });
    }

    // Where the program has no wallet set up, there is nothing to press.
    await context.route(/\/v1\/gift-card-views\/[^/]+\/(google|card\.pkpass)/, (route) =>
      route.fulfill({ status: 404, json: {} }),
    );
    await page.reload();
    await tab(page, 'Gift cards');
    await page.getByRole('button', { name: 'Pay with it' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('link', { name: own }).count()).toBe(0);
    await context.close();
  });

  test('takes consents back, gives the data out, and erases', async () => {
    const gone = await house.house.enrol(61);
    await house.buy(gone.card, '17.00');
    const { page, context } = await open('dark');
    await signIn(page, gone.phone);
    await shot(page, '8-cards-dark');
    await tab(page, 'You');
    const mails = page.getByRole('switch', { name: 'News and offers by e-mail' });
    await mails.click();
    await page.getByRole('switch', { name: 'News and offers by e-mail', checked: true, disabled: false }).waitFor();
    await mails.click();
    await page.getByRole('switch', { name: 'News and offers by e-mail', checked: false, disabled: false }).waitFor();
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('First name').fill('Lucía');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Lucía').waitFor();
    await shot(page, '9-you-dark');
    await expectFit(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Take my data with me' }).click(),
    ]);
    const data = JSON.parse(readFileSync(await download.path(), 'utf8')) as Record<string, unknown>;
    expect(data).toMatchObject({ profile: { givenName: 'Lucía' }, history: [{ kind: 'checkout.sale' }] });
    expect(data['consents']).toMatchObject([{ isGiven: false }, { isGiven: true }]);

    // Where the program pays out, the page says so before anything is done.
    await house.house.setPolicy({ erasedPoints: 'pay_out' });
    await page.getByRole('button', { name: 'Erase me' }).click();
    await page.getByText(/17 points are paid out: €0\.17/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await house.house.setPolicy({ erasedPoints: 'forfeit' });
    await page.getByRole('button', { name: 'Erase me' }).click();
    await page.getByText('Lost: 17 points').waitFor();
    await page.getByRole('button', { name: 'Send me the code for it' }).click();
    const code = page.getByLabel('The code from the message');
    await code.waitFor();
    await shot(page, '10-erase-dark');
    await expectFit(page);
    await code.fill((await house.codeTo(gone.phone)) ?? '000000');
    await page.getByRole('button', { name: 'Erase me for ever' }).click();
    await page.getByText('You are erased').waitFor();
    expect(await page.evaluate(() => localStorage.getItem('page'))).toBeNull();
    await page.reload();
    await page.getByLabel('Your phone number').waitFor();
    await context.close();
  });

  test('speaks Spanish to who does', async () => {
    const [ana] = house.house.people;
    const { page, context } = await open('light', 'es-ES');
    await page.goto('/m/demo');
    await page.getByLabel('Su número de teléfono').fill(ana.phone);
    await page.getByRole('button', { name: 'Enviarme un código' }).click();
    const code = page.getByLabel('El código del mensaje');
    await code.waitFor();
    await code.fill((await house.codeTo(ana.phone)) ?? '000000');
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.getByRole('heading', { name: 'Para gastar hoy' }).waitFor();
    await tab(page, 'Historial');
    await page.getByText('Compra, centro').first().waitFor();
    await page.getByText('Semana del café', { exact: true }).first().waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('es');
    await shot(page, '11-history-es');
    await context.close();
  });

  test('can be put on the home screen: name, icons and a start of its own', () => {
    const manifest = JSON.parse(readFileSync(join(house.folder, 'manifest.webmanifest'), 'utf8')) as {
      readonly icons: readonly { readonly src: string; readonly sizes: string }[];
    };
    expect(manifest).toMatchObject({ display: 'standalone', start_url: '/m/', scope: '/m/', name: 'My cards' });
    expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
    const spanish = JSON.parse(readFileSync(join(house.folder, 'manifest.es.webmanifest'), 'utf8')) as object;
    expect(spanish).toEqual({ ...manifest, lang: 'es', name: 'Mis tarjetas', short_name: 'Tarjetas' });
    for (const { src } of manifest.icons) expect(statSync(join(house.folder, src)).size).toBeGreaterThan(100);
  });

  test('is small: the first load weighs less than 120 kB', () => {
    const assets = join(house.folder, 'assets');
    const sizes = readdirSync(assets)
      .filter((name) => name.endsWith('.br'))
      .map((name) => statSync(join(assets, name)).size);
    expect(sizes.reduce((sum, one) => sum + one, 0)).toBeLessThan(120 * 1024);
  });
});
