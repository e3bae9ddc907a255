import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import type { Person, TestHouse } from '../../../test/house.ts';
import { earned, limiterOf, makeLimitedHouse, type Limits } from '../../../test/limited-house.ts';
import { assertPots, potsOf } from '../../../test/pots.ts';
import {
  besides,
  daysAgo,
  done,
  freshName,
  line,
  openTills,
  refused,
  walletOf,
  type Tills,
} from '../../../test/sales.ts';
import { draw, recallIdle } from '../../platform/pots/index.ts';

// Budgets that tills and promotions share: dry to the last unit, never beyond, whatever asks at once.

let house: TestHouse;
let till: Tills;
let lanes: Person[][];
const limit = limiterOf(() => house);

beforeAll(async () => ({ house, till, lanes } = await makeLimitedHouse()));
afterAll(() => house.close());
afterEach(async () => {
  await assertBooks(house);
  await assertPots(house);
});

describe('a budget that all tills share', () => {
  test('is run dry by two tills in two lanes to the last point, and never beyond', async () => {
    const code = await limit([{ per: 'program', of: 'points', max: '1000', period: 'month', over: 'clip' }]);
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, n) => done(till.sell({ of: lanes[n % 2][n % 3], lines: [line(1, 3_000)] }))),
    );
    expect(outcomes.reduce((sum, one) => sum + earned(one), 0)).toBe(1_000);
    expect(await potsOf(house, code)).toMatchObject([{ budget: 1_000n, used: 1_000n, unused: 0n, reserved: 0n }]);
    expect(earned(await done(till.sell({ of: lanes[0][0] })))).toBe(0);
  });

  test('no till is told that it is exhausted while another lane holds an unused slice', async () => {
    const code = await limit([{ per: 'program', of: 'points', max: '640', period: 'month', over: 'clip' }]);
    // A slice covers many such sales: what the first lane has drawn and not used is most of what there is.
    expect(earned(await done(till.sell({ of: lanes[0][0], lines: [line(1, 1_000)] })))).toBe(10);
    const [pot] = await potsOf(house, code);
    expect(pot.unused).toBeGreaterThan(0n);
    // All that is left, from the other lane: it needs what lies in the first one's slice.
    expect(earned(await done(till.sell({ of: lanes[1][0], lines: [line(1, 63_000)] })))).toBe(630);
    expect(await potsOf(house, code)).toMatchObject([{ used: 640n, unused: 0n }]);
  });

  test('rejects instead of cutting where it says so, and goes on for whom the rest is enough', async () => {
    const code = await limit([{ per: 'program', of: 'points', max: '100', period: 'ever', over: 'reject' }]);
    expect(earned(await done(till.sell({ of: lanes[0][0], lines: [line(1, 8_000)] })))).toBe(80);
    expect(earned(await done(till.sell({ of: lanes[1][0], lines: [line(1, 3_000)] })))).toBe(0);
    expect(earned(await done(till.sell({ of: lanes[1][0], lines: [line(1, 2_000)] })))).toBe(20);
    expect(await potsOf(house, code)).toMatchObject([{ used: 100n, unused: 0n }]);
  });

  test('counts uses: the first five receipts of the day at this outlet, wherever their buyers stand', async () => {
    const code = await limit([{ per: 'outlet', of: 'uses', max: '5', period: 'day', over: 'reject' }]);
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, n) => done(till.sell({ of: lanes[n % 2][n % 3], lines: [line(1, 100)] }))),
    );
    expect(outcomes.filter((one) => earned(one) === 1)).toHaveLength(5);
    const beach = openTills(house, 'playa');
    expect(earned(await done(beach.sell({ of: lanes[0][0], lines: [line(1, 100)] })))).toBe(1);
    expect((await potsOf(house, code)).map(({ used }) => used)).toEqual([5n, 1n]);
  });

  test('is never oversold by two processes with four tills', async () => {
    const code = await limit([{ per: 'program', of: 'points', max: '777', period: 'week', over: 'clip' }]);
    const other = await besides(house);
    const tills = [till, openTills(other)];
    const outcomes = await Promise.all(
      Array.from({ length: 120 }, (_, n) =>
        done(tills[n % 2].sell({ of: lanes[(n >> 1) % 2][n % 3], lines: [line(1, 1_000 + n)] })),
      ),
    );
    await other.stop();
    expect(outcomes.reduce((sum, one) => sum + earned(one), 0)).toBe(777);
    expect(await potsOf(house, code)).toMatchObject([{ used: 777n, unused: 0n }]);
  });

  test('gives back to the pot of the period of the sale, in any lane, and it can be had again', async () => {
    const code = await limit([{ per: 'program', of: 'points', max: '50', period: 'ever', over: 'clip' }]);
    const reference = freshName();
    expect(earned(await done(till.sell({ of: lanes[0][0], reference, lines: [line(1, 3_000), line(2, 2_000)] })))).toBe(
      50,
    );
    expect(earned(await done(till.sell({ of: lanes[1][0] })))).toBe(0);
    await done(till.giveBack(reference, [[1, 1_000]]));
    expect(await potsOf(house, code)).toMatchObject([{ used: 20n, unused: 30n }]);
    expect(earned(await done(till.sell({ of: lanes[1][0] })))).toBe(30);
    await done(till.giveBack(reference, [[2, 1_000]]));
    expect(await potsOf(house, code)).toMatchObject([{ used: 30n, unused: 20n }]);
    expect(await walletOf(house, lanes[0][0])).toBeDefined();
  });

  test('a late receipt counts in the period of its day', async () => {
    const code = await limit([{ per: 'program', of: 'points', max: '10', period: 'day', over: 'clip' }]);
    await done(till.sell({ of: lanes[0][0] }));
    const late = till.sell({ of: lanes[0][1], manner: 'notice', isOffline: true, occurredAt: daysAgo(2) });
    // The rulebook of that day had no such promotion, and its pot stays as it is.
    expect(earned(await done(late))).not.toBe(10);
    expect(await potsOf(house, code)).toMatchObject([{ used: 10n }]);
  });
});

