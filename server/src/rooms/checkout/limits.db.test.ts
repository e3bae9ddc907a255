import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { addSeconds, isoFromInstant, SECONDS_PER_DAY } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';
import { assertBooks } from '../../../test/books.ts';
import type { Person, TestHouse } from '../../../test/house.ts';
import { earned, limiterOf, makeLimitedHouse, type Limits } from '../../../test/limited-house.ts';
import { assertPots, potsOf } from '../../../test/pots.ts';
import { done, freshName, line, type Tills } from '../../../test/sales.ts';
import { reservationSheet, sliceSeenSheet, sliceSheet } from '../../platform/pots/index.ts';
import { counterSheet } from '../promotions/index.ts';

// Limits that somebody has for himself, what is published of limits, what comes back to them, and what is seen of them.

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

describe('a limit of an owner’s own', () => {
  test('counts a member’s uses exactly, however many tills ask at once', async () => {
    await limit([{ per: 'member', of: 'uses', max: '3', period: 'month', over: 'reject' }]);
    const [buyer, other] = lanes[0];
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => done(till.sell({ of: buyer, lines: [line(1, 100)] }))),
    );
    expect(outcomes.filter((one) => earned(one) === 1)).toHaveLength(3);
    expect(earned(await done(till.sell({ of: other, lines: [line(1, 100)] })))).toBe(1);
  });

  test('counts points of a card, cuts what is more, and gives them back in the period of the sale', async () => {
    await limit([{ per: 'card', of: 'points', max: '30', period: { days: 7 }, over: 'clip' }]);
    const [buyer] = lanes[1];
    const reference = freshName();
    expect(earned(await done(till.sell({ of: buyer, reference, lines: [line(1, 2_000)] })))).toBe(20);
    expect(earned(await done(till.sell({ of: buyer, lines: [line(1, 2_000)] })))).toBe(10);
    expect(earned(await done(till.sell({ of: buyer, lines: [line(1, 2_000)] })))).toBe(0);
    await done(till.giveBack(reference, 'all'));
    expect(earned(await done(till.sell({ of: buyer, lines: [line(1, 2_500)] })))).toBe(20);
  });

  test('of a receipt cuts what one receipt gives', async () => {
    await limit([{ per: 'receipt', of: 'points', max: '7', over: 'clip' }]);
    expect(earned(await done(till.sell({ of: lanes[0][0], lines: [line(1, 9_900)] })))).toBe(7);
  });

  test('is not there for a buyer who is not known', async () => {
    await limit([{ per: 'member', of: 'money', max: '5.00', period: 'day', over: 'clip' }], {
      effects: [{ kind: 'percent-discount', params: { percent: '10' } }],
    });
    const lines = [line(1, 4_000)];
    const off = (answer: { readonly toPay: { readonly amount: string } }): string => answer.toPay.amount;
    expect(off(await done(till.quote({ lines })))).toBe('40.00');
    expect(off(await done(till.quote({ of: lanes[0][0], lines })))).toBe('36.00');
    await done(till.sell({ of: lanes[0][0], lines: [line(1, 4_000, { discount: 400n, byPromotions: 400n })] }));
    expect(off(await done(till.quote({ of: lanes[0][0], lines })))).toBe('39.00');
  });
});

describe('publishing', () => {
  const bad = (limits: Limits) =>
    house.publish([
      {
        code: 'bad',
        priority: 1,
        firstOn: '2020-01-01',
        effects: [
          { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } },
        ],
        limits,
      },
    ]);

  test.each(['cashier', 'terminal', 'device', 'address', 'staff'] as const)(
    'refuses a limit by %s: that is a signal',
    async (per) => {
      expect(await bad([{ per, of: 'uses', max: '1', period: 'day', over: 'reject' }])).toMatchObject({
        ok: false,
        refusal: 'promotions.limit.is_signal',
        facts: { place: 'promotions[0].limits[0].per', what: per },
      });
    },
  );

  test('refuses limits that cannot be counted, each at its place', async () => {
    const over = 'clip' as const;
    const wrong: [Limits[number], string][] = [
      [{ per: 'receipt', of: 'uses', max: '1', over }, 'promotions[0].limits[0].of'],
      [{ per: 'receipt', of: 'points', max: '1', period: 'day', over }, 'promotions[0].limits[0].period'],
      [{ per: 'program', of: 'money', max: '1.00', over }, 'promotions[0].limits[0].of'],
      [{ per: 'program', of: 'points', max: '1', period: { days: 3 }, over }, 'promotions[0].limits[0].period'],
    ];
    for (const [limited, place] of wrong)
      expect(await bad([limited])).toMatchObject({ refusal: 'promotions.limit.malformed', facts: { place } });
    const twice = { per: 'member', of: 'uses', max: '1', period: 'day', over } as const;
    expect(await bad([twice, twice])).toMatchObject({ refusal: 'promotions.limit.malformed' });
    expect(await bad([{ ...twice, max: '0' }])).toMatchObject({ refusal: 'promotions.rulebook.not_above_zero' });
  });

  test('refuses a budget below what is used or reserved, and takes one that is not', async () => {
    const budget = (max: string): Limits => [{ per: 'program', of: 'points', max, period: 'month', over: 'clip' }];
    const code = await limit(budget('100'));
    await done(till.sell({ of: lanes[0][0], lines: [line(1, 4_000)] }));
    await done(till.quoteAndHold({ of: lanes[1][0], lines: [line(1, 2_000)] }));
    const promotion = (max: string) => ({
      code,
      priority: 1,
      firstOn: '2020-01-01',
      effects: [
        { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' as const } },
      ],
      limits: budget(max),
    });
    expect(await house.publish([promotion('59')])).toMatchObject({ refusal: 'promotions.limit.below_reserved' });
    expect(await house.publish([promotion('60')])).toMatchObject({ ok: true });
    expect(earned(await done(till.sell({ of: lanes[0][1] })))).toBe(0);
  });
});

