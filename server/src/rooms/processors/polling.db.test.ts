import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openProcessorRooms, type ProcessorRooms } from '../../../test/processor-rooms.ts';
import { findOut } from './find-out.ts';
import { pollDue } from './jobs/poll-due.ts';
import { outsideReference } from './outside-reference.ts';
import { claimDueCards } from './store/card.ts';
import { standInJson, standInXml } from './stand-in/services.ts';

let rooms: ProcessorRooms;
let cards = 0;
beforeAll(async () => {
  rooms = await openProcessorRooms();
});
afterAll(() => rooms.close());
beforeEach(async () => {
  rooms.standIn.setMood(undefined);
  rooms.standIn.books.lieAboutBalance(undefined);
  await rooms.configure();
  await rooms.database.query('delete from processors.discrepancy');
  // Cards of the tests before are polled no more.
  await rooms.database.query(`update processors.card set next_poll_at = 'infinity'`);
});

const HOUR = 3_600;
/** A card with a history: loaded two hours ago, paid with an hour ago. Known from now on, and polled once. */
async function knownCard(): Promise<string> {
  const card = `7000000000${String(++cards).padStart(6, '0')}`;
  const { books } = rooms.standIn;
  books.open(card);
  books.book(card, 5_000n, 'LOAD', 2 * HOUR);
  books.book(card, -1_000n, 'PAY', 1.5 * HOUR);
  books.book(card, -500n, 'PAY', HOUR);
  await rooms.processors.enquire(rooms.tenant, card);
  await poll();
  return card;
}
/** Lets a day pass, and polls. */
async function poll(): Promise<number> {
  rooms.wait(27 * HOUR);
  return pollDue(rooms.deps);
}
const found = async () =>
  (
    await rooms.processors.discrepancies(rooms.tenant, {
      ...{ after: 0n, limit: 50 },
      state: undefined,
      processor: undefined,
    })
  ).map(({ kind, facts }) => ({ ...facts, kind }));
const line = (card: string, n: number) => rooms.standIn.books.linesOf(card)[n];

describe('the daily poll', () => {
  test('reads balance and history of every card once a day, not all at one moment', async () => {
    for (let n = 0; n < 30; n++) {
      const card = `7000000001${String(9_000 + n).padStart(6, '0')}`;
      rooms.standIn.books.open(card);
      await rooms.processors.enquire(rooms.tenant, card);
    }
    rooms.wait(6 * HOUR);
    const early = await pollDue(rooms.deps);
    rooms.wait(18 * HOUR);
    const late = await pollDue(rooms.deps);
    expect(early + late).toBe(30);
    expect(Math.min(early, late)).toBeGreaterThan(0);
    expect(await pollDue(rooms.deps)).toBe(0);
    const times = await rooms.database.query<{ count: bigint }>(
      `select count(distinct next_poll_at) as count from processors.card where next_poll_at <> 'infinity'`,
    );
    expect(times[0].count).toBeGreaterThan(20n);
  });

  test.each([
    ['JSON', () => standInJson(rooms.standIn.url)],
    ['XML', () => standInXml(rooms.standIn.url)],
  ])('of an honest processor finds nothing, page after page, over %s', async (_, service) => {
    await rooms.configure({ service: service() });
    const card = await knownCard();
    for (let n = 0; n < 45; n++) rooms.standIn.books.book(card, -10n, 'PAY', 45 - n);
    expect(await poll()).toBe(1);
    expect(await poll()).toBe(1);
    expect(await found()).toEqual([]);
    const [row] = await rooms.database.query<{ count: bigint }>(
      'select count(*) as count from processors.history_line join processors.card using (card) where last_four = $1',
      [card.slice(-4)],
    );
    expect(row.count).toBe(48n);
  });

  test('several processes at once poll a card once', async () => {
    await knownCard();
    rooms.wait(27 * HOUR);
    const polled = await Promise.all([1, 2, 3].map(() => pollDue(rooms.deps)));
    expect(polled.sort()).toEqual([0, 0, 1]);
  });

  test('that died in the middle is done again half an hour later', async () => {
    const card = await knownCard();
    rooms.wait(27 * HOUR);
    const [{ processor }] = await rooms.database.query<{ processor: number }>(
      'select processor from processors.processor',
    );
    const now = rooms.clock.now();
    const until = (now + 1_800_000_000) as typeof now;
    expect(await claimDueCards(rooms.database, processor, { now, until, limit: 10 })).toHaveLength(1);
    expect(await pollDue(rooms.deps)).toBe(0);
    rooms.wait(1_801);
    rooms.standIn.books.book(card, -100n, 'PAY', 10);
    expect(await pollDue(rooms.deps)).toBe(1);
  });

  test('of a processor that does not answer is tried again later and later, and hides nothing', async () => {
    await rooms.configure({ timeoutMs: 150 });
    const card = await knownCard();
    rooms.standIn.setMood({ manner: 'silent' });
    expect(await poll()).toBe(0);
    expect(await pollDue(rooms.deps)).toBe(0);
    const shown = await rooms.processors.find(rooms.tenant, 'other');
    expect(shown).toMatchObject({ ok: true, processor: { failures: 1, lastError: 'timeout' } });
    rooms.standIn.setMood(undefined);
    rooms.wait(90);
    expect(await pollDue(rooms.deps)).toBe(1);
    expect(await found()).toEqual([]);
    expect(rooms.standIn.books.balanceOf(card)).toBe(3_500n);
  });

  test('comes soon after a payment, since redeem was pressed', async () => {
    const card = await knownCard();
    const name = { tenant: rooms.tenant, space: 0n, reference: `soon-${card}` };
    await rooms.processors.redeem(name, { card, amount: '1.00', currency: 'EUR' });
    expect(await pollDue(rooms.deps)).toBe(1);
    const [row] = await rooms.database.query<{ balance: bigint }>(
      'select balance from processors.card where last_four = $1',
      [card.slice(-4)],
    );
    expect(row.balance).toBe(3_400n);
  });
});

