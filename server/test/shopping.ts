// Lives of customers as data: what a property test makes up, plays on a house and can play again.

import fc from 'fast-check';
import type { Instant } from '../src/kernel/instant.ts';
import type { Person } from './house.ts';
import { byPoints, daysAgo, line, type Tills } from './sales.ts';

export type Act =
  | {
      readonly does: 'buy';
      readonly who: number | undefined;
      readonly cents: readonly number[];
      readonly pieces: number;
    }
  | {
      readonly does: 'pay';
      readonly who: number | undefined;
      readonly payer: number;
      readonly cents: readonly number[];
      readonly share: number;
    }
  | { readonly does: 'overspend'; readonly who: number; readonly cents: number }
  | { readonly does: 'hold'; readonly who: number; readonly cents: number }
  | { readonly does: 'return'; readonly which: number; readonly percent: number; readonly line: number | 'all' }
  | { readonly does: 'return early'; readonly percent: number }
  | { readonly does: 'void'; readonly which: number }
  | { readonly does: 'claim'; readonly which: number; readonly who: number };

const who = fc.nat({ max: 2 });
const maybe = fc.oneof({ weight: 3, arbitrary: who }, { weight: 1, arbitrary: fc.constant(undefined) });
const cents = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 4 });
const which = fc.nat({ max: 40 });
const percent = fc.integer({ min: 1, max: 100 });

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('buy' as const),
      who: maybe,
      cents,
      pieces: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('pay' as const), who: maybe, payer: who, cents, share: percent }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('overspend' as const), who, cents: fc.integer({ min: 1, max: 900 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('hold' as const), who, cents: fc.integer({ min: 1, max: 300 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('return' as const),
      which,
      percent,
      line: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant('all' as const)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('return early' as const), percent }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('void' as const), which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('claim' as const), which, who }) },
);

/** So many acts of three people. */
export const shopping = (count: number): fc.Arbitrary<Act[]> =>
  fc.array(acts, { minLength: count >> 1, maxLength: count, size: 'max' });

/** Who shops where, and under which names: sale n is called `${name}-${n}`. */
export type Shoppers = { readonly people: readonly Person[]; readonly name: string; readonly from?: Instant };

const HOUR = 3_600_000_000;

/**
 * Plays act number `n` on a till. All are told as notices of hour n, so that the same acts give the same whenever they are
 * played. Gives the name of the refusal, or `booked`; throws what the house throws.
 */
export async function play(
  till: Tills,
  { people, name, from = daysAgo(20) }: Shoppers,
  acts: readonly Act[],
  n: number,
): Promise<string> {
  const act = acts[n];
  const occurredAt = (from + n * HOUR) as Instant;
  const common = { manner: 'notice', occurredAt } as const;
  const of = (which: number | undefined): { of?: Person } => (which === undefined ? {} : { of: people[which] });
  const sales = acts.flatMap(({ does }, at) => (does === 'buy' || does === 'pay' ? [at] : []));
  const sale = (which: number): string => `${name}-${sales[which % Math.max(sales.length, 1)] ?? n}`;
  const linesOf = (amounts: readonly number[], pieces: number) =>
    amounts.map((amount, i) => line(i + 1, amount, { quantity: BigInt(pieces * 1_000) }));
  const outcome = await (() => {
    const reference = `${name}-${n}`;
    switch (act.does) {
      case 'buy':
        return till.sell({ ...common, ...of(act.who), reference, lines: linesOf(act.cents, act.pieces) });
      case 'pay': {
        const due = act.cents.reduce((sum, amount) => sum + amount, 0);
        const money = Math.max(1, Math.floor((Math.min(due, 400) * act.share) / 100));
        const tenders = [byPoints(money, { payer: { card: people[act.payer].card } })];
        return till.sell({
          ...common,
          ...of(act.who),
          reference,
          manner: 'notice',
          lines: linesOf(act.cents, 2),
          tenders,
        });
      }
      case 'overspend':
        return till.sell({
          ...common,
          ...of(act.who),
          reference,
          lines: [line(1, act.cents)],
          tenders: [byPoints(act.cents)],
        });
      case 'hold':
        return till.quoteAndHold({ ...of(act.who), lines: [line(1, act.cents)], tenders: [byPoints(act.cents)] });
      case 'return':
        return till.giveBack(sale(act.which), act.line === 'all' ? 'all' : [[act.line, act.percent * 20]], {
          ...common,
          reference,
        });
      case 'return early':
        return till.giveBack(`${name}-${n + 1}`, [[1, act.percent * 10]], { ...common, reference });
      case 'void':
        return till.void(sale(act.which), { ...common, reference });
      case 'claim':
        return till.claim(sale(act.which), people[act.who], { reference });
    }
  })();
  return outcome.ok ? 'booked' : outcome.refusal;
}
