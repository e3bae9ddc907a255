import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refundsOfLines } from '../../checkout/index.ts';
import type { PaidTender } from '../../checkout/index.ts';
import type { PlainPaid, PlainPayment } from './paid-back.ts';
import { recomputeReturn } from './recompute-return.ts';
import type { PlainDecision, PlainReturn } from './recompute-return.ts';
import type { NotComputed } from './receipt.ts';
import type { Back } from './what-stays.ts';

// Receipts paid by points of several wallets, gift cards and tenders come back in parts. What is due is made here by counting cents: each has the
// number of whoever paid it, so that nothing is shared with what is tested.

const ORDERS = ['original_proportional', 'to_gift_card', 'non_cash_first', 'last_in_first_out', 'first'] as const;
/** Whose cent it is: his place among those who paid. */
type Cents = number[];
type Payer = { readonly kind: string; readonly isOutside: boolean; readonly payment: PlainPayment | undefined };
type Line = { readonly quantity: number; readonly cost: number; readonly off: number };
type Case = {
  readonly lines: readonly Line[];
  /** Wallet, thousandths of what is left of each line, points for a hundred cents. */
  readonly payments: readonly (readonly [wallet: string, share: number, rate: number])[];
  readonly tenders: readonly { readonly kind: string; readonly amount: bigint; readonly isOutside: boolean }[];
  readonly order: (typeof ORDERS)[number];
  readonly steps: readonly (readonly [line: number, thousandths: number])[];
};