describe('a quote', () => {
  const oneUse: Limits = [{ per: 'program', of: 'uses', max: '1', period: 'ever', over: 'reject' }];

  test('that holds keeps the last unit of a budget for its confirm; another till is told so', async () => {
    const code = await limit(oneUse);
    const lines = [line(1, 500)];
    const quoted = await done(till.quoteAndHold({ of: lanes[0][0], lines }));
    expect(quoted.isHeld).toBe(true);
    expect(await potsOf(house, code)).toMatchObject([{ used: 0n, reserved: 1n }]);
    expect(earned(await done(till.sell({ of: lanes[1][0], lines })))).toBe(0);
    const confirmed = await done(
      till.sell({ of: lanes[0][0], lines, quote: house.checkout.quotes.open(quoted.quote) }),
    );
    expect(earned(confirmed)).toBe(5);
    expect(await potsOf(house, code)).toMatchObject([{ used: 1n, reserved: 0n }]);
  });

  test('that is cancelled gives its part back at once', async () => {
    const code = await limit(oneUse);
    const lines = [line(1, 500)];
    const given = { reference: freshName(), program: 'club', walletType: 'points', reason: 'goodwill', points: '1' };
    const to = { ...given, member: { card: lanes[0][0].card } };
    await house.request('POST /v1/adjustments', to, { secret: house.secrets.tenant });
    const hold = { reference: freshName(), currency: 'EUR', occurredAt: new Date().toISOString(), hold: true };
    const asked = { ...hold, member: { card: lanes[0][0].card }, lines: [{ line: 1, sku: 'bread', amount: '5.00' }] };
    expect(await house.request('POST /v1/sales/quote', asked)).toMatchObject({ status: 201 });
    expect(await potsOf(house, code)).toMatchObject([{ used: 0n, reserved: 1n }]);
    expect(earned(await done(till.quote({ of: lanes[1][0], lines })))).toBe(0);
    const release = { reference: freshName(), holdReference: hold.reference };
    expect(await house.request('POST /v1/holds/release', release)).toMatchObject({ status: 201 });
    expect(await potsOf(house, code)).toMatchObject([{ used: 0n, reserved: 0n }]);
    expect(earned(await done(till.sell({ of: lanes[1][0], lines })))).toBe(5);
    const again = { ...release, reference: freshName() };
    expect(await house.request('POST /v1/holds/release', again)).toMatchObject({
      body: { code: 'points.hold.unknown' },
    });
  });

  test('that does not hold sees what is there and takes nothing; who comes second quotes again', async () => {
    const code = await limit(oneUse);
    const lines = [line(1, 500)];
    const quotes = await Promise.all([0, 1].map((lane) => done(till.quote({ of: lanes[lane][0], lines }))));
    expect(quotes.map(earned)).toEqual([5, 5]);
    expect(await potsOf(house, code)).toEqual([]);
    const open = (n: number) => house.checkout.quotes.open(quotes[n].quote);
    const confirms = await Promise.all(
      [0, 1].map((lane) => till.sell({ of: lanes[lane][0], lines, quote: open(lane) })),
    );
    expect(confirms.map((one) => (one.ok ? earned(one.answer) : one.refusal)).sort()).toEqual([
      5,
      'checkout.quote.stale',
    ]);
    expect(earned(await done(till.quote({ of: lanes[1][0], lines })))).toBe(0);
    expect(await potsOf(house, code)).toMatchObject([{ used: 1n }]);
  });

  test('that lapses gives back what it kept to whoever draws next', async () => {
    const code = await limit(oneUse);
    const lines = [line(1, 500)];
    const quoted = await done(till.quoteAndHold({ of: lanes[0][0], lines }));
    await house.database.query(`update pots.reservation set expires_at = now() - interval '1 second'`);
    expect(earned(await done(till.sell({ of: lanes[1][0], lines })))).toBe(5);
    expect(await potsOf(house, code)).toMatchObject([{ used: 1n, reserved: 0n }]);
    const late = till.sell({ of: lanes[0][0], lines, quote: house.checkout.quotes.open(quoted.quote) });
    expect(await refused(late)).toBe('checkout.quote.stale');
  });
});