describe('a processor that lies', () => {
  test('forgets a line: it has vanished, and what we know of it stays', async () => {
    const card = await knownCard();
    const { id } = line(card, 1);
    rooms.standIn.books.forget(card, id);
    await poll();
    const all = await found();
    expect(all).toContainEqual(expect.objectContaining({ kind: 'vanished', id, amount: '-10.00' }));
    expect(all).toContainEqual(expect.objectContaining({ kind: 'gap', missing: '-10.00' }));
    const [row] = await rooms.database.query<{ amount: bigint }>(
      'select amount from processors.history_line where outside_id = $1',
      [id],
    );
    expect(row.amount).toBe(-1_000n);
  });

  test('tells a line otherwise: it is restated, listed once however often it is told, and not overwritten', async () => {
    const card = await knownCard();
    const { id } = line(card, 1);
    rooms.standIn.books.restate(card, id, { amount: -1_200n });
    await poll();
    await poll();
    const all = await found();
    expect(all.filter((one) => one.kind === 'restated')).toEqual([
      expect.objectContaining({ id, amount: '-12.00', was_amount: '-10.00' }),
    ]);
    expect(all.map((one) => one.kind).sort()).toEqual(['balance_differs', 'gap', 'restated']);
  });

  test('brings in a line long after: it is inserted', async () => {
    const card = await knownCard();
    rooms.standIn.books.book(card, -300n, 'FEE', 40 * HOUR);
    await poll();
    expect(await found()).toContainEqual(expect.objectContaining({ kind: 'inserted', amount: '-3.00' }));
  });

  test('says another balance than its history', async () => {
    await knownCard();
    rooms.standIn.books.lieAboutBalance(9_900n);
    await poll();
    expect(await found()).toEqual([
      expect.objectContaining({ kind: 'balance_differs', balance: '99.00', expected: '35.00' }),
    ]);
  });

  test('says another balance, and its lines have none: what has come since does not make it', async () => {
    const service = standInJson(rooms.standIn.url);
    const { balanceAfter: _, ...fields } = service.transactions.fields;
    await rooms.configure({ service: { ...service, transactions: { ...service.transactions, fields } } });
    const card = await knownCard();
    rooms.standIn.books.book(card, -500n, 'PAY', 60);
    await poll();
    expect(await found()).toEqual([]);
    rooms.standIn.books.lieAboutBalance(1n);
    await poll();
    expect(await found()).toEqual([
      expect.objectContaining({ kind: 'balance_differs', balance: '0.01', expected: '30.00' }),
    ]);
  });

  test('has a payment that it had never heard of when it was undone', async () => {
    rooms.standIn.books.forgetReversals();
    const card = await knownCard();
    const name = { tenant: rooms.tenant, space: 0n, reference: `late-${card}` };
    rooms.standIn.setMood({ manner: 'deaf', questions: ['redeem'], times: 1 });
    const asked = await rooms.processors.redeem(name, { card, amount: '5.00', currency: 'EUR' });
    for (let look = 0; look < 8; look++) {
      await findOut(rooms.deps);
      rooms.wait(60);
    }
    expect(await rooms.processors.redeem(name, { card, amount: '5.00', currency: 'EUR' })).toMatchObject({
      redemption: { state: 'not_done' },
    });
    // Minutes later the message that was lost arrives after all.
    if (!asked.ok) throw new Error('it was asked');
    const late = outsideReference(rooms.tokens, asked.redemption);
    rooms.standIn.books.answer('redeem', { card, reference: late }, 500n);
    await poll();
    expect(await found()).toContainEqual(
      expect.objectContaining({ kind: 'payment_unexpected', payment: late, told: '-5.00', expected: '0.00' }),
    );
  });

  test('has lost a payment that it had taken', async () => {
    const card = await knownCard();
    const name = { tenant: rooms.tenant, space: 0n, reference: `gone-${card}` };
    await rooms.processors.redeem(name, { card, amount: '5.00', currency: 'EUR' });
    rooms.standIn.books.forget(card, line(card, 3).id);
    await poll();
    expect(await found()).toEqual([
      expect.objectContaining({ kind: 'payment_missing', told: '0.00', expected: '-5.00' }),
    ]);
  });

  test('is closed by a person with a note, and the very same stays closed', async () => {
    await knownCard();
    rooms.standIn.books.lieAboutBalance(9_900n);
    await poll();
    const page = { after: 0n, limit: 50, state: 'open', processor: undefined } as const;
    const [open] = await rooms.processors.discrepancies(rooms.tenant, page);
    const closed = { note: 'They said sorry.', by: { credential: 7n } };
    expect(await rooms.processors.closeDiscrepancy(rooms.tenants[1], open.discrepancy, closed)).toMatchObject({
      refusal: 'processors.discrepancy.not_found',
    });
    for (let n = 0; n < 2; n++) {
      expect(await rooms.processors.closeDiscrepancy(rooms.tenant, open.discrepancy, closed)).toMatchObject({
        discrepancy: { state: 'closed', note: 'They said sorry.' },
      });
    }
    // Closing it again changes nothing, and is no act.
    const told = rooms.acts.filter(({ act }) => act === 'processors.discrepancy.closed');
    expect(told).toMatchObject([{ by: { credential: 7n }, reason: 'They said sorry.', after: { state: 'closed' } }]);
    await poll();
    expect(await rooms.processors.discrepancies(rooms.tenant, page)).toEqual([]);
  });
});

