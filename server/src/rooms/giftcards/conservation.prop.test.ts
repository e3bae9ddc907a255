import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';

const CARDS = 4;
const ACTS = 60;
const RUNS = 4;
const SEED = 20_261_122;

let gifts: GiftHouse;
let runs = 0;
const booked = new Map<string, number>();
beforeAll(async () => {
  gifts = await makeGiftHouse();
});
afterAll(() => gifts.house.close());

const act = fc.record({
  does: fc.constantFrom(
    'load',
    'await',
    'confirm',
    'reverse',
    'redeem',
    'redeem',
    'partial',
    'refund',
    'refund',
    'hold',
    'hold',
    'capture',
    'capture',
    'capture',
    'release',
    'void',
    'void',
    'transfer',
    'merge',
  ),
  card: fc.nat({ max: CARDS - 1 }),
  other: fc.nat({ max: CARDS - 1 }),
  cents: fc.integer({ min: 1, max: 3_000 }),
  which: fc.nat({ max: 200 }),
  isWhole: fc.boolean(),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** What was paid in, less what went out, as the answers say: what must stand on the cards. */
type Told = { in: bigint; out: bigint };
type Kept = { act: string; reference: string };

const cents = (text: string): bigint => BigInt(text.replace('.', ''));
const text = (amount: number): string => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;

test('whatever is loaded, spent, held, refunded, voided and moved: the cards hold what was paid in less what went out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: ACTS >> 1, maxLength: ACTS, size: 'max' }), async (acts) => {
      const cards = Array.from({ length: CARDS }, () => gifts.number());
      for (const [n, number] of cards.entries())
        await gifts.ask('activate', { card: { number }, amount: text(1_000 * (n + 1)) });
      const told: Told = { in: 10_000n, out: 0n };
      const kept: Kept[] = [];
      const run = `run-${++runs}`;
      for (const [n, one] of acts.entries()) await play(cards, one, `${run}-${n}`, kept, told);
      let standing = 0n;
      for (const number of cards) standing += cents((await gifts.balance(number)).booked!);
      expect(standing).toBe(told.in - told.out);
      await assertBooks(gifts.house);
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  );
  // Without these the books would add up by standing still.
  for (const did of [
    'load',
    'confirm',
    'reverse',
    'redemption',
    'refund',
    'void',
    'hold',
    'capture',
    'transfer',
    'merge',
  ])
    expect([did, (booked.get(did) ?? 0) > 0]).toEqual([did, true]);
});

async function play(cards: string[], one: Act, reference: string, kept: Kept[], told: Told): Promise<void> {
  const card = { number: cards[one.card]! };
  const amount = text(one.cents);
  const of = (...acts: string[]): Kept | undefined => {
    const fitting = kept.filter((known) => acts.includes(known.act));
    return fitting[one.which % Math.max(fitting.length, 1)];
  };
  const send = async (what: string, body: object, act: string): Promise<Record<string, string> | undefined> => {
    const { status, body: answer } = await gifts.ask(what, { reference, ...body });
    if (status !== 201) return undefined;
    kept.push({ act, reference });
    booked.set(act, (booked.get(act) ?? 0) + 1);
    return answer as unknown as Record<string, string>;
  };
  const part = one.isWhole ? {} : { amount };
  switch (one.does) {
    case 'load':
    case 'await': {
      const done = await send('load', { card, amount, awaitsConfirmation: one.does === 'await' }, 'load');
      if (done) told.in += cents(done.amount!);
      return;
    }
    case 'confirm':
    case 'reverse': {
      const done = await send(`loads/${one.does}`, { originalReference: of('load')?.reference ?? 'none' }, one.does);
      if (done && one.does === 'reverse') told.in -= cents(done.amount!);
      return;
    }
    case 'redeem':
    case 'partial': {
      const short = one.does === 'partial' ? 'partial' : 'decline';
      const done = await send('redeem', { card, amount, short }, 'redemption');
      if (done) told.out += cents(done.amount!);
      return;
    }
    case 'capture': {
      const done = await send('capture', { originalReference: of('hold')?.reference ?? 'none', ...part }, 'capture');
      if (done) told.out += cents(done.amount!);
      return;
    }
    case 'refund': {
      const original = of('redemption', 'capture');
      const done = await send(
        'refund',
        { originalReference: original?.reference ?? 'none', of: original?.act ?? 'redemption', ...part },
        'refund',
      );
      if (done) told.out -= cents(done.amount!);
      return;
    }
    case 'void': {
      const original = of('redemption', 'capture', 'load', 'hold');
      if (!original) return;
      const done = await send('void', { of: original.act, originalReference: original.reference }, 'void');
      if (!done) return;
      if (original.act === 'load') told.in -= cents(done.amount!);
      else if (original.act !== 'hold') told.out -= cents(done.amount!);
      return;
    }
    case 'hold':
      await send('hold', { card, amount }, 'hold');
      return;
    case 'release':
      await send('release', { originalReference: of('hold')?.reference ?? 'none' }, 'release');
      return;
    default:
      await send(
        one.does,
        { card, to: { number: cards[one.other]! }, ...(one.does === 'transfer' ? { amount } : {}) },
        one.does,
      );
  }
}
