import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocalDate } from '../../kernel/local-date.ts';
import { adjudicate } from './adjudicate.ts';
import type { Adjudication } from './adjudicate.ts';
import { LINE_KINDS } from './basket.ts';
import type { Basket, BasketLine } from './basket.ts';
import { compile } from './compile.ts';
import { keepGrant } from './keep-grant.ts';
import { ruleOf } from './rule-of.ts';
import { basketWith } from './samples/sample-basket.ts';
import { twentyPromotions } from './samples/twenty-promotions.ts';

const result = compile(twentyPromotions, {
  currency: { code: 'EUR', decimals: 2 },
  wallets: { points: { decimals: 0 }, promo: { decimals: 1 } },
});
if (!result.ok) throw new Error(JSON.stringify(result.problems));
const rulebook = result.compiled;

const amount = fc.bigInt({ min: 0n, max: 20_000n });
const line: fc.Arbitrary<Omit<BasketLine, 'line'>> = fc
  .record({
    sku: fc.constantFrom('a', 'b', 'c'),
    category: fc.constantFrom(
      'food/dairy/milk',
      'food/produce/fruit',
      'food/bakery',
      'drinks/coffee',
      'pets/food',
      'tobacco',
    ),
    brand: fc.constantFrom('Alba', 'Plain'),
    labels: fc.subarray(['own-brand', 'sale']),
    kind: fc.constantFrom(...LINE_KINDS),
    quantity: fc.bigInt({ min: 1n, max: 9_000n }),
    gross: amount,
    cut: fc.nat(100),
    paid: fc.nat(100),
  })
  .map(({ cut, paid, ...rest }) => {
    const discount = (rest.gross * BigInt(cut)) / 100n;
    return { ...rest, discount, tax: rest.gross / 10n, byPoints: ((rest.gross - discount) * BigInt(paid)) / 100n };
  });

const basket: fc.Arbitrary<Basket> = fc
  .record({
    lines: fc.array(line, { maxLength: 8 }),
    groups: fc.subarray(['city', 'campus']),
    channel: fc.constantFrom('till', 'app'),
    minuteOfDay: fc.nat(1_439),
    weekday: fc.integer({ min: 1, max: 7 }),
    member: fc.option(
      fc.record({
        tier: fc.constantFrom('base', 'silver', 'gold'),
        attributes: fc.constantFrom<Record<string, string>>({}, { pet: 'cat' }),
        purchases: fc.nat(20),
      }),
      { nil: undefined },
    ),
  })
  .map(({ lines, groups, channel, minuteOfDay, weekday, member }) => ({
    ...basketWith({
      outlet: { code: 'centre', groups },
      channel,
      local: { date: '2026-11-22' as LocalDate, minuteOfDay, weekday },
      member: member && { ...member, enrolledOn: '2026-01-01' as LocalDate },
    }),
    lines: lines.map((one, i) => ({ ...one, line: i + 1 })),
  }));

const settings = { seed: 20_261_122, numRuns: 400 };

const totals = ({ grants }: Adjudication): readonly (readonly [string, string, bigint])[] =>
  grants.map(({ promotion, walletType, points }) => [promotion, walletType, points]);

