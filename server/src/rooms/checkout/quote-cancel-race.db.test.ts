import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { staleDesk } from '../../../test/lesser-desk.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';

// A quote that holds a gift card is cancelled at the very moment at which its sale comes.

const ROUNDS = 8;
const clock = systemClock();
let gifts: GiftHouse;
let count = 0;
beforeAll(async () => {
  gifts = await makeGiftHouse();
});
afterAll(() => gifts.house.close());

type Answered = { status: number; body: Record<string, unknown> & { code?: string } };
const post = (path: string, body: object): Promise<Answered> =>
  gifts.house.request(`POST ${path}`, { reference: `race-${(count += 1)}`, ...body }, {}) as never;

/** Cancels and sells at once, the one or the other first; gives what was answered and what the card then has. */
async function race(isSaleFirst: boolean) {
  const number = gifts.number();
  expect((await gifts.ask('activate', { card: { number }, amount: '20.01' })).status).toBe(201);
  const receipt = {
    ...{ currency: 'EUR', occurredAt: isoFromInstant(clock.now()), lines: [{ line: 1, sku: 'coat', amount: '20.00' }] },
    tenders: [{ kind: 'gift_card', card: { number }, amount: '20.00' }],
  };
  // By its last four: a number of a card is no part of a reference.
  const reference = `held-${number.slice(-4)}`;
  const { body } = await post('/v1/sales/quote', { ...receipt, hold: true, reference });
  const cancel = () => post('/v1/holds/release', { holdReference: reference });
  const sell = () => post('/v1/sales', { ...receipt, quote: body['quote'] });
  const [sold, ended] = isSaleFirst
    ? await inOneBatch(number, sell, cancel)
    : await inOneBatch(number, cancel, sell).then(([first, second]) => [second, first] as const);
  return { sold, ended, card: await gifts.balance(number) };
}

/** Sends two acts so that they come into one batch, in this order: a cent is paid before them whose batch must wait for the lanes. */
async function inOneBatch(number: string, first: () => Promise<Answered>, second: () => Promise<Answered>) {
  const { house } = gifts;
  const figure = async (name: 'inFlight' | 'waiting', count: number): Promise<void> => {
    await expect.poll(() => house.machine.figures()[name]).toBe(count);
  };
  const [cent, both] = await house.database.transaction(async (tx) => {
    await tx.query('select lane from lanes.lane order by lane for update');
    const before = gifts.ask('redeem', { card: { number }, amount: '0.01' });
    await figure('inFlight', 1);
    const one = first();
    await figure('waiting', 1);
    const other = second();
    await figure('waiting', 2);
    return [before, Promise.all([one, other])] as const;
  });
  expect((await cent).status).toBe(201);
  return both;
}

test('a cancellation and a sale that come at once: one after the other, and nothing is kept twice or for ever', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const isSaleFirst = round % 2 === 1;
    const { sold, ended, card } = await race(isSaleFirst);
    expect(sold.status, JSON.stringify(sold.body)).toBe(201);
    // A sale leaves nothing to cancel, and what was cancelled it takes anew.
    expect(ended).toMatchObject(isSaleFirst ? { body: { code: 'points.hold.unknown' } } : { status: 201 });
    expect(card).toMatchObject({ booked: '0.00', held: '0.00', available: '0.00' });
  }
  await assertBooks(gifts.house);
});

test('control: a cancellation that decides by what was there before the sale gives value back that has paid', async () => {
  const { release } = gifts.house.points;
  const decide = release.decide.bind(release);
  vi.spyOn(release, 'decide').mockImplementation((input, plan, desk) => decide(input, plan, staleDesk(desk)));
  const { sold, ended, card } = await race(true);
  expect([sold.status, ended.status]).toEqual([201, 201]);
  expect(card).toMatchObject({ available: '20.00' });
});