describe('a budget of money', () => {
  const tenth = { effects: [{ kind: 'percent-discount', params: { percent: '10' } }] };
  const cents = (text: string): bigint => BigInt(text.replace('.', ''));

  /** Rings up one line as a till does: asks, takes off what it is promised, books; gives the reference and what was off. */
  const buy = async (at: Tills, of: Person, gross: number): Promise<{ reference: string; off: bigint }> => {
    const { discounts = [], quote } = await done(at.quoteAndHold({ of, lines: [line(1, gross)] }));
    const off = discounts.reduce((sum, { amount }) => sum + cents(amount), 0n);
    const lines = [line(1, gross, off === 0n ? {} : { discount: off, byPromotions: off })];
    const reference = freshName();
    const sold = await done(at.sell({ of, reference, lines, quote: house.checkout.quotes.open(quote) }));
    expect(cents(sold.total.amount)).toBe(BigInt(gross) - off);
    return { reference, off };
  };
  const offOf = (all: readonly { readonly off: bigint }[]): bigint => all.reduce((sum, { off }) => sum + off, 0n);

  test('of the program is run dry by two tills to the last cent, and a return gives back what it had', async () => {
    const code = await limit([{ per: 'program', of: 'money', max: '50.00', period: 'month', over: 'clip' }], tenth);
    const beach = openTills(house, 'playa');
    const all = await Promise.all(
      Array.from({ length: 24 }, (_, n) => buy(n % 2 ? beach : till, lanes[n % 2][n % 3], 3_000)),
    );
    expect(offOf(all)).toBe(5_000n);
    // 16 of 3.00, one of the 2.00 that is left, and nothing for the others.
    expect(
      all
        .map(({ off }) => off)
        .sort((x, y) => Number(y - x))
        .slice(15, 18),
    ).toEqual([300n, 200n, 0n]);
    expect(await potsOf(house, code)).toMatchObject([{ budget: 5_000n, used: 5_000n, unused: 0n, reserved: 0n }]);
    // A till that takes it off without asking is told that there is nothing.
    const unasked = [line(1, 3_000, { discount: 300n, byPromotions: 300n })];
    expect(await refused(till.sell({ of: lanes[0][0], lines: unasked }))).toBe('checkout.discount.not_granted');

    const full = all.find(({ off }) => off === 300n);
    await done(till.giveBack(full?.reference ?? '', 'all'));
    expect(await potsOf(house, code)).toMatchObject([{ used: 4_700n, unused: 300n }]);
    const again = await Promise.all([buy(till, lanes[0][0], 2_000), buy(beach, lanes[1][0], 2_000)]);
    expect(offOf(again)).toBe(300n);
    expect(await potsOf(house, code)).toMatchObject([{ used: 5_000n, unused: 0n }]);
  });

  test('of an outlet is the outlet’s own: dry in one, whole in another; half of the goods give half of it back', async () => {
    const code = await limit([{ per: 'outlet', of: 'money', max: '10.00', period: 'day', over: 'reject' }], tenth);
    const beside = openTills(house, 'centro', 'T2');
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, n) => buy(n % 2 ? beside : till, lanes[n % 2][n % 3], 4_000)),
    );
    // In whole or not at all: two of 4.00, and the 2.00 that are left are enough for nobody who asks for 4.00.
    expect(all.map(({ off }) => off).filter((off) => off > 0n)).toEqual([400n, 400n]);
    expect((await buy(till, lanes[0][0], 2_000)).off).toBe(200n);
    expect((await buy(till, lanes[1][0], 100)).off).toBe(0n);
    expect((await buy(openTills(house, 'playa'), lanes[1][0], 4_000)).off).toBe(400n);
    expect((await potsOf(house, code)).map(({ used }) => used)).toEqual([1_000n, 400n]);

    const full = all.find(({ off }) => off === 400n);
    await done(till.giveBack(full?.reference ?? '', [[1, 500]]));
    expect((await potsOf(house, code)).map(({ used }) => used)).toEqual([800n, 400n]);
    expect((await buy(till, lanes[1][0], 3_000)).off).toBe(0n);
    expect((await buy(till, lanes[1][0], 2_000)).off).toBe(200n);
  });
});