const lineArb = fc.record({
  quantity: fc.integer({ min: 1, max: 4 }),
  cost: fc.integer({ min: 1, max: 900 }),
  off: fc.integer({ min: 0, max: 60 }),
});
const caseArb: fc.Arbitrary<Case> = fc.array(lineArb, { minLength: 1, maxLength: 4 }).chain((lines) =>
  fc.record({
    lines: fc.constant(lines),
    payments: fc.array(
      fc.tuple(
        fc.constantFrom('points', 'promo', 'card-1', 'card-2'),
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 1, max: 300 }),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    tenders: fc.array(
      fc.record({
        kind: fc.constantFrom('cash', 'card', 'gift_card', 'voucher'),
        amount: fc.bigInt(1n, 900n),
        isOutside: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    order: fc.constantFrom(...ORDERS),
    steps: fc.array(fc.tuple(fc.nat(lines.length - 1), fc.integer({ min: 1, max: 3_000 })), {
      minLength: 1,
      maxLength: 6,
    }),
  }),
);

/** Each line as its cents, those who paid them, and what of it a promotion had taken off. */
const till = ({ lines, payments, tenders }: Case) => {
  const cents = lines.map((): Cents => []);
  const payers: Payer[] = [];
  const left = (at: number): number => (lines[at] as Line).cost - (cents[at] as Cents).length;
  const pay = (payer: Payer, perLine: readonly number[]): void => {
    for (const [at, count] of perLine.entries()) cents[at]?.push(...Array.from({ length: count }, () => payers.length));
    payers.push(payer);
  };
  for (const [wallet, share, rate] of payments) {
    const perLine = lines.map((_, at) => Math.floor((left(at) * share) / 1_000));
    const money = perLine.reduce((sum, one) => sum + one, 0);
    if (money === 0) continue;
    const payment: PlainPayment = {
      ...{ wallet, points: BigInt(Math.max(1, Math.floor((money * rate) / 100))), money: BigInt(money) },
      ...{ perLine: perLine.map((one, at) => [at + 1, BigInt(one)] as const), isGiftCard: wallet.startsWith('card') },
    };
    pay({ kind: payment.isGiftCard ? 'gift_card' : 'points', isOutside: false, payment }, perLine);
  }
  const rest = (): number[] => lines.map((_, at) => left(at));
  const restSum = (): number => rest().reduce((sum, one) => sum + one, 0);
  for (const { kind, amount, isOutside } of tenders) {
    const all = restSum();
    const paid = Math.min(Number(amount), all);
    if (paid === 0) continue;
    const parts = rest().map((one) => Math.floor((paid * one) / all));
    // A cent at a time to whoever was cut most.
    const cut = rest().map((one) => (paid * one) % all);
    for (let missing = paid - parts.reduce((sum, one) => sum + one, 0); missing > 0; missing--) {
      const most = cut.indexOf(Math.max(...cut));
      parts[most] = (parts[most] as number) + 1;
      cut[most] = -1;
    }
    pay({ kind, isOutside, payment: undefined }, parts);
  }
  if (restSum() > 0) pay({ kind: 'unnamed', isOutside: false, payment: undefined }, rest());
  return { cents, payers };
};
type Till = ReturnType<typeof till>;

const RANKS: Readonly<Record<Case['order'], (payer: Payer, at: number) => number>> = {
  original_proportional: () => 0,
  first: (_, at) => at,
  last_in_first_out: (_, at) => -at,
  non_cash_first: ({ kind }) => (kind === 'cash' || kind === 'unnamed' ? 1 : 0),
  to_gift_card: ({ kind, isOutside }) =>
    kind === 'gift_card' || isOutside ? -1 : kind === 'cash' || kind === 'unnamed' ? 1 : 0,
};

/** What is to be back in all, by wallet and in money, when so much of each line is back; and cents by payer. */
const dueOf = ({ lines, order }: Case, { cents, payers }: Till, back: Back) => {
  const own = payers.map((_, payer) =>
    cents.reduce((sum, line, at) => {
      const count = line.filter((one) => one === payer).length;
      const came = Number(back.get(at + 1) ?? 0n);
      return sum + Math.floor((count * came) / ((lines[at] as Line).quantity * 1_000));
    }, 0),
  );
  let refunds = own;
  if (order !== 'original_proportional') {
    const rank = RANKS[order];
    const places = payers.map((payer, at) => ({ at, rank: rank(payer, at) })).sort((a, b) => a.rank - b.rank);
    const queue = places.flatMap(({ at }) => cents.flat().filter((one) => one === at));
    const first = queue.slice(
      0,
      own.reduce((sum, one) => sum + one, 0),
    );
    refunds = payers.map((_, at) => first.filter((one) => one === at).length);
  }
  const points = new Map<string, bigint>();
  let money = 0n;
  for (const [at, { payment }] of payers.entries()) {
    const refund = BigInt(refunds[at] as number);
    if (payment === undefined) money += refund;
    else points.set(payment.wallet, (points.get(payment.wallet) ?? 0n) + (payment.points * refund) / payment.money);
  }
  return { points, money, refunds };
};

const RECHECKED = { percent: '10', onReturn: 'recheck' };

/** A promotion took something off lines that cost at least so much together; it ends where what stays costs less. */
const soldOf = ({ lines }: Case, min: string): PlainDecision => {
  const rule = {
    effect: 0,
    kind: 'percent-discount',
    version: 1,
    params: RECHECKED,
    decimals: { money: 2, points: 0 },
  };
  return {
    receipt: {
      lines: lines.map(({ quantity, cost, off }, i) => ({
        ...{ line: i + 1, sku: 'a', category: 'food', brand: '', labels: [], kind: 'product' },
        ...{ quantity: BigInt(quantity) * 1_000n, gross: BigInt(cost + off), discount: BigInt(off) },
        ...{ tax: 0n, byPoints: 0n },
      })),
      priced: [{ promotion: 'off', rule, perLine: lines.map(({ off }, i) => [i + 1, BigInt(off)] as const) }],
    },
    granted: [],
    version: {
      promotions: [
        {
          code: 'off',
          conditions: [{ kind: 'min-basket', params: { min, base: 'net' } }],
          effects: [{ kind: 'percent-discount', version: 1, params: RECHECKED }],
        },
      ],
    },
  };
};

const NEVER_ENDS = '0.01';
const ENDS_AT_ONCE = '1000000.00';

/**
 * The returns of a case, each with what it adds to those before it; `kept` is what of the money is kept by each, in all so far: out of whoever paid
 * last and gives back here.
 */
const eventsOf = (one: Case, sold: Till, kept: (back: Back, money: bigint) => bigint = () => 0n) => {
  const back = new Map<number, bigint>();
  let points: ReadonlyMap<string, bigint> = new Map();
  let refunded = sold.payers.map(() => 0n);
  return one.steps.map(([at, thousandths]): PlainReturn => {
    const whole = BigInt((one.lines[at] as Line).quantity) * 1_000n;
    const came = (back.get(at + 1) ?? 0n) + BigInt(thousandths);
    back.set(at + 1, came < whole ? came : whole);
    const due = dueOf(one, sold, back);
    const restored = [...due.points].flatMap(([wallet, all]) => {
      const more = all - (points.get(wallet) ?? 0n);
      return more === 0n ? [] : [{ wallet, points: more }];
    });
    const now = due.refunds.map(BigInt);
    const isHere = ({ payment, isOutside }: Payer): boolean => payment === undefined && !isOutside;
    const most = now.map((all, payer) => (isHere(sold.payers[payer] as Payer) ? all - (refunded[payer] ?? 0n) : 0n));
    const withheld = kept(
      new Map(back),
      most.reduce((sum, more) => sum + more, 0n),
    );
    let left = withheld;
    for (let payer = now.length - 1; payer >= 0; payer--) {
      const some = left < (most[payer] ?? 0n) ? left : (most[payer] ?? 0n);
      now[payer] = (now[payer] ?? 0n) - some;
      left -= some;
    }
    const refunds = sold.payers.flatMap(({ kind, isOutside, payment }, payer) =>
      payment === undefined ? [{ kind, isOutside, amount: (now[payer] ?? 0n) - (refunded[payer] ?? 0n) }] : [],
    );
    points = due.points;
    refunded = now;
    return {
      ...{ is: 'return', back: new Map(back), acts: [], taken: [], regranted: [] },
      ...{ restored, refunds, withheld },
    };
  });
};

/** So much more to one of those who give money back. */
const more = (refunds: PlainReturn['refunds'], at: number, amount: bigint): PlainReturn['refunds'] =>
  refunds.map((one, i) => (i === at ? { ...one, amount: one.amount + amount } : one));

const paidOf = ({ tenders, order }: Case, { payers }: Till): PlainPaid => ({
  ...{ order, tenders },
  payments: payers.flatMap(({ payment }) => payment ?? []),
});

const tellsOf = (
  sold: PlainDecision,
  paid: PlainPaid,
  events: readonly PlainReturn[],
  leave?: (why: NotComputed) => void,
) => recomputeReturn(sold, paid, events, leave).map(({ what, told }) => `${what} ${told}`);

test('points of wallets, gift cards and tenders that had paid come back as counted cent by cent, whatever comes back in whatever order', () => {
  let ways = 0;
  fc.assert(
    fc.property(caseArb, (one) => {
      const bought = till(one);
      const sold = soldOf(one, NEVER_ENDS);
      const events = eventsOf(one, bought);
      const paid = paidOf(one, bought);
      for (const i of events.keys()) expect(tellsOf(sold, paid, events.slice(0, i + 1))).toEqual([]);
      if (bought.payers.length > 2) ways += 1;
      // The till itself, by its own shares: what is counted here is what it does.
      const { back } = events.at(-1) as PlainReturn;
      const lines = sold.receipt.lines;
      const tenders = bought.payers.map((payer, at): PaidTender => {
        const perLine = bought.cents.map((line) => BigInt(line.filter((cent) => cent === at).length));
        const payment = payer.payment && 0;
        const outside = payer.isOutside ? { payment: '1', processor: 'other' } : undefined;
        const amount = perLine.reduce((sum, part) => sum + part, 0n);
        return { kind: payer.kind, payment, outside: outside as PaidTender['outside'], amount, perLine };
      });
      expect(refundsOfLines(lines, tenders, back, one.order)).toEqual(dueOf(one, bought, back).refunds.map(BigInt));
    }),
    { seed: 20_261_201, numRuns: 400 },
  );
  expect(ways).toBeGreaterThan(150);
});

test('control: a unit more or less restored, points to a wallet that never paid, a cent more or less of money, are each found', () => {
  let restored = 0;
  let cents = 0;
  let crossed = 0;
  fc.assert(
    fc.property(caseArb, (one) => {
      const bought = till(one);
      const sold = soldOf(one, NEVER_ENDS);
      const events = eventsOf(one, bought);
      const last = events.at(-1) as PlainReturn;
      const tells = (changed: Partial<PlainReturn>): readonly string[] =>
        tellsOf(sold, paidOf(one, bought), [...events.slice(0, -1), { ...last, ...changed }]);
      const [first, ...others] = last.restored;
      for (const unit of first ? [1n, -1n] : []) {
        restored += 1;
        expect(tells({ restored: [{ ...first!, points: first!.points + unit }, ...others] })).toEqual([
          expect.stringMatching(new RegExp(`^restored \\d+ ${first!.wallet}$`)),
        ]);
      }
      expect(tells({ restored: [...last.restored, { wallet: 'stranger', points: 1n }] })).toEqual([
        'restored 1 stranger',
      ]);
      const moved = first && others[0] && { wallet: others[0].wallet, points: 1n };
      if (moved)
        expect(tells({ restored: [{ ...first, points: first.points - 1n }, ...others, moved] })).toHaveLength(2);
      if (last.refunds.length === 0) return;
      for (const cent of [1n, -1n]) {
        cents += 1;
        expect(tells({ refunds: more(last.refunds, 0, cent) })).toEqual([
          expect.stringMatching(/^refund -?\d+ (cash|card|gift_card|voucher|unnamed)( elsewhere)?$/),
        ]);
      }
      // To another tender than the one that paid: the sum is the same.
      const [here, there] = [last.refunds[0]!, last.refunds.at(-1)!];
      if (here.kind !== there.kind || here.isOutside !== there.isOutside) {
        crossed += 1;
        expect(tells({ refunds: more(more(last.refunds, 0, 1n), last.refunds.length - 1, -1n) })).toHaveLength(2);
      }
      // A return before it that was altered: what is told in all is not what is due in all.
      const [early, ...later] = events;
      if (early && later.length > 0)
        expect(
          tellsOf(sold, paidOf(one, bought), [{ ...early, refunds: more(early.refunds, 0, 1n) }, ...later]),
        ).toHaveLength(1);
    }),
    { seed: 20_261_202, numRuns: 300 },
  );
  expect(Math.min(restored, cents)).toBeGreaterThan(200);
  expect(crossed).toBeGreaterThan(80);
});

/** What ended of the discounts of what stays, where all of them end; nothing where all is back. */
const endedOf = ({ lines }: Case, back: Back): bigint => {
  const stays = lines.map(({ quantity, off }, at) => {
    const came = Number(back.get(at + 1) ?? 0n);
    return { isThere: came < quantity * 1_000, off: off - Math.floor((off * came) / (quantity * 1_000)) };
  });
  return stays.some(({ isThere }) => isThere)
    ? BigInt(stays.reduce((sum, { isThere, off }) => sum + (isThere ? off : 0), 0))
    : 0n;
};

test('money kept for discounts that ended is a bound: no more than ended may be kept, a cent more is found, and what is less is counted as not computed', () => {
  let kept = 0;
  fc.assert(
    fc.property(caseArb, fc.integer({ min: 0, max: 1_000 }), (one, part) => {
      const bought = till(one);
      const sold = soldOf(one, ENDS_AT_ONCE);
      const paid = paidOf(one, bought);
      const events = eventsOf(one, bought, (back, money) => {
        const some = (endedOf(one, back) * BigInt(part)) / 1_000n;
        return some < money ? some : money;
      });
      for (const [i, { withheld }] of events.entries()) {
        const left: NotComputed[] = [];
        expect(tellsOf(sold, paid, events.slice(0, i + 1), (why) => left.push(why))).toEqual([]);
        expect(left).toEqual(withheld > 0n ? ['withheld'] : []);
      }
      const last = events.at(-1) as PlainReturn;
      const most = endedOf(one, last.back);
      const at = last.refunds.findIndex(({ isOutside }) => !isOutside);
      const elsewhere = last.refunds.findIndex(({ isOutside }) => isOutside);
      const keeping = (withheld: bigint, of: number): readonly string[] => {
        const refunds = more(last.refunds, of, last.withheld - withheld);
        return tellsOf(sold, paid, [...events.slice(0, -1), { ...last, refunds, withheld }]);
      };
      if (at < 0) return;
      expect(keeping(most + 1n, at)).toEqual([`refund ${most + 1n} kept`]);
      if (last.withheld === 0n) return;
      kept += 1;
      const altered = (changed: Partial<PlainReturn>) =>
        tellsOf(sold, paid, [...events.slice(0, -1), { ...last, ...changed }]);
      expect(altered({ withheld: last.withheld - 1n })).toHaveLength(1);
      if (elsewhere >= 0) expect(keeping(last.withheld + 1n, elsewhere)).not.toEqual([]);
      // How much of it had to be kept the till decides, by the best order for whoever brings the goods: that it is less nobody finds here.
      expect(last.refunds.some((_, of) => keeping(last.withheld - 1n, of).length === 0)).toBe(true);
    }),
    { seed: 20_261_203, numRuns: 300 },
  );
  expect(kept).toBeGreaterThan(60);
});
