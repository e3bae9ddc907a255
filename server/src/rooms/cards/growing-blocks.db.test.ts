import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bonusRange, numberOf, stockCards } from '../../../test/card-stock.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';

let gifts: GiftHouse;
let batch: string;
let references = 0;
const fresh = (): string => `block-${++references}`;

beforeAll(async () => {
  gifts = await makeGiftHouse();
  const { house } = gifts;
  must(await house.cards.openRange(house.tenant, bonusRange('club', '8810')));
  batch = house.tokens.encode('cbat', 0, await stockCards(house, 'club', '8810', 1, 10));
});
afterAll(() => gifts.house.close());

type Body = Record<string, unknown> & { readonly code?: string };
const ask = async (what: string, body?: object): Promise<{ status: number; body: Body }> => {
  const asked = body && { reference: fresh(), ...body };
  const told = await gifts.house.request(what, asked, { secret: gifts.house.secrets.tenant });
  return { status: told.status, body: told.body as Body };
};
const issued = async (serial: number): Promise<string> =>
  (await ask('POST /v1/cards', { number: numberOf('8810', serial) })).body['card'] as string;
const codeOf = async (what: string, body: Record<string, unknown>): Promise<string> =>
  (((await gifts.ask(what, body)).body as Body).code ?? 'done') as string;

describe('a card that was reported lost', () => {
  test('is blocked for fraud without being free in between: what either block takes stays taken, and it is not replaced any more', async () => {
    const card = await issued(1);
    const block = (body: object) => ask(`POST /v1/cards/${card}/block`, body);
    expect((await block({ reason: 'lost', effects: ['spend', 'view'] })).status).toBe(200);
    expect((await block({ reason: 'fraud' })).body).toMatchObject({ card, state: 'blocked', reason: 'fraud' });
    expect((await ask(`GET /v1/cards/${card}`)).body).toMatchObject({
      ...{ state: 'blocked', reason: 'fraud', blockEffects: ['earn', 'spend', 'view', 'activate'] },
    });
    const replaced = await ask(`POST /v1/cards/${card}/replace`, { reason: 'lost', number: '990033000001' });
    expect(replaced.body.code).toBe('cards.card.value_blocked');
  });

  test('is not blocked as lost a second time, nor from fraud back to lost: that would free what is behind it', async () => {
    const card = await issued(2);
    const block = async (reason: string) => (await ask(`POST /v1/cards/${card}/block`, { reason })).body.code ?? 'done';
    expect(await block('lost')).toBe('done');
    expect(await block('stolen')).toBe('cards.card.unfit_state');
    expect(await block('fraud')).toBe('done');
    for (const reason of ['lost', 'other', 'fraud']) expect(await block(reason)).toBe('cards.card.unfit_state');
  });

  test('is the same where it is a gift card, by either desk', async () => {
    for (const byGiftDesk of [true, false]) {
      const number = gifts.number();
      const sold = await gifts.ask('activate', { card: { number }, amount: '10.00' });
      const id = sold.body['card'] as unknown as string;
      const block = async (reason: string): Promise<string> =>
        byGiftDesk
          ? codeOf('block', { card: { number }, reason })
          : ((await ask(`POST /v1/cards/${id}/block`, { reason })).body.code ?? 'done');
      expect(await block('stolen')).toBe('done');
      expect(await block('fraud')).toBe('done');
      expect(await block('lost')).toBe('cards.card.unfit_state');
      const swap = { card: { number }, newCard: { number: gifts.number() }, reason: 'stolen' };
      expect(await codeOf('replace', swap)).toBe('cards.card.value_blocked');
    }
  });
});

test('what a lifted block took is not all that the next one takes, whichever desk set and lifted it', async () => {
  const number = gifts.number();
  const sold = await gifts.ask('activate', { card: { number }, amount: '10.00' });
  const id = sold.body['card'] as unknown as string;
  expect((await ask(`POST /v1/cards/${id}/block`, { reason: 'lost', effects: ['view'] })).status).toBe(200);
  expect(await codeOf('unblock', { card: { number }, reason: 'member_request' })).toBe('done');
  expect(await codeOf('block', { card: { number }, reason: 'fraud' })).toBe('done');
  expect(await codeOf('redeem', { card: { number }, amount: '1.00' })).toBe('cards.card.blocked');
});

describe('a block of many cards that would hold at no moment', () => {
  const suspend = async (dates: object, reference = fresh()): Promise<string | number> => {
    const body = { reference, batch, reason: 'recall', effects: ['spend'], ...dates };
    const told = await ask('POST /v1/card-suspensions', body);
    return told.body.code ?? told.status;
  };

  test('is refused: its end has passed, or is not behind its beginning', async () => {
    const never = 'cards.suspension.never_holds';
    expect(await suspend({ until: '2020-01-01T00:00:00Z' })).toBe(never);
    expect(await suspend({ from: '2019-01-01T00:00:00Z', until: '2020-01-01T00:00:00Z' })).toBe(never);
    expect(await suspend({ from: '2099-01-02T00:00:00Z', until: '2099-01-01T00:00:00Z' })).toBe(never);
    expect(await suspend({ from: '2099-01-01T00:00:00Z', until: '2099-01-01T00:00:00Z' })).toBe(never);
    expect(await suspend({ from: '2099-01-01T00:00:00Z', until: '2099-01-02T00:00:00Z' })).toBe(201);
  });

  test('but was set when it did is answered again under its reference', async () => {
    const [reference, until] = [fresh(), new Date(Date.now() + 1_000).toISOString()];
    expect(await suspend({ until }, reference)).toBe(201);
    await expect.poll(() => suspend({ until }), { timeout: 10_000 }).toBe('cards.suspension.never_holds');
    expect(await suspend({ until }, reference)).toBe(201);
  });
});
