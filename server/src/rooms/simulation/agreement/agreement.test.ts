import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assert } from '../../../kernel/assert.ts';
import { addDays, weekdayOf, type LocalDate } from '../../../kernel/local-date.ts';
import { adjudicate, compile } from '../../promotions/index.ts';
import type { Basket, CompiledRulebook, RulebookInput } from '../../promotions/index.ts';
import { contradictionsOf, explanationsOf } from './explanations.ts';
import { agreementOf, countUnit, emptyAgreement } from './report.ts';
import type { AgreementReport } from './report.ts';
import { byRule, unitsOf } from './unit.ts';

const UNITS = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 }, extra: { decimals: 0 } } };
const compiled = (promotions: RulebookInput['promotions']): CompiledRulebook => {
  const result = compile({ promotions }, UNITS);
  assert(result.ok, result.ok ? '' : `${result.refusal} ${JSON.stringify(result.facts)}`);
  return result.compiled;
};

type PromotionInput = RulebookInput['promotions'][number];
const firstOn = '2020-01-01';
const base = (more: object = {}, cap?: string): PromotionInput => ({
  ...{ code: 'base', priority: 10, firstOn },
  effects: [
    {
      ...{ kind: 'points-per-amount', wallet: 'points' },
      params: { points: '1', step: '3.00', per: 'receipt', base: 'net', ...more },
      ...(cap !== undefined && { cap }),
    },
  ],
});
const evening = (from = '18:00'): PromotionInput => ({
  ...{ code: 'evening', priority: 20, firstOn },
  conditions: [{ kind: 'time-window', params: { from, to: '24:00' } }],
  effects: [{ kind: 'multiplier', wallet: 'points', params: { factor: '2', per: 'receipt', of: ['base'] } }],
});
const bonus: PromotionInput = {
  ...{ code: 'wine-bonus', priority: 30, firstOn },
  conditions: [{ kind: 'lines-include', params: { lines: { categories: ['wine'] } } }],
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '1000' } }],
};
const OURS = [base(), evening(), bonus];