describe('a receipt that is claimed later', () => {
  test('takes of the budget what it earns then, and a return gives it back', async () => {
    const code = await limit([
      { per: 'program', of: 'points', max: '30', period: 'month', over: 'clip' },
      { per: 'member', of: 'uses', max: '1', period: 'month', over: 'reject' },
    ]);
    const [buyer] = lanes[0];
    const [first, second] = [freshName(), freshName()];
    await done(till.sell({ reference: first, lines: [line(1, 2_000)] }));
    await done(till.sell({ reference: second, lines: [line(1, 2_000)] }));
    expect(await potsOf(house, code)).toEqual([]);
    expect(earned(await done(till.claim(first, buyer)))).toBe(20);
    expect(earned(await done(till.claim(second, buyer)))).toBe(0);
    expect(await potsOf(house, code)).toMatchObject([{ used: 20n }]);
    await done(till.giveBack(first, 'all'));
    expect(await potsOf(house, code)).toMatchObject([{ used: 0n }]);
    expect(earned(await done(till.sell({ of: buyer, lines: [line(1, 4_000)] })))).toBe(30);
  });

  test('a void gives back everything too', async () => {
    const code = await limit([{ per: 'program', of: 'uses', max: '1', period: 'day', over: 'reject' }]);
    const reference = freshName();
    await done(till.sell({ of: lanes[0][0], reference, lines: [line(1, 500)] }));
    expect(earned(await done(till.sell({ of: lanes[1][0], lines: [line(1, 500)] })))).toBe(0);
    await done(till.void(reference));
    expect(await potsOf(house, code)).toMatchObject([{ used: 0n }]);
    expect(earned(await done(till.sell({ of: lanes[1][0], lines: [line(1, 500)] })))).toBe(5);
  });
});

describe('a rulebook without limits', () => {
  test('asks neither pots nor counters for anything, and keeps nothing of them', async () => {
    await house.publish([
      {
        code: 'plain',
        priority: 1,
        firstOn: '2020-01-01',
        effects: [
          { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } },
        ],
      },
    ]);
    const loads = [sliceSheet, sliceSeenSheet, reservationSheet, counterSheet].map((sheet) => vi.spyOn(sheet, 'load'));
    const lines = [line(1, 500)];
    const { quote } = await done(till.quoteAndHold({ of: lanes[0][0], lines }));
    const reference = freshName();
    await done(till.sell({ of: lanes[0][0], reference, lines, quote: house.checkout.quotes.open(quote) }));
    await done(till.giveBack(reference, 'all'));
    expect(loads.map((one) => one.mock.calls.length)).toEqual([0, 0, 0, 0]);
    vi.restoreAllMocks();
  });
});

describe('what is seen of budgets', () => {
  test('is what is spent, reserved and left, and when it ends at this rate', async () => {
    const code = await limit([
      { per: 'program', of: 'points', max: '1000', period: 'year', over: 'clip' },
      { per: 'outlet', of: 'uses', max: '100', over: 'reject' },
    ]);
    const list = async () => {
      const { status, body } = await house.request('GET /v1/programs/club/budgets', undefined, {
        secret: house.secrets.tenant,
      });
      expect(status).toBe(200);
      return (body as { items: Record<string, string>[] }).items;
    };
    expect(await list()).toMatchObject([{ promotion: code, budget: '1000', spent: '0', reserved: '0', left: '1000' }]);
    await done(till.sell({ of: lanes[0][0], lines: [line(1, 30_000)] }));
    await done(till.quoteAndHold({ of: lanes[0][1], lines: [line(1, 5_000)] }));
    const [points, uses] = await list();
    expect(points).toMatchObject({ per: 'program', of: 'points', spent: '300', reserved: '50', left: '650' });
    expect(points.firstOn).toMatch(/-01-01$/);
    expect(uses).toMatchObject({ per: 'outlet', outlet: 'centro', of: 'uses', spent: '1', reserved: '1', left: '98' });
    expect(uses).not.toHaveProperty('firstOn');
    const stranger = await house.request('GET /v1/programs/club/budgets', undefined, { secret: house.secrets.vecino });
    expect((stranger.body as { items: unknown[] }).items).toEqual([]);
    expect((await house.request('GET /v1/programs/club/budgets')).status).toBe(403);
  });

  test('ends at once when what is left is less than the promotion gives at a time, and is rejected', async () => {
    // Today by whatever zone: at the rate since 2020 the rest would last for months.
    const soon = isoFromInstant(addSeconds(systemClock().now(), 2 * SECONDS_PER_DAY));
    const ended = async (max: string) => {
      await limit([{ per: 'program', of: 'points', max, over: 'reject' }], {
        effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '30' } }],
      });
      for (let n = 0; n < 3; n++) await done(till.sell({ of: lanes[0][n % 2], lines: [line(1, 1_000)] }));
      const { body } = await house.request('GET /v1/programs/club/budgets', undefined, {
        secret: house.secrets.tenant,
      });
      const [budget] = (body as { items: { spent: string; left: string; endsOn?: string }[] }).items;
      return [budget?.spent, budget?.left, (budget?.endsOn ?? '9999') < soon];
    };
    expect(await ended('100')).toEqual(['90', '10', true]);
    // One more would still go: it ends another day.
    expect(await ended('120')).toEqual(['90', '30', false]);
  });
});
