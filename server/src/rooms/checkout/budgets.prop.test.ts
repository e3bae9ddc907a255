import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertPots, potsOf } from '../../../test/pots.ts';
import { besides, done, freshName, line, openTills, type Tills } from '../../../test/sales.ts';
import { recallIdle } from '../../platform/pots/index.ts';

// Whatever sales, quotes, confirms, lapses, returns and recalls do to a budget, and however they overlap: it is never oversold, and in the
// end what is left is the budget less what is used and reserved.

let house: TestHouse;
let other: TestHouse;
const tills: Tills[] = [];
const people: Person[] = [];
const BUDGET = 60n;
// Some hundred batches and journals computed again, on a machine that may be busy.
const PATIENCE_MS = 90_000;

beforeAll(async () => {
  house = await makeHouse({ promotions: [] });
  other = await besides(house);
  tills.push(openTills(house), openTills(other));
  people.push(...house.people);
  for (let n = 4; new Set(people.map(({ lane }) => lane)).size < 2; n++) people.push(await house.enrol(n));
});
afterAll(async () => {
  await other.stop();
  await house.close();
});

type Act =
  | { readonly is: 'sell' | 'quote' | 'hold'; readonly by: number; readonly till: number; readonly points: number }
  | { readonly is: 'confirm' | 'giveBack'; readonly which: number; readonly till: number }
  | { readonly is: 'lapse' | 'recall' };

const index = fc.nat({ max: 99 });
const till = fc.nat({ max: 1 });
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    is: fc.constantFrom('sell' as const, 'sell' as const, 'quote' as const, 'hold' as const),
    by: index,
    till,
    points: fc.integer({ min: 1, max: 25 }),
  }),
  fc.record({ is: fc.constantFrom('confirm' as const, 'giveBack' as const), which: index, till }),
  fc.record({ is: fc.constantFrom('lapse' as const, 'recall' as const) }),
);

const earned = (answer: { readonly earned?: readonly { readonly points: string }[] }): bigint =>
  (answer.earned ?? []).reduce((sum, { points }) => sum + BigInt(points), 0n);

let runs = 0;
const play = async (waves: readonly (readonly Act[])[], over: 'clip' | 'reject'): Promise<bigint> => {
  const code = `run-${++runs}`;
  const outcome = await house.publish([
    {
      code,
      priority: 1,
      firstOn: '2020-01-01',
      effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
      limits: [{ per: 'program', of: 'points', max: String(BUDGET), period: 'ever', over }],
    },
  ]);
  expect(outcome).toMatchObject({ ok: true });
  await other.refresh();
  /** What stands: sales with what they earned, by reference; quotes that were not confirmed yet. */
  const sales: { reference: string; points: bigint }[] = [];
  const quotes: { token: string; person: Person; points: number }[] = [];
  const sell = async (at: Tills, person: Person, points: number, token?: string): Promise<void> => {
    const reference = freshName();
    const quote = token === undefined ? undefined : house.checkout.quotes.open(token);
    const sold = await at.sell({ of: person, reference, lines: [line(1, points * 100)], quote });
    if (sold.ok) sales.push({ reference, points: earned(sold.answer) });
    else expect(sold.refusal).toBe('checkout.quote.stale');
  };
  const one = async (now: Act): Promise<void> => {
    switch (now.is) {
      case 'sell':
        return sell(tills[now.till], people[now.by % people.length], now.points);
      case 'quote':
      case 'hold': {
        const person = people[now.by % people.length];
        const at = tills[now.till];
        const input = { of: person, lines: [line(1, now.points * 100)] };
        const { quote } = await done(now.is === 'hold' ? at.quoteAndHold(input) : at.quote(input));
        quotes.push({ token: quote, person, points: now.points });
        return;
      }
      case 'confirm': {
        const [quote] = quotes.splice(now.which % Math.max(1, quotes.length), 1);
        return quote && sell(tills[now.till], quote.person, quote.points, quote.token);
      }
      case 'giveBack': {
        const [sale] = sales.splice(now.which % Math.max(1, sales.length), 1);
        if (sale) await done(tills[now.till].giveBack(sale.reference, 'all'));
        return;
      }
      case 'lapse':
        await house.database.query(`update pots.reservation set expires_at = clock_timestamp() - interval '1 second'`);
        return;
      default:
        await recallIdle(house.database, () => false, 0);
    }
  };
  for (const wave of waves) {
    await Promise.all(wave.map(one));
    await assertPots(house);
  }
  const pots = await potsOf(house, code);
  const used = pots.reduce((sum, pot) => sum + pot.used, 0n);
  expect(used).toBe(sales.reduce((sum, { points }) => sum + points, 0n));
  // All that is not used can still be had, by one who asks for the whole of it.
  await house.database.query(`update pots.reservation set expires_at = clock_timestamp() - interval '1 second'`);
  const rest = BUDGET - used;
  if (rest === 0n) return used;
  const last = await done(tills[0].sell({ of: people[0], lines: [line(1, rest * 100n)] }));
  return used + earned(last);
};

test.each(['clip', 'reject'] as const)(
  'no sequence of acts oversells a budget or loses a part of it (%s)',
  async (over) => {
    const acts = fc.array(fc.array(act, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 });
    const isWhole = fc.asyncProperty(acts, async (waves) => {
      expect(await play(waves, over)).toBe(BUDGET);
    });
    await fc.assert(isWhole, { numRuns: 20, seed: 20_261_122 });
  },
  PATIENCE_MS,
);