describe('deciding what a basket earns', () => {
  it('gives a till the same as whoever wants it explained, and only does not say what was counted', () => {
    let told = 0;
    fc.assert(
      fc.property(basket, (asked) => {
        const whole = adjudicate(rulebook, asked);
        told += whole.grants.filter(({ derivation }) => derivation.sources !== undefined).length;
        const { grants, ...rest } = adjudicate(rulebook, asked, { derive: false });
        expect({ ...rest, grants }).toEqual({
          ...whole,
          grants: whole.grants.map(({ derivation: { rule, uncapped }, ...grant }) => ({
            ...grant,
            derivation: { rule, uncapped },
          })),
        });
        for (const { derivation } of grants) expect(derivation.amounts ?? derivation.sources).toBeUndefined();
      }),
      settings,
    );
    expect(told).toBeGreaterThan(100);
  });

  it('gives nothing for nothing', () => {
    expect(adjudicate(rulebook, { ...basketWith({}), lines: [] }).grants).toEqual([]);
  });

  it('does not depend on the order in which numbered lines are sent; line-order.prop.test.ts has them numbered otherwise', () => {
    fc.assert(
      fc.property(basket, fc.infiniteStream(fc.nat()), (given, dice) => {
        const shuffled = given.lines
          .map((one) => ({ one, at: dice.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(adjudicate(rulebook, { ...given, lines: shuffled })).toEqual(adjudicate(rulebook, given));
      }),
      settings,
    );
  });

  it('grants points above zero that the lines share exactly', () => {
    fc.assert(
      fc.property(basket, (given) => {
        for (const { points, perLine } of adjudicate(rulebook, given).grants) {
          expect(points > 0n).toBe(true);
          expect(perLine.reduce((sum, [, part]) => sum + part, 0n)).toBe(points);
          for (const [, part] of perLine) expect(part > 0n).toBe(true);
        }
      }),
      settings,
    );
  });

  it('is not changed by a line that earns nowhere', () => {
    fc.assert(
      fc.property(basket, line, fc.constantFrom('voucher', 'fee', 'gift_card'), (given, more, kind) => {
        const longer = { ...given, lines: [...given.lines, { ...more, kind: kind as BasketLine['kind'], line: 99 }] };
        expect(totals(adjudicate(rulebook, longer))).toEqual(totals(adjudicate(rulebook, given)));
      }),
      settings,
    );
  });

  it('decides the same whether or not it is asked to explain, and explains every promotion once', () => {
    fc.assert(
      fc.property(basket, (given) => {
        const explained = adjudicate(rulebook, given, { explain: true });
        expect(explained.grants).toEqual(adjudicate(rulebook, given).grants);
        const named = [
          ...new Set(explained.grants.map(({ promotion }) => promotion)),
          ...explained.notFired.map(({ promotion }) => promotion),
        ];
        expect(named.sort()).toEqual(rulebook.promotions.map(({ code }) => code).sort());
      }),
      settings,
    );
  });

  it('keeps a derivation from which plain rules can be computed again without it', () => {
    fc.assert(
      fc.property(basket, (given) => {
        for (const { points, derivation } of adjudicate(rulebook, given).grants) {
          const { rule, amounts, sources, uncapped } = JSON.parse(JSON.stringify(derivation)) as Grant;
          const before = BigInt(uncapped ?? String(points));
          if (rule.kind === 'multiplier') {
            expect((sources ?? []).reduce((sum, { added }) => sum + BigInt(added), 0n)).toBe(before);
          } else if (rule.kind === 'points-per-amount') {
            const scaled = (text: string, decimals: number): bigint =>
              BigInt(Math.round(Number(text) * 10 ** decimals));
            const step = scaled(rule.params.step, rule.decimals.money);
            const each = scaled(rule.params.points, rule.decimals.points);
            const pointsOf = (money: bigint): bigint =>
              rule.params.steps === 'full' ? (money / step) * each : (money * each) / step;
            const counted = (amounts ?? []).map(([, text]) => BigInt(text));
            const expected =
              rule.params.per === 'line'
                ? counted.reduce((sum, one) => sum + pointsOf(one), 0n)
                : pointsOf(counted.reduce((sum, one) => sum + one, 0n));
            expect(expected).toBe(before);
          }
        }
      }),
      settings,
    );
  });

  it('keeps of a grant that is shared what any order of returns would keep, and nothing when all came back', () => {
    fc.assert(
      fc.property(basket, (given) => {
        for (const granted of adjudicate(rulebook, given).grants) {
          const rule = ruleOf(rulebook, granted.promotion, granted.derivation.rule.effect);
          expect(rule).toBe(granted.derivation.rule);
          const grant = { ...granted, rule: granted.derivation.rule };
          expect(keepGrant(grant, () => ({ kept: 0n, sold: 1_000n })).points).toBe(0n);
          expect(keepGrant(grant, () => ({ kept: 1_000n, sold: 1_000n })).points).toBe(grant.points);
          const half = keepGrant(grant, () => ({ kept: 500n, sold: 1_000n }));
          expect(half.points <= grant.points && half.points >= 0n).toBe(true);
        }
      }),
      settings,
    );
  });
});

type Grant = {
  rule: {
    kind: string;
    params: Record<string, string> & { step: string; points: string };
    decimals: { money: number; points: number };
  };
  amounts?: [number, string][];
  sources?: { added: string }[];
  uncapped?: string;
};