describe('the rate of a processor', () => {
  test('holds over all processes, tills and polls', async () => {
    const perMinute = 1_200;
    await rooms.configure({ perMinute });
    const card = `7000000002000001`;
    rooms.standIn.books.open(card);
    const from = rooms.standIn.heard.length;
    const room = [rooms.processors, rooms.another()];
    await Promise.all(Array.from({ length: 20 }, (_, n) => room[n % 2].enquire(rooms.tenant, card)));
    const at = rooms.standIn.heard.slice(from).map((one) => one.atMs);
    expect(at).toHaveLength(20);
    // Twenty questions at one every 50 ms take 950 ms at the least; a timer may be a little early.
    expect(at[19] - at[0]).toBeGreaterThan(900);
  });

  test('without it they would come at once', async () => {
    const card = `7000000002000001`;
    const from = rooms.standIn.heard.length;
    await Promise.all(Array.from({ length: 20 }, () => rooms.processors.enquire(rooms.tenant, card)));
    const at = rooms.standIn.heard.slice(from).map((one) => one.atMs);
    expect(at[19] - at[0]).toBeLessThan(500);
  });

  test('beyond two seconds of waiting a till is told at once that nothing was asked', async () => {
    await rooms.configure({ perMinute: 6 });
    const card = `7000000002000002`;
    rooms.standIn.books.open(card);
    rooms.standIn.books.book(card, 5_000n, 'LOAD');
    const name = (n: number) => ({ tenant: rooms.tenant, space: 0n, reference: `rate-${n}` });
    const asked = await Promise.all(
      [1, 2, 3].map((n) => rooms.processors.redeem(name(n), { card, amount: '1.00', currency: 'EUR' })),
    );
    const refused = asked.filter((one) => !one.ok);
    expect(refused).toHaveLength(2);
    expect(refused[0]).toMatchObject({ refusal: 'processors.payment.not_asked', facts: { reason: 'busy' } });
    expect(rooms.standIn.books.balanceOf(card)).toBe(4_900n);
  });
});

test('nothing failed on the way that nobody was told of', () => expect(rooms.faults).toEqual([]));
