import { afterAll, beforeAll, expect, test } from 'vitest';
import { bonusRange } from '../../../test/card-stock.ts';
import { giftTerms, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';
import { instantFromIso } from '../../kernel/instant.ts';
import { isOver } from './validity.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse();
  const { house } = gifts;
  const range = { ...bonusRange('dated', '551100'), type: 'gift' as const, unit: gifts.unitOf('EUR') };
  must(await house.cards.openRange(house.tenant, range));
  must(await house.cards.openRange(house.tenant, bonusRange('bonus-dated', '551200')));
  await gifts.set('dated', 'EUR', { ...giftTerms('9999'), numbers: undefined, range: 'dated' });
});
afterAll(() => gifts.house.close());

let orders = 0;
/** Numbers of cards that were made with a last day, or without one. */
async function make(range: string, days: (string | undefined)[]): Promise<string[]> {
  const made = await gifts.house.request(
    'POST /v1/card-orders',
    {
      ...{ reference: `dated-${++orders}`, range },
      cards: days.map((validUntil) => (validUntil === undefined ? {} : { validUntil })),
    },
    { secret: gifts.house.secrets.tenant },
  );
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return (made.body as { cards: { number: string }[] }).cards.map(({ number }) => number);
}
const code = async (what: string, body: Record<string, unknown>): Promise<string | number> => {
  const { status, body: answer } = await gifts.ask(what, body);
  return (answer as { code?: string }).code ?? status;
};
test('a card in stock is taken into use until its last day is over everywhere, and not after', async () => {
  const [first, dated, undated] = (await make('dated', ['2099-12-30', '2099-12-31', undefined])) as [
    string,
    string,
    string,
  ];
  expect(await code('activate', { card: { number: dated }, amount: '10.00' })).toBe(201);
  await gifts.house.database.query(
    `update cards.stock_detail set valid_until[1] = current_date - 2 where batch = (select max(batch) from cards.stock_detail)`,
  );
  expect(await code('activate', { card: { number: first }, amount: '10.00' })).toBe('cards.stock.expired');
  expect(await code('activate', { card: { number: undated }, amount: '10.00' })).toBe(201);
});

test('a gift card in use keeps its last day: it is shown after it, and neither pays nor is loaded', async () => {
  const [number] = (await make('dated', ['2099-12-31'])) as [string];
  expect(await code('activate', { card: { number }, amount: '10.00' })).toBe(201);
  expect(await code('redeem', { card: { number }, amount: '1.00' })).toBe(201);
  await gifts.house.database.query(
    `update cards.card set valid_until = current_date - 2 where valid_until = '2099-12-31'`,
  );
  expect(await code('redeem', { card: { number }, amount: '1.00' })).toBe('cards.card.blocked');
  expect(await code('load', { card: { number }, amount: '1.00' })).toBe('cards.card.blocked');
  expect(await gifts.balance(number)).toMatchObject({ available: '9.00' });
});

test('a bonus card earns until its last day', async () => {
  const [number] = (await make('bonus-dated', ['2099-12-31'])) as [string];
  const issued = await gifts.house.request('POST /v1/cards', { reference: 'dated-bonus', number, type: 'bonus' });
  expect(issued.status, JSON.stringify(issued.body)).toBe(201);
  const sell = (reference: string) =>
    gifts.house.request('POST /v1/sales', {
      ...{ reference, occurredAt: new Date().toISOString(), currency: 'EUR', member: { card: number } },
      lines: [{ line: 1, sku: 'tea', amount: '5.00' }],
      tenders: [{ kind: 'cash', amount: '5.00' }],
    });
  expect((await sell('dated-1')).status).toBe(201);
  await gifts.house.database.query(
    `update cards.card set valid_until = current_date - 2 where valid_until = '2099-12-31'`,
  );
  expect(await sell('dated-2')).toMatchObject({ status: 422, body: { code: 'cards.card.blocked' } });
});

test('the last day is over when it is over in the last zone on earth', () => {
  const at = (text: string) => instantFromIso(text)!;
  const day = '2026-11-22' as never;
  expect(isOver(undefined, at('2254-01-01T00:00:00Z'))).toBe(false);
  expect(isOver(day, at('2026-11-23T11:59:59Z'))).toBe(false);
  expect(isOver(day, at('2026-11-23T12:00:00Z'))).toBe(true);
});
