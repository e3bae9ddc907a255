import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Facts } from '../facts.ts';
import { readExpression, type Expression } from '../expression.ts';
import type { BasketChange } from '../kind.ts';
import { basketWith } from '../samples/sample-basket.ts';
import { randomExpression } from './fake-expressions.ts';

const read = (text: string): Expression => {
  const found = readExpression(text, 2);
  if ('holds' in found) return found;
  throw new Error(`${text}: ${found.what.en}`);
};

// What is said to be never true is never true, and what holds lies within what was said of it: an honest promotion is not refused.

// Of more parts than may be read, none is.
const isReadable = (text: string): boolean => {
  const found = readExpression(text, 2);
  return 'holds' in found || found.kind === 'invalid';
};

const memberOf = fc.record({
  tier: fc.constantFrom('', 'gold', 'a'),
  attributes: fc.constant({}),
  enrolledOn: fc.constant('2025-01-01' as never),
  purchases: fc.integer({ min: 0, max: 5 }),
  segments: fc.constantFrom<string[]>([], ['a'], ['gold', 'b']),
});
const lineOf = fc.record({
  kind: fc.constantFrom('product' as const, 'voucher' as const),
  gross: fc.constantFrom(0n, 3n, 4n, 6n, 25n),
  labels: fc.constantFrom<string[]>([], ['a']),
  brand: fc.constantFrom('a', 'Plain'),
});
const basketOf: fc.Arbitrary<BasketChange> = fc.record({
  lines: fc.array(lineOf, { maxLength: 3 }),
  member: fc.option(memberOf, { nil: undefined }),
  outlet: fc.constantFrom({ code: 'centro', groups: ['a'] }, { code: 'a', groups: [] }),
  channel: fc.constantFrom('a', 'till'),
  coupons: fc.constantFrom<string[]>([], ['a']),
  local: fc.record({
    date: fc.constantFrom('2026-03-01' as never, '2026-12-31' as never, '2027-01-01' as never),
    weekday: fc.integer({ min: 1, max: 7 }),
    minuteOfDay: fc.integer({ min: 0, max: 1_439 }),
  }),
});

test('an expression that holds for some basket is never said to be never true, and holds within its limits', () => {
  let held = 0;
  let never = 0;
  fc.assert(
    fc.property(
      randomExpression(3).filter(isReadable),
      fc.array(basketOf, { minLength: 8, maxLength: 8 }),
      (text, changes) => {
        const expression = read(text);
        const reach = expression.reach();
        if (reach.never !== undefined) never += 1;
        for (const change of changes) {
          const basket = basketWith(change);
          if (!expression.holds(new Facts(basket, [], []))) continue;
          held += 1;
          expect({ text, never: reach.never }).toEqual({ text, never: undefined });
          const told: Readonly<Record<string, string | number>> = {
            ...{ outlet: basket.outlet.code, channel: basket.channel, partner: basket.partner },
            ...{ tier: basket.member?.tier ?? '', weekday: basket.local.weekday, date: basket.local.date },
            'minute of the day': basket.local.minuteOfDay,
          };
          for (const limit of reach.limits) {
            const value = told[limit.fact] as string | number;
            const isWithin =
              'oneOf' in limit
                ? limit.oneOf.includes(value)
                : (limit.from === undefined || value >= limit.from) && (limit.to === undefined || value <= limit.to);
            expect({ text, fact: limit.fact, value, isWithin }).toEqual({
              text,
              fact: limit.fact,
              value,
              isWithin: true,
            });
          }
        }
      },
    ),
    { numRuns: 1_500, seed: 4_712 },
  );
  // Both happen, or the property says nothing.
  expect(held).toBeGreaterThan(500);
  expect(never).toBeGreaterThan(50);
});