describe('a budget that several promotions share', () => {
  const sharing = (code: string, points: string, over: 'clip' | 'reject' = 'clip', max = '100') => ({
    ...{ code, priority: 1, firstOn: '2020-01-01' },
    effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
    limits: [{ per: 'program', of: 'points', max, period: 'year', over, budget: 'autumn' }] as Limits,
  });

  test('is run dry by all of them together, at many tills, and never beyond; returns give back to it', async () => {
    expect(await house.publish([sharing('red', '7'), sharing('blue', '4')])).toMatchObject({ ok: true });
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, n) => {
        const reference = freshName();
        return done(till.sell({ reference, of: lanes[n % 2][n % 2] })).then((sale) => ({ reference, sale }));
      }),
    );
    expect(outcomes.reduce((sum, { sale }) => sum + earned(sale), 0)).toBe(100);
    const [budget] = await house.promotions.budgets(house.program().program);
    expect(budget).toMatchObject({ name: 'autumn', promotions: ['red', 'blue'], spent: 100n, left: 0n });
    const full = outcomes.find(({ sale }) => earned(sale) === 11);
    await done(till.giveBack(full?.reference ?? '', 'all'));
    expect((await house.promotions.budgets(house.program().program))[0]).toMatchObject({ spent: 89n, left: 11n });
    expect(earned(await done(till.sell({ of: lanes[0][0] })))).toBe(11);
  });

  test('is not offered twice on one receipt', async () => {
    const max = '10';
    const one = [
      sharing('first', '6', 'reject', max),
      sharing('second', '6', 'reject', max),
      sharing('third', '4', 'reject', max),
    ];
    expect(
      await house.publish(
        one.map((each, i) => ({
          ...each,
          priority: i,
          limits: (each.limits ?? []).map((limit) => ({ ...limit, budget: 'winter' })),
        })),
      ),
    ).toMatchObject({ ok: true });
    const sale = await done(till.sell({ of: lanes[0][0] }));
    expect(sale.promotions.map(({ code, points }) => `${code} ${points}`)).toEqual(['first 6', 'third 4']);
  });

  test('is said the same by everybody, and only of outlets and the program', async () => {
    expect(await house.publish([sharing('red', '7'), sharing('blue', '4', 'clip', '101')])).toMatchObject({
      refusal: 'promotions.limit.malformed',
      facts: { place: 'promotions[1].limits[0].budget' },
    });
    const own: Limits = [{ per: 'member', of: 'uses', max: '1', over: 'reject', budget: 'mine' }];
    expect(await house.publish([{ ...sharing('red', '7'), limits: own }])).toMatchObject({
      refusal: 'promotions.limit.malformed',
      facts: { place: 'promotions[0].limits[0].budget' },
    });
  });
});