const basketArb = fc
  .record({
    lines: fc.array(
      fc.record({
        gross: fc.bigInt(100n, 9_999n),
        off: fc.constantFrom(0n, 0n, 10n),
        wine: fc.constantFrom(false, false, true),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    day: fc.nat(80),
    minute: fc.nat(1_439),
  })
  .map(({ lines, day, minute }): Basket => {
    const date = addDays('2026-01-05' as LocalDate, day);
    return {
      lines: lines.map(({ gross, off, wine }, i) => ({
        ...{ line: i + 1, sku: 'x', category: wine ? 'wine' : 'food', brand: '', labels: [], kind: 'product' as const },
        ...{ quantity: 1_000n, gross, discount: (gross * off) / 100n, tax: gross / 7n, byPoints: 0n },
      })),
      ...{ currency: UNITS.currency, outlet: { code: 'o', groups: [] }, partner: 'p', channel: 'till', terminal: 't' },
      local: { date, minuteOfDay: minute, weekday: weekdayOf(date) },
      member: { tier: '', attributes: {}, enrolledOn: '2025-01-01' as LocalDate, purchases: 3 },
    };
  });
const BASKETS = fc.sample(basketArb, { numRuns: 300, seed: 20_261_122 });

/** An old system: what it gave for a receipt, by wallet. */
type Old = (basket: Basket) => ReadonlyMap<string, bigint>;
const byRules =
  (promotions: RulebookInput['promotions'], seen: (basket: Basket) => Basket = (basket) => basket): Old =>
  (basket) => {
    const sum = adjudicate(compiled(promotions), seen(basket)).grants.reduce((all, { points }) => all + points, 0n);
    return new Map([['points', sum]]);
  };

const compare = (ours: RulebookInput['promotions'], old: Old): AgreementReport => {
  const rulebook = compiled(ours);
  const tally = emptyAgreement();
  for (const [i, basket] of BASKETS.entries()) {
    const { grants } = adjudicate(rulebook, basket);
    const ground = { rulebook, basket, grants, versions: [], theirRules: undefined };
    const place = { lane: 1, seq: BigInt(i), month: basket.local.date.slice(0, 7) };
    for (const unit of unitsOf(place, old(basket), grants))
      countUnit(tally, unit, {
        explain: () => explanationsOf(ground, unit, false),
        contradict: () => contradictionsOf(ground, unit, false),
      });
  }
  return agreementOf(tally, { receipts: BASKETS.length, untold: 0 }, () => 0);
};

/** The classes with how many units each, most first. */
const classesOf = ({ classes }: AgreementReport): string[] =>
  classes.map(({ class: kind, rule, what }) => `${kind} ${rule}: ${what}`);

test('an old system with the same rules agrees wholly, by rule and by month', () => {
  const report = compare(OURS, byRules(OURS));
  // Some receipts give nothing on either side.
  expect(report).toMatchObject({ receipts: 300, units: 295, agreed: 295, classes: [] });
  expect(report.wallets[0]).toMatchObject({ difference: '0', absolute: '0', valueShare: '0.000000' });
  expect(report.byMonth.map(({ month }) => month)).toEqual(['2026-01', '2026-02', '2026-03']);
  expect(report.byRule.map(({ rule }) => rule)).toEqual(['base', 'evening', 'wine-bonus']);
  for (const { units, agreed } of [...report.byRule, ...report.byRuleAndMonth]) expect(agreed).toBe(units);
});

test.each([
  ['rounding', 'rounding base: half_up per receipt', [base({ rounding: 'half_up' }), evening(), bonus]],
  ['rounding by line', 'rounding base: floor per line', [base({ per: 'line' }), evening(), bonus]],
  ['base', 'base base: gross, tax included', [base({ base: 'gross' }), evening(), bonus]],
  ['tax', 'base base: net, tax excluded', [base({ tax: 'excluded' }), evening(), bonus]],
  ['a rate that is half of ours', 'rate base: 1/2 of the rate', [base({ step: '6.00' }), evening(), bonus]],
  ['a rate that is double ours', 'rate base: 2 times the rate', [base({ points: '2' }), evening(), bonus]],
  ['a rule only here', 'missing_rule wine-bonus: only here', [base(), evening()]],
] as const)(
  'a planted difference of %s is named with its rule, for every receipt that it touches',
  (_, named, theirs) => {
    const report = compare(OURS, byRules([...theirs]));
    const wrong = report.units - report.agreed;
    expect(wrong).toBeGreaterThan(20);
    expect(classesOf(report)[0]).toBe(named);
    // A handful of small receipts come out by another explanation as well; none is left without.
    expect(report.classes[0]?.units).toBeGreaterThan(wrong * 0.9);
    expect(report.classes.filter((one) => one.class === 'unknown')).toEqual([]);
    const sum = report.byMonth.reduce((all, { absolute }) => all + Number(absolute), 0);
    expect(report.classes.reduce((all, { absolute }) => all + Number(absolute), 0)).toBe(sum);
    expect(report.byRule.reduce((all, { absolute }) => all + Number(absolute), 0)).toBe(sum);
  },
);

test('a clock that goes two hours behind is timing, of the rule that asks for the hour', () => {
  const behind = (basket: Basket): Basket => {
    const minute = basket.local.minuteOfDay - 120;
    const date = minute < 0 ? addDays(basket.local.date, -1) : basket.local.date;
    return { ...basket, local: { date, minuteOfDay: (minute + 1_440) % 1_440, weekday: weekdayOf(date) } };
  };
  const report = compare(OURS, byRules(OURS, behind));
  expect(classesOf(report)[0]).toBe('timing evening: -2 hours');
  expect(report.classes[0]?.units).toBe(report.units - report.agreed);
});

test('a cap of ours that they have not, and one of theirs that we have not, are caps', () => {
  const ours = compare([base({}, '30')], byRules([base()]));
  expect(classesOf(ours)).toEqual(['cap base: no cap of 30']);
  const theirs = compare([base()], byRules([base({}, '23')]));
  expect(classesOf(theirs)[0]).toBe('cap base: a cap only there');
  expect(theirs.classes[0]?.units).toBeGreaterThan((theirs.units - theirs.agreed) * 0.9);
});

test('another rate for some receipts only is named for them, though the others speak against it', () => {
  const [ours, half] = [byRules([base()]), byRules([base({ step: '6.00' })])];
  const due = ({ lines }: Basket): bigint => lines.reduce((sum, { gross, discount }) => sum + gross - discount, 0n);
  const report = compare([base()], (basket) => (due(basket) < 10_000n ? half(basket) : ours(basket)));
  expect(report.agreed).toBeGreaterThan(100);
  expect(classesOf(report)[0]).toBe('rate base: 1/2 of the rate');
  expect(report.classes[0]?.units).toBeGreaterThan((report.units - report.agreed) * 0.9);
});

test('a rate that fits a receipt here and there is chance, and not named', () => {
  let n = 0;
  const report = compare([base()], (basket) => {
    const right = byRules([base()])(basket).get('points') ?? 0n;
    n += 1;
    return new Map([['points', n % 100 === 0 ? right * 2n : n % 3 === 0 ? right + 10_007n + BigInt(n) : right]]);
  });
  expect(report.classes.filter((one) => one.class === 'rate')).toEqual([]);
});

test('points into a wallet that nothing of ours pays into are a rule only there', () => {
  const report = compare(OURS, (basket) => new Map([...byRules(OURS)(basket), ['extra', 60n]]));
  expect(classesOf(report)).toEqual(['missing_rule : only there']);
  expect(report.classes[0]).toMatchObject({ wallet: 'extra', units: 300, difference: '-18000', absolute: '18000' });
});

test('what nothing explains stays unknown, with its amount and its first receipts', () => {
  let n = 0;
  const report = compare(OURS, (basket) => {
    const right = byRules(OURS)(basket).get('points') ?? 0n;
    n += 1;
    return new Map([['points', n % 30 === 0 ? right + 7_777n + BigInt(n) : right]]);
  });
  expect(report.units - report.agreed).toBe(10);
  expect(report.classes.map((one) => one.class)).toEqual(report.classes.map(() => 'unknown'));
  expect(report.classes.reduce((sum, { units }) => sum + units, 0)).toBe(10);
  expect(report.classes.find(({ rule }) => rule === '')?.first.length).toBeGreaterThan(0);
  expect(report.byRule.find(({ rule }) => rule === '')?.units ?? 0).toBeGreaterThan(0);
});

/** The same, where the other side tells its promotions. */
const compareRules = (ours: RulebookInput['promotions'], theirs: RulebookInput['promotions']): AgreementReport => {
  const [rulebook, other] = [compiled(ours), compiled(theirs)];
  const tally = emptyAgreement();
  for (const [i, basket] of BASKETS.entries()) {
    const { grants } = adjudicate(rulebook, basket);
    const theirRules = new Set(theirs.map(({ code }) => code));
    const ground = { rulebook, basket, grants, versions: [], theirRules };
    const place = { lane: 1, seq: BigInt(i), month: basket.local.date.slice(0, 7) };
    const told = { byRule: byRule(adjudicate(other, basket).grants) };
    for (const unit of unitsOf(place, told, grants))
      countUnit(tally, unit, {
        explain: () => explanationsOf(ground, unit, true),
        contradict: () => contradictionsOf(ground, unit, true),
      });
  }
  return agreementOf(tally, { receipts: BASKETS.length, untold: 0 }, () => 0);
};

test('where both sides tell their promotions each is compared by itself, and what one side lacks is named', () => {
  const late = compareRules(OURS, [base(), evening('16:00')]);
  expect(classesOf(late).sort()).toEqual(['missing_rule wine-bonus: only here', 'timing evening: +2 hours']);
  const rounded = compareRules([base()], [base({ rounding: 'ceiling' }), bonus]);
  expect(classesOf(rounded).sort()).toEqual([
    'missing_rule wine-bonus: only there',
    'rounding base: ceiling per receipt',
  ]);
  expect(rounded.byRule).toMatchObject([{ rule: 'base' }, { rule: 'wine-bonus', agreed: 0 }]);
});