describe('is seen to be never true', () => {
  test.each([
    ['total > 5 && total < 3', 'total'],
    ['total > 5 && !(total > 5)', 'total'],
    ['total + money("1.00") < money("1.00")', 'total'],
    ['total > 20.5 && total < 20.9', 'total'],
    ['hour > 25', 'hour'],
    ['25 < hour', 'hour'],
    ['!(hour <= 23)', 'hour'],
    ['(hour == 3 || hour == 30) && hour > 4', 'hour'],
    ['total > 5 ? hour > 25 : hour < 0', 'hour'],
    ['minute == 60', 'minute'],
    ['weekday == 9', 'weekday'],
    ['weekday in [0, 8]', 'weekday'],
    ['weekday != 1 && weekday != 2 && weekday != 3 && weekday > 0 && weekday < 4', 'weekday'],
    ['date == "2027-02-30"', 'date'],
    ['date in ["2027-02-30", "2027-13-01"]', 'date'],
    ['date > "2027-02-28" && date < "2027-03-01"', 'date'],
    ['outlet == "centro" && outlet == "playa"', 'outlet'],
    ['outlet in ["centro"] && outlet != "centro"', 'outlet'],
    ['!member.known && member.tier == "gold"', 'member.tier'],
    ['member.purchases < 0', 'member.purchases'],
    ['size(lines) > 500', 'size(lines)'],
    ['size(lines) == 0 && lines.exists(l, true)', 'size(lines)'],
    ['lines.exists(l, l.paid > 5 && l.paid < 3)', 'lines[…].paid'],
    ['!lines.all(l, l.gross >= 0)', 'lines[…].gross'],
    ['lines.exists(l, l.kind == "banana")', 'lines[…].kind'],
    ['cel.bind(t, total, t > 5 && t < 3)', 'total'],
  ])('%s', (text, fact) => {
    expect(read(text).reach().never).toEqual({
      en: `no value that ${fact} can have meets it`,
      es: `ningún valor que pueda tener ${fact} la cumple`,
    });
  });

  test.each(['1 > 2 && total > 0', 'false', 'total < total'])('%s, whatever is bought', (text) => {
    expect(read(text).reach().never).toEqual({
      en: 'it is false whatever is bought',
      es: 'es falsa se compre lo que se compre',
    });
  });

  test.each([
    'total > 5 || total < 3',
    'weekday == 9 || total > 5',
    'lines.exists(a, a.sku == "x") && lines.exists(b, b.sku == "y")',
    'lines.exists(l, l.labels.exists(x, x == "a") && l.labels.exists(y, y == "b"))',
    'member.attributes["children"] > 5',
    'date >= "2027-02-30"',
    'lines.all(l, l.kind == "banana")',
  ])('but not %s', (text) => {
    expect(read(text).reach().never).toBeUndefined();
  });
});

describe('what can never be computed is refused where it is published, in both languages', () => {
  const objection = (text: string) => read(text).objection()?.what;
  test.each([
    [
      'total > money("abc")',
      'money("abc"): "abc" is no amount with up to 2 decimals',
      'no es un importe con hasta 2 decimales',
    ],
    ['total >= money("20.0000")', 'money("20.0000"): "20.0000" is no amount with up to 2 decimals', 'no es un importe'],
    ['total >= money("-1")', 'money("-1"): "-1" is no amount with up to 2 decimals', 'no es un importe'],
    [
      'lines.exists(l, l.quantity > pieces("1.2345"))',
      'pieces("1.2345"): "1.2345" is no number of pieces with up to 3 decimals',
      'piezas',
    ],
    [
      'total > money(outlet)',
      'money takes an amount that is written out: money("5")',
      'lee una cantidad escrita tal cual',
    ],
    ['total / 0 > 1', 'total / 0 divides by zero', 'divide por cero'],
    [
      'duration("1111") > duration("1h")',
      'duration("1111") > duration("1h") cannot be computed: Invalid duration string: 1111',
      'no se puede calcular',
    ],
    [
      'member.attributes["children"] + 1 > 3',
      'an attribute is a number, text or yes and no: write int(…), double(…) or string(…) around it before reckoning with it',
      'póngalo entre int(…)',
    ],
  ])('%s', (text, en, es) => {
    expect(objection(text)?.en).toBe(en);
    expect(objection(text)?.es).toContain(es);
  });

  test.each([
    'total >= money("20.00")',
    'int(member.attributes["children"]) + 1 > 3',
    'member.attributes["children"] >= 2',
    'duration("36h") > duration("1h") && total > 0',
  ])('but not %s', (text) => {
    expect(objection(text)).toBeUndefined();
  });

  test('a number of a member is reckoned with once it is said what it is', () => {
    const facts = (children: number) => {
      const member = { tier: '', attributes: { children }, enrolledOn: '2025-01-01' as never, purchases: 1 };
      return new Facts(basketWith({ member }), [], []);
    };
    const { holds } = read('int(member.attributes["children"]) + 1 > 3');
    expect([holds(facts(3)), holds(facts(2))]).toEqual([true, false]);
  });
});