describe('a crash', () => {
  test('between draw and use loses nothing: the slice is recalled after a minute', async () => {
    const code = await limit([{ per: 'program', of: 'points', max: '100', period: 'month', over: 'clip' }]);
    await done(till.sell({ of: lanes[0][0], lines: [line(1, 100)] }));
    const [{ pot, budget }] = await potsOf(house, code);
    // The draw has committed, and whoever asked for it is gone.
    await draw(house.database, { tenant: house.tenant, pot, budget, lane: lanes[0][0].lane, need: 90n });
    expect(await recallIdle(house.database)).toBe(0);
    await house.database.query(`update pots.slice set touched_at = touched_at - interval '61 seconds'`);
    expect(await recallIdle(house.database)).toBeGreaterThan(0);
    expect(await potsOf(house, code)).toMatchObject([{ used: 1n, unused: 0n, reserved: 0n }]);
    expect(earned(await done(till.sell({ of: lanes[1][0], lines: [line(1, 9_900)] })))).toBe(99);
  });
});

test('the tests see a budget that is oversold: without the lock of the pot, two who draw at once get more than there is', async () => {
  const tenant = house.tenant;
  const pot = 'control';
  await house.database.query(`insert into pots.pot (tenant_id, pot, budget) values ($1, $2, 10)`, [tenant, pot]);
  const careless = async (lane: number): Promise<void> => {
    const [{ drawn }] = await house.database.query<{ drawn: bigint }>(
      'select drawn from pots.pot where tenant_id = $1 and pot = $2',
      [tenant, pot],
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    const free = 10n - drawn;
    await house.database.query(
      `insert into pots.slice (lane, pot, tenant_id, unused, touched_at) values ($1, $2, $3, $4, now())`,
      [lane, pot, tenant, free],
    );
    await house.database.query('update pots.pot set drawn = drawn + $3 where tenant_id = $1 and pot = $2', [
      tenant,
      pot,
      free,
    ]);
  };
  await Promise.all(lanes.map(([{ lane }]) => careless(lane)));
  await expect(assertPots(house)).rejects.toThrow('pots do not add up');
  await house.database.query('delete from pots.slice where pot = $1', [pot]);
  await house.database.query('delete from pots.pot where pot = $1', [pot]);
  // The real draw, asked in the same way.
  await Promise.all(lanes.map(([{ lane }]) => draw(house.database, { tenant, pot, budget: 10n, lane, need: 10n })));
});
