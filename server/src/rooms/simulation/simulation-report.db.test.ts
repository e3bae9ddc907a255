import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../test/house.ts';
import { assert } from '../../kernel/assert.ts';
import { instantFromIso, type Instant } from '../../kernel/instant.ts';
import { manualClock } from '../../platform/clock.ts';
import { simulate, type SimulationReport } from './index.ts';

// What a report says besides the sum: where, what comes together with what, and what never fires and why. Six receipts, so that every
// number can be counted by hand.

let house: TestHouse;
let report: SimulationReport;
const clock = manualClock(instantFromIso('2026-03-04T12:00:00Z') as Instant);
const firstOn = '2020-01-01';
const bonus = (code: string, priority: number, points: string, more: object = {}) => ({
  ...{ code, priority, firstOn, effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }] },
  ...more,
});
const when = (kind: string, params: object) => ({ conditions: [{ kind, params }] });

const CONTENT = {
  earnBase: 'net_of_points',
  promotions: [
    BASE_EARN,
    {
      ...bonus('tenth', 10, '1'),
      effects: [{ kind: 'percent-discount', params: { percent: '10' } }],
      ...when('outlet-in', { outlets: ['playa'] }),
    },
    bonus('large', 200, '20', when('min-basket', { min: '20.00', base: 'gross' })),
    bonus('island', 210, '7', when('outlet-in', { outlets: ['playa'] })),
    bonus('moon', 300, '1', when('outlet-in', { outlets: ['moon'] })),
    bonus('over', 310, '1', { firstOn, lastOn: '2021-01-01' }),
    bonus('kept-out', 320, '1', { excludes: ['base-earn'] }),
    bonus('rare', 330, '1', when('min-basket', { min: '90.00', base: 'gross' })),
  ],
};

let minute = 0;
const buy = async (card: string | undefined, gross: string, outlet: string): Promise<void> => {
  const occurredAt = `2026-03-04T12:${String(minute++).padStart(2, '0')}:00Z`;
  const body = {
    ...{ reference: `s-${minute}`, outlet, terminal: 'T1', occurredAt, manner: 'notice', currency: 'EUR' },
    ...(card && { member: { card } }),
    lines: [{ sku: 'bread', category: 'food', quantity: '1', amount: gross }],
  };
  const answer = await house.request('POST /v1/sales', body, { secret: house.secrets.tenant });
  assert(answer.status === 201, JSON.stringify(answer.body));
};

beforeAll(async () => {
  house = await makeHouse({ clock });
  const [ana, ben] = house.people;
  await buy(ana.card, '30.00', 'centro');
  await buy(ana.card, '5.00', 'centro');
  await buy(ben.card, '40.00', 'playa');
  await buy(ben.card, '10.00', 'playa');
  await buy(ben.card, '100.00', 'farmacia');
  await buy(undefined, '50.00', 'playa');
  const outcome = await simulate(house, { program: house.program().program, content: CONTENT, threads: 2 });
  assert(outcome.ok, 'it can be simulated');
  ({ report } = outcome);
});
afterAll(() => house.close());

test('outlets are told apart, each with its receipts and with every amount: points, and money taken off', () => {
  const byOutlet = new Map(report.byOutlet.map(({ key, receipts, amounts }) => [key, { receipts, amounts }]));
  expect([...byOutlet.keys()].sort()).toEqual(['centro', 'farmacia', 'playa']);
  // 30 + 20 and 5, as today but for the bonus.
  expect(byOutlet.get('centro')).toMatchObject({
    receipts: 2,
    amounts: { points: { draft: '55', today: '35', difference: '20' } },
  });
  // 100 + 20 + 1.
  expect(byOutlet.get('farmacia')).toMatchObject({
    receipts: 1,
    amounts: { points: { draft: '121', today: '100', difference: '21' } },
  });
  // A tenth off: 36 + 20 + 7 and 9 + 7; whoever shows nothing earns nothing.
  expect(byOutlet.get('playa')).toMatchObject({
    receipts: 3,
    amounts: { points: { draft: '79', today: '50', difference: '29' } },
  });
  const sum = [...byOutlet.values()].reduce((all, { amounts }) => all + Number(amounts['points']?.difference), 0);
  expect(report.amounts['points']?.difference).toBe(String(sum));
});

test('months are the sums of their days', () => {
  expect(report.byMonth).toEqual(report.byDay.map((day) => ({ ...day, key: day.key.slice(0, 7) })));
});

describe('overlaps', () => {
  const overlapOf = (one: string, other: string): number | undefined =>
    report.overlaps.find(({ promotions }) => promotions.includes(one) && promotions.includes(other))?.receipts;

  test('are counted by pair: on how many receipts both have given', () => {
    expect(overlapOf('base-earn', 'large')).toBe(3);
    expect(overlapOf('base-earn', 'island')).toBe(2);
    expect(overlapOf('large', 'island')).toBe(1);
    expect(overlapOf('base-earn', 'rare')).toBe(1);
    expect(overlapOf('large', 'rare')).toBe(1);
  });

  test('count prices as well as points', () => {
    expect(overlapOf('tenth', 'island')).toBe(2);
    expect(overlapOf('tenth', 'large')).toBe(1);
  });

  test('are none where two have never been on one receipt', () => {
    expect(overlapOf('island', 'rare')).toBeUndefined();
    for (const code of ['moon', 'over', 'kept-out'])
      expect(
        report.overlaps.some(({ promotions }) => promotions.includes(code)),
        code,
      ).toBe(false);
  });
});

describe('what never fires', () => {
  const reasonsOf = (code: string): readonly string[] | undefined =>
    report.neverFired.find((one) => one.code === code)?.reasons.map(({ reason }) => reason);

  test('is told with why: a condition that held nowhere, days that are over, another that always came first', () => {
    expect(reasonsOf('moon')).toEqual(['promotions.condition.not_held outlet-in']);
    expect(reasonsOf('over')).toEqual(['promotions.promotion.ended']);
    expect(reasonsOf('kept-out')).toEqual(['promotions.promotion.excluded']);
    for (const { code, reasons } of report.neverFired)
      expect(
        reasons.reduce((all, { share }) => all + share, 0),
        code,
      ).toBe(100);
  });

  test('is nothing that has fired once', () => {
    expect(report.neverFired.map(({ code }) => code).sort()).toEqual(['kept-out', 'moon', 'over']);
    expect(report.promotions.find(({ code }) => code === 'rare')).toMatchObject({ receipts: 1 });
  });
});
