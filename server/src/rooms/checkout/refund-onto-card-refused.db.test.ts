import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import type { GiftHouse } from '../../../test/gift-house.ts';
import { makeRefundHouse, refundTill } from '../../../test/refund-house.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeRefundHouse();
});
afterAll(() => gifts.house.close());
afterEach(() => gifts.house.setPolicy({ refundOntoGiftCard: 'if_named', negativeBalance: 'within_balance' }));
const { card, available, post, soldFor, returned } = refundTill(() => gifts);

const ONLY_TILL = { outlet: 'centro', terminal: 'T1' };

describe('it is refused, and nothing of the return is booked,', () => {
  const refused = async (original: string, to: object): Promise<string | undefined> => {
    const quoted = await post('/v1/returns/quote', { original: { reference: original }, lines: 'all', toGiftCard: to });
    const { code } = (await returned(original, to)).body;
    expect(quoted.body.code).toBe(code);
    return code;
  };

  test('where the card cannot take it', async () => {
    await soldFor('s-7');
    const known = await card();
    const [once, small, dollars] = [await card('1.00', '6015'), await card('1.00', '6016'), await card('1.00', '6013')];
    const closed = await card('1.00');
    await gifts.ask('redeem', { card: { number: closed }, amount: '1.00' });
    await gifts.ask('close', { ...ONLY_TILL, card: { number: closed }, reason: 'other' }, gifts.house.secrets.tenant);
    const blocked = await card('1.00');
    await gifts.ask('block', { ...ONLY_TILL, card: { number: blocked }, reason: 'lost' }, gifts.house.secrets.tenant);
    expect(await refused('s-7', { card: { number: gifts.number() } })).toBe('giftcards.card.unknown');
    expect(await refused('s-7', { card: { number: closed } })).toBe('giftcards.card.closed');
    expect(await refused('s-7', { card: { number: blocked } })).toBe('cards.card.blocked');
    expect(await refused('s-7', { card: { number: once } })).toBe('giftcards.load.not_allowed');
    expect(await refused('s-7', { card: { number: small } })).toBe('giftcards.load.too_large');
    expect(await refused('s-7', { card: { number: dollars } })).toBe('giftcards.load.other_currency');
    expect(await refused('s-7', { newCard: { number: known } })).toBe('giftcards.activation.twice');
    expect(await refused('s-7', { newCard: { number: gifts.number('6016') } })).toBe('giftcards.load.too_large');
    expect(await refused('s-7', { newCard: { number: gifts.number('6013') } })).toBe('giftcards.load.other_currency');
    expect(await refused('s-7', { newCard: { number: '6012000000000012' } })).toBe('giftcards.card.unknown');
    expect(await refused('s-7', { newCard: { number: gifts.number() }, terms: 'nix' })).toBe('giftcards.terms.unknown');
    expect((await returned('s-7', undefined)).body).toMatchObject({ refund: [{ amount: '30.00' }] });
    await assertBooks(gifts.house);
  });

  test('where the same return takes the card back', async () => {
    const number = gifts.number();
    await post('/v1/sales', {
      ...{ reference: 's-8', currency: 'EUR' },
      lines: [
        { line: 1, sku: 'gift', kind: 'gift_card', amount: '25.00', giftCard: { card: { number } } },
        { line: 2, sku: 'cup', amount: '4.00' },
      ],
    });
    expect(await refused('s-8', { card: { number } })).toBe('giftcards.card.not_active');
    expect(await available(number)).toBe('25.00');
  });

  test('by policy: never, or unless a card is named', async () => {
    await soldFor('s-9');
    const number = await card();
    await gifts.house.setPolicy({ refundOntoGiftCard: 'never' });
    expect(await refused('s-9', { card: { number } })).toBe('checkout.return.card_not_taken');
    await gifts.house.setPolicy({ refundOntoGiftCard: 'always' });
    expect((await returned('s-9', undefined)).body).toMatchObject({ code: 'checkout.return.card_needed' });
    expect((await returned('s-9', { card: { number } })).status).toBe(201);
    // A void is no return: whoever has sold by mistake hands the money back.
    await soldFor('s-9b');
    const undone = await post('/v1/voids', { target: { family: 'sale', reference: 's-9b' } });
    expect(undone).toMatchObject({ status: 201, body: { refund: [{ kind: 'cash', amount: '30.00' }] } });
  });

  test('where the PIN is wrong, which counts, in quotes too', async () => {
    await soldFor('s-10');
    const number = await card('1.00', '6014', { newPin: '4711' });
    const withPin = (pin?: string) => ({ card: { number, ...(pin ? { pin } : {}) } });
    expect((await returned('s-10', withPin())).body).toMatchObject({ code: 'giftcards.pin.missing' });
    const quoted = await post('/v1/returns/quote', {
      ...{ original: { reference: 's-10' }, lines: 'all', toGiftCard: withPin('0000') },
    });
    expect(quoted.body).toMatchObject({ code: 'giftcards.pin.wrong', facts: { left: '2' } });
    expect((await returned('s-10', withPin('0001'))).body).toMatchObject({ facts: { left: '1' } });
    expect((await returned('s-10', withPin('0002'))).body).toMatchObject({ code: 'giftcards.pin.locked' });
    expect((await returned('s-10', withPin('4711'))).body).toMatchObject({ code: 'giftcards.pin.locked' });
    await assertBooks(gifts.house);
  });

  test('where the sale is not here; told by a notice it waits without the card, which is listed', async () => {
    const number = await card();
    expect((await returned('not-yet', { card: { number } })).body).toMatchObject({
      code: 'checkout.return.card_needs_sale',
    });
    const told = await returned('not-yet', { card: { number } }, { manner: 'notice' });
    expect(told).toMatchObject({ status: 202, body: { state: 'parked' } });
    const [listed] = await gifts.house.database.query<{ n: number }>(
      `select count(*)::int as n from checkout.exception where code = 'checkout.return.card_needs_sale'`,
    );
    expect(listed!.n).toBe(1);
    await soldFor('not-yet');
    expect(await available(number)).toBe('5.00');
    await assertBooks(gifts.house);
  });

  test('where what is named is no one card', async () => {
    const number = gifts.number();
    for (const to of [{}, { card: { number }, newCard: { number } }, { card: { number }, newPin: '4711' }])
      expect((await returned('s-1', to)).status).toBe(400);
  });
});
