import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { bonusRange } from '../../../test/card-stock.ts';
import { giftTerms, giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';

const PREFIX = '7001';
const number = (n: number): string => `${PREFIX}${String(n).padStart(8, '0')}`;

let gifts: GiftHouse;
let batch: bigint;
let unreleased: bigint;
beforeAll(async () => {
  gifts = await makeGiftHouse();
  const { house } = gifts;
  const who = { tenant: house.tenant, by: 1n };
  must(
    await house.cards.openRange(house.tenant, {
      ...{
        program: house.program().program,
        code: 'stock',
        type: 'gift',
        prefix: PREFIX,
        length: 12,
        charset: 'digits',
        checkDigit: 'none',
      },
      ...{
        pinKind: 'pin',
        pinLength: 4,
        pinRequired: true,
        unit: gifts.unitOf('EUR'),
        face: 2_500n,
        priceList: undefined,
        track: {},
      },
      ...{ systemOfRecord: 'here', processor: undefined, policy: {} },
    }),
  );
  await gifts.set('stock', 'EUR', giftTerms('0000', { numbers: undefined, range: 'stock' }));
  const make = async (reference: string, first: number): Promise<bigint> => {
    const told = { ...who, space: 0n, reference, range: 'stock', quantity: 5, source: 'csv' as const };
    const made = must(await house.cards.createCardBatch(told));
    const loader = await house.cards.openLoader();
    const entries = Array.from({ length: 5 }, (_, n) => ({
      serial: n + 1,
      number: number(first + n) as never,
      pin: '4711',
    }));
    must(await house.cards.addToBatch(loader, made.batch, entries));
    await loader.close();
    return made.batch.batch;
  };
  batch = await make('stock-a', 1);
  unreleased = await make('stock-b', 101);
  must(await house.cards.releaseBatch(who, batch));
});
afterAll(() => gifts.house.close());

const { code } = giftTill(() => gifts);

test('stock is activated for what is printed on it, and pays with the PIN that was printed on it', async () => {
  expect(await code('activate', { card: { number: number(1) }, amount: '30.00' })).toBe(
    'giftcards.activation.face_differs',
  );
  const activated = await gifts.ask('activate', { reference: 'act', card: { number: number(1) } });
  expect(activated).toMatchObject({ status: 201, body: { amount: '25.00', balance: { available: '25.00' } } });
  expect(await code('activate', { card: { number: number(1) } })).toBe('giftcards.activation.twice');
  expect(await code('redeem', { card: { number: number(1) }, amount: '5.00' })).toBe('giftcards.pin.missing');
  expect(await code('redeem', { card: { number: number(1), pin: '0000' }, amount: '5.00' })).toBe(
    'giftcards.pin.wrong',
  );
  expect(await code('redeem', { card: { number: number(1), pin: '4711' }, amount: '5.00' })).toBe(201);
  await assertBooks(gifts.house);
});

test('a card of a batch that is not released, a destroyed one and one of a suspended series are refused', async () => {
  const { house } = gifts;
  expect(unreleased).not.toBe(batch);
  expect(await code('activate', { card: { number: number(101) } })).toBe('giftcards.card.unknown');
  must(await house.cards.destroyStock({ tenant: house.tenant, by: 1n }, batch, { first: 5, last: 5 }));
  expect(await code('activate', { card: { number: number(5) } })).toBe('cards.stock.destroyed');
  const before = await house.journalCount();
  const [one, other] = await Promise.all([
    code('activate', { card: { number: number(2) } }),
    code('activate', { card: { number: number(2) } }),
  ]);
  expect([one, other].toSorted()).toEqual([201, 'giftcards.activation.twice']);
  expect(await house.journalCount()).toBe(before + 1);
  await assertBooks(house);
});

test('a card in stock is told from no card at all, and asking for one is a guess as for any other', async () => {
  const { house } = gifts;
  const { secret } = must(
    await house.partners.issueCredential(house.tenant, {
      ...{ name: 'till T2', outlet: 'centro', terminal: 'T2', scopes: ['sales:write', 'giftcards:load'] },
    }),
  );
  const ask = async (n: number): Promise<unknown> =>
    (await gifts.ask('redeem', { card: { number: number(n), pin: '0000' }, amount: '1.00' }, secret)).body.code;
  expect(await ask(4)).toBe('giftcards.card.inert');
  // Destroyed, of a batch that is not released, never made.
  for (const n of [5, 101, 999]) expect(await ask(n)).toBe('giftcards.card.unknown');
  for (let n = 0; n < 6; n++) expect(await ask(4)).toBe('giftcards.card.inert');
  expect(await ask(4)).toBe('guards.attempts.too_many');
});

test('terms are set for cards of a range that is there and whose cards they fit', async () => {
  const { house } = gifts;
  const range = { ...bonusRange('points-cards', '770100'), type: 'bonus' as const };
  must(await house.cards.openRange(house.tenant, range));
  const dollars = { type: 'gift' as const, unit: gifts.unitOf('USD') };
  must(await house.cards.openRange(house.tenant, { ...bonusRange('dollars', '770101'), ...dollars }));
  const elsewhere = { type: 'gift' as const, systemOfRecord: 'elsewhere' as const, processor: 'other' };
  must(
    await house.cards.openRange(house.tenant, {
      ...bonusRange('elsewhere', '770102'),
      ...elsewhere,
      unit: gifts.unitOf('EUR'),
    }),
  );
  const set = async (named: string): Promise<unknown> => {
    const answer = await house.request(
      'POST /v1/programs/club/gift-terms',
      { code: `terms-${named}`, currency: 'EUR', range: named },
      { secret: house.secrets.tenant },
    );
    return answer.status === 201 ? answer.status : answer.body;
  };
  expect(await set('nowhere')).toMatchObject({ status: 404, code: 'cards.range.unknown', facts: { code: 'nowhere' } });
  expect(await set('points-cards')).toMatchObject({ code: 'giftcards.terms.range_unfit', facts: { is: 'bonus' } });
  expect(await set('dollars')).toMatchObject({ code: 'giftcards.terms.range_unfit', facts: { is: 'not in EUR' } });
  expect(await set('elsewhere')).toMatchObject({ code: 'giftcards.terms.range_unfit' });
  expect(await set('stock')).toBe(201);
});
