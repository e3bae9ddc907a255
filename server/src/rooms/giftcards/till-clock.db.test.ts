import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { giftTerms, giftTill, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse({ attempts: { terminal: { max: 10_000, seconds: 60 } } });
});
afterAll(() => gifts.house.close());

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const { code, card } = giftTill(() => gifts);

describe('the clock of a till', () => {
  test('dates what was done, as the history of the card shows it', async () => {
    const [sold, paid] = [ago(120), ago(60)];
    const number = await card('10.00', { occurredAt: sold });
    const done = await gifts.ask('redeem', { card: { number }, amount: '4.00', occurredAt: paid });
    expect(done.status).toBe(201);
    const shown = await gifts.house.request(
      `GET /v1/gift-cards/${done.body.card as unknown as string}/history`,
      undefined,
      { secret: gifts.house.secrets.tenant },
    );
    const { items } = shown.body as { items: { kind: string; occurredAt: string; recordedAt: string }[] };
    expect(items.map((one) => [one.kind, Date.parse(one.occurredAt)])).toEqual([
      ['giftcards.redemption', Date.parse(paid)],
      ['giftcards.activation', Date.parse(sold)],
    ]);
    expect(Date.parse(items[0]!.recordedAt) - Date.parse(paid)).toBeGreaterThan(59 * 60_000);
    await assertBooks(gifts.house);
  });

  test('a day behind or a quarter of an hour ahead refuses every act, as it refuses a sale', async () => {
    const number = await card('10.00');
    const other = await card('10.00');
    await gifts.ask('hold', { reference: 'held', card: { number }, amount: '1.00' });
    await gifts.ask('load', { reference: 'waits', card: { number }, amount: '1.00', awaitsConfirmation: true });
    await gifts.ask('redeem', { reference: 'paid', card: { number }, amount: '1.00' });
    const before = await gifts.house.journalCount();
    const shown = { card: { number } };
    const acts: Record<string, Record<string, unknown>> = {
      activate: { card: { number: gifts.number() }, amount: '1.00' },
      load: { ...shown, amount: '1.00' },
      'loads/confirm': { originalReference: 'waits' },
      'loads/reverse': { originalReference: 'waits' },
      redeem: { ...shown, amount: '1.00' },
      hold: { ...shown, amount: '1.00' },
      capture: { originalReference: 'held' },
      release: { originalReference: 'held' },
      refund: { originalReference: 'paid' },
      void: { of: 'redemption', originalReference: 'paid' },
      'cash-out': shown,
      transfer: { ...shown, to: { number: other }, amount: '1.00' },
      merge: { ...shown, to: { number: other } },
      replace: { ...shown, newCard: { number: gifts.number() }, reason: 'lost' },
      block: { ...shown, reason: 'lost' },
      unblock: { ...shown, reason: 'lost' },
      unlock: { ...shown, reason: 'lost' },
      close: { ...shown, reason: 'lost' },
      balance: { ...shown, reference: undefined },
      'change-pin': { card: { number, pin: '4711' }, newPin: '4712' },
    };
    for (const [what, body] of Object.entries(acts)) {
      expect([what, await code(what, { ...body, occurredAt: ago(24 * 60) })]).toEqual([
        what,
        'partners.till.clock_wrong',
      ]);
      expect([what, await code(what, { ...body, occurredAt: ago(-15) })]).toEqual([what, 'partners.till.clock_wrong']);
    }
    expect(await gifts.house.journalCount()).toBe(before);
    expect(await code('redeem', { ...shown, amount: '1.00', occurredAt: ago(19 * 60) })).toBe(201);
    expect(await code('redeem', { ...shown, amount: '1.00', occurredAt: ago(-5) })).toBe(201);
    expect(await code('redeem', { ...shown, amount: '1.00', occurredAt: '2026-02-30T10:00:00Z' })).toBe(
      'http.input.invalid',
    );
    await assertBooks(gifts.house);
  });

  test('is a part of the content, and a repeat is answered however old it has become', async () => {
    const number = await card('10.00');
    const occurredAt = ago(1);
    const pay = (more: object) => gifts.ask('redeem', { reference: 'same', card: { number }, amount: '1.00', ...more });
    expect((await pay({ occurredAt })).status).toBe(201);
    expect((await pay({ occurredAt })).body).toMatchObject({ repeated: true });
    expect((await pay({ occurredAt: ago(2) })).body).toMatchObject({ code: 'operation.reference_reused' });
    const old = { reference: 'old', card: { number }, amount: '1.00', occurredAt: ago(120) };
    expect((await gifts.ask('redeem', old)).status).toBe(201);
    await gifts.house.setPolicy({ requestAgeMaxHours: 1 });
    expect(await code('redeem', { ...old, reference: 'new' })).toBe('partners.till.clock_wrong');
    expect((await gifts.ask('redeem', old)).body).toMatchObject({ repeated: true });
    await gifts.house.setPolicy({ requestAgeMaxHours: 20 });
  });

  test('does not make a card richer or poorer: what it may and has is asked now', async () => {
    const number = await card('10.00');
    expect(await code('redeem', { card: { number }, amount: '10.00' })).toBe(201);
    expect(await code('redeem', { card: { number }, amount: '0.01', occurredAt: ago(600) })).toBe(
      'giftcards.card.insufficient',
    );
  });

  test('that says yesterday sells no value that has ended since', async () => {
    await gifts.set('today', 'EUR', giftTerms('6018', { expiry: { after: { days: 0 } } }));
    // Before midnight of the program's calendar there is no yesterday within a request's age on the last hours of a day.
    const yesterday = ago(19 * 60);
    const isYesterday = dayOf(yesterday) !== dayOf(ago(0));
    const number = gifts.number('6018');
    const sold = await code('activate', { card: { number }, amount: '5.00', occurredAt: yesterday });
    expect(sold).toBe(isYesterday ? 'giftcards.terms.ended' : 201);
    expect(await code('activate', { card: { number: gifts.number('6018') }, amount: '5.00' })).toBe(201);
  });

  test('two names that differ, in body and header, are none', async () => {
    const number = await card('10.00');
    const answer = await gifts.house.request(
      'POST /v1/gift-cards/redeem',
      { reference: 'in-body', card: { number }, amount: '1.00' },
      { headers: { 'idempotency-key': 'in-header' } },
    );
    expect(answer.body).toMatchObject({ code: 'operation.reference_differs' });
  });
});

const dayOf = (iso: string): string => new Date(iso).toLocaleDateString('en-CA', { timeZone: 'Europe/Madrid' });
