import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, launchBrowser } from '../../portal/test/browser.ts';
import { makeMemberHouse, type MemberHouse } from './member-house.ts';
import { expectFit, shot, tab, visitorOf } from './visit.ts';

// What a member sees when there is no line, a code is wrong, a card is blocked or the server fails, by day and by night.

const TASK_MS = 90_000;
const isThere = await hasBrowser();

let house: MemberHouse;
let browser: Browser;

const { open, signIn } = visitorOf(() => ({ browser, house }));

beforeAll(async () => {
  if (!isThere) return;
  house = await makeMemberHouse({ dynamicCodes: true });
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const signInInSpanish = async (page: Page, phone: string): Promise<void> => {
  await page.goto('/m/demo');
  await page.getByLabel('Su número de teléfono').fill(phone);
  await page.getByRole('button', { name: 'Enviarme un código' }).click();
  await page.getByText('recibirá un código').waitFor();
  await page.getByLabel('El código del mensaje').fill((await house.codeTo(phone)) ?? '000000');
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.getByRole('heading', { name: 'Para gastar hoy' }).waitFor();
};

describe.skipIf(!isThere)('at the door', { timeout: TASK_MS }, () => {
  test('a wrong code is told beside the field, what was typed stays, and another can be had', async () => {
    const { phone } = await house.house.enrol(81);
    const { page, context } = await open();
    await page.goto('/m/demo');
    await page.getByLabel('Your phone number').fill(phone);
    await page.getByRole('button', { name: 'Send me a code' }).click();
    const code = page.getByLabel('The code from the message');
    await code.waitFor();
    const first = (await house.codeTo(phone)) ?? '';
    await code.fill(first === '123456' ? '654321' : '123456');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
    expect(await code.inputValue()).toMatch(/^\d{6}$/);
    await shot(page, '30-wrong-code');
    await expectFit(page);
    await page.getByRole('button', { name: 'Send the code again' }).click();
    await page.getByText('Another code is on its way').waitFor();
    await code.fill((await house.codeTo(phone)) ?? '000000');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'To spend today' }).waitFor();
    await context.close();
  });

  test('who has no line is told so, in place of being asked for a code of the business', async () => {
    const { page, context } = await open('dark', 'es-ES');
    await context.route('**/v1/me/place*', (route) => route.abort());
    await page.goto('/m/demo');
    await page.getByText('No hay conexión').waitFor();
    expect(await page.getByLabel('Código del comercio').count()).toBe(0);
    await shot(page, '31-no-line-at-the-door-es-dark');
    await expectFit(page);
    await context.unroute('**/v1/me/place*');
    await page.getByRole('button', { name: 'Intentar de nuevo' }).click();
    await page.getByLabel('Su número de teléfono').waitFor();
    await context.close();
  });

  test('a business that is not there is asked for by its code', async () => {
    const { page, context } = await open();
    await page.goto('/m/no-such-business');
    await page.getByLabel('Code of the business').fill('demo');
    await shot(page, '32-which-business');
    await expectFit(page);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByLabel('Your phone number').waitFor();
    expect(await page.getByLabel('Code of the business').count()).toBe(0);
    await context.close();
  });
});

describe.skipIf(!isThere)('inside', { timeout: TASK_MS }, () => {
  test.each(['light', 'dark'] as const)(
    'a blocked card says so, and figures are written as in Spanish, in %s',
    async (scheme) => {
      const nth = scheme === 'light' ? 82 : 83;
      const { phone, card } = await house.house.enrol(nth);
      await house.buy(card, '1234.00');
      const { page, context } = await open(scheme, 'es-ES');
      await signInInSpanish(page, phone);
      await page.getByText('1.234 puntos').first().waitFor();
      await shot(page, `33-cards-es-${scheme}`);
      const id = await page.evaluate<string>(
        `fetch('/v1/me').then((told) => told.json()).then(({ cards }) => cards[0].card)`,
      );
      const block = { reference: `block-${nth}`, reason: 'lost' };
      expect((await house.house.request(`POST /v1/cards/${id}/block`, block)).status).toBe(200);
      await page.reload();
      await page.getByText('Esta tarjeta está bloqueada').waitFor();
      expect(await page.locator('img.code').count()).toBe(0);
      await shot(page, `33-is-blocked-es-${scheme}`);
      await expectFit(page);
      await tab(page, 'Usted');
      await house.house.setPolicy({ erasedPoints: 'pay_out' });
      await page.getByRole('button', { name: 'Borrarme' }).click();
      await page.getByText(/1\.234 puntos se pagan: 12,34\s€/).waitFor();
      await shot(page, `34-erase-es-${scheme}`);
      await expectFit(page);
      await house.house.setPolicy({ erasedPoints: 'forfeit' });
      await context.close();
    },
  );

  test.each(['light', 'dark'] as const)(
    'a gift card is written, shown and shared in Spanish, in %s',
    async (scheme) => {
      const { phone } = await house.house.enrol(scheme === 'light' ? 84 : 85);
      const { number } = await house.sellCard('50.00');
      expect((await house.deliver(number, phone)).status).toBe(202);
      await house.follow();
      await house.send();
      const { page, context } = await open(scheme, 'es-ES');
      await signInInSpanish(page, phone);
      await tab(page, 'Regalo');
      await page.getByText(/50,00\s€/).waitFor();
      await page.getByRole('button', { name: 'Pagar con ella' }).click();
      await page.getByText(/Vale \d+ segundos/).waitFor();
      await page.getByText('Regalarla').click();
      await page.getByRole('button', { name: 'Crear un enlace' }).click();
      await page.getByText('Hay un enlace abierto').waitFor();
      await shot(page, `35-gift-es-${scheme}`);
      await expectFit(page);
      await context.close();
    },
  );

  test('a server that fails is told in a sentence, and what was typed stays', async () => {
    const { phone } = await house.house.enrol(86);
    const { page, context } = await open('dark');
    await signIn(page, phone);
    await tab(page, 'You');
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('First name').fill('Nadia');
    await context.route('**/v1/me', (route) =>
      route.request().method() === 'PATCH' ? route.fulfill({ status: 503, body: '' }) : route.continue(),
    );
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('That did not work. Try again.').waitFor();
    expect(await page.getByLabel('First name').inputValue()).toBe('Nadia');
    await shot(page, '36-failed-dark');
    await expectFit(page);
    await context.close();
  });
});
