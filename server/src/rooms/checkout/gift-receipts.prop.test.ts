import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';

const SEED = 2_026_112_231;
const RUNS = 6;
const ACTS = 24;
const CARDS = 3;

let gifts: GiftHouse;
let runs = 0;
const seen = new Map<string, number>();
beforeAll(async () => {
  gifts = await makeGiftHouse({ attempts: { terminal: { max: 100_000, seconds: 60 } } });
});
afterAll(() => gifts.house.close());

const act = fc.record({
  does: fc.constantFrom('sell', 'sell', 'return', 'return', 'return', 'void'),
  lines: fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 4 }),
  card: fc.nat({ max: CARDS - 1 }),
  /** How much of the receipt the card is to pay, in percent; of a request for more than it has a part is taken. */
  share: fc.integer({ min: 0, max: 100 }),
  onto: fc.constantFrom('known', 'new', 'money'),
  which: fc.nat({ max: 100 }),
  isWhole: fc.boolean(),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;
type Answer = { status: number; body: Record<string, never> & { code?: string } };
type Sold = { readonly reference: string; readonly total: number; lines: number; isOver: boolean; back: number };

const cents = (text: string): number => Number(text.replace('.', ''));
const text = (amount: number): string => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
const sum = (parts: readonly { amount: string }[] | undefined): number =>
  (parts ?? []).reduce((all, { amount }) => all + cents(amount), 0);
const post = (what: string, body: object): Promise<Answer> =>
  gifts.house.request(`POST ${what}`, { occurredAt: new Date().toISOString(), ...body }) as never;

test('whatever is sold, returned onto cards or for money, and voided: what comes back of a receipt is what it cost, and cards hold the rest', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: ACTS >> 1, maxLength: ACTS, size: 'max' }), async (acts) => {
      const run = `run-${++runs}`;
      const cards = Array.from({ length: CARDS }, () => gifts.number());
      for (const number of cards) await gifts.ask('activate', { card: { number }, amount: '100.00' });
      const told = { onCards: CARDS * 10_000 };
      const sold: Sold[] = [];
      for (const [n, one] of acts.entries()) await play(`${run}-${n}`, one, cards, sold, told);
      let standing = 0;
      for (const number of cards) standing += cents((await gifts.balance(number)).booked!);
      expect(standing).toBe(told.onCards);
      // What is left of every receipt comes back for money: then all of it is back.
      for (const one of sold) {
        if (one.isOver) continue;
        const rest = await post('/v1/returns', {
          ...{ reference: `${one.reference}-rest`, original: { reference: one.reference }, lines: 'all' },
        });
        expect(one.back + backOf(rest)).toBe(one.total);
      }
      await assertBooks(gifts.house);
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  );
  for (const did of ['sell', 'known', 'new', 'money', 'void'])
    expect([did, (seen.get(did) ?? 0) > 0]).toEqual([did, true]);
}, 120_000);

/** Everything that an answer gives back: to cards that had paid, onto a card, and in money. */
const backOf = ({ body }: Answer): number =>
  sum(body.giftCards) + sum(body.refund) + cents((body.toGiftCard as { amount: string } | undefined)?.amount ?? '0.00');

async function play(reference: string, one: Act, cards: string[], sold: Sold[], told: { onCards: number }) {
  const note = (what: string): unknown => seen.set(what, (seen.get(what) ?? 0) + 1);
  if (one.does === 'sell') {
    const total = one.lines.reduce((all, part) => all + part, 0);
    const wanted = Math.floor((total * one.share) / 100);
    const number = cards[one.card]!;
    const answer = await post('/v1/sales', {
      ...{
        reference,
        currency: 'EUR',
        lines: one.lines.map((amount, n) => ({ sku: `sku-${n}`, amount: text(amount) })),
      },
      ...(one.which % 2 === 0 ? { member: { card: gifts.house.people[0].card } } : {}),
      tenders: wanted > 0 ? [{ kind: 'gift_card', amount: text(wanted), short: 'partial', card: { number } }] : [],
    });
    if (answer.status !== 201) return;
    note('sell');
    const paid = (answer.body.giftCards ?? []) as unknown as { paid: string }[];
    for (const part of paid) told.onCards -= cents(part.paid);
    sold.push({ reference, total, lines: one.lines.length, isOver: false, back: 0 });
    return;
  }
  const original = sold[one.which % Math.max(sold.length, 1)];
  if (!original) return;
  if (one.does === 'void') {
    const undone = await post('/v1/voids', { reference, target: { family: 'sale', reference: original.reference } });
    if (undone.status !== 201) return;
    note('void');
    original.isOver = true;
    expect(backOf(undone)).toBe(original.total);
    told.onCards += sum(undone.body.giftCards);
    return;
  }
  const fresh = gifts.number();
  const toGiftCard = {
    known: { card: { number: cards[one.card]! } },
    new: { newCard: { number: fresh } },
    money: undefined,
  }[one.onto];
  const line = (one.which % original.lines) + 1;
  const answer = await post('/v1/returns', {
    ...{ reference, original: { reference: original.reference }, toGiftCard },
    lines: one.isWhole ? 'all' : [{ line, quantity: '0.5' }],
  });
  if (answer.status !== 201) return;
  original.back += backOf(answer);
  expect(original.back).toBeLessThanOrEqual(original.total);
  const onto = answer.body.toGiftCard as unknown as { amount: string; isNew: boolean } | undefined;
  note(onto ? one.onto : 'money');
  if (onto) {
    expect(answer.body.refund).toEqual([]);
    told.onCards += cents(onto.amount);
    if (onto.isNew) cards.push(fresh);
  }
  told.onCards += sum(answer.body.giftCards);
}
