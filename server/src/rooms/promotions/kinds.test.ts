import { describe, expect, it } from 'vitest';
import { adjudicate } from './adjudicate.ts';
import { LINE_KINDS } from './basket.ts';
import type { Basket } from './basket.ts';
import { compile } from './compile.ts';
import { caseTables } from './cases/case-tables.ts';
import { conditionKind, conditionKinds, effectKind, effectKinds } from './kinds.ts';
import { priceBasket } from './price-basket.ts';
import { LANGUAGES, placeholdersOf } from './language.ts';
import { basketWith } from './samples/sample-basket.ts';
import type { CompiledRulebook } from './rulebook.ts';

const units = { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 }, fine: { decimals: 2 } } };

const compiled = (promotions: readonly object[]): CompiledRulebook => {
  const result = compile(
    {
      promotions: promotions.map((promotion, i) => ({
        code: `p${i}`,
        priority: i,
        firstOn: '2020-01-01',
        ...promotion,
      })),
    },
    units,
  );
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.compiled;
};

const bonus = { kind: 'fixed-bonus', wallet: 'points', params: { points: '7', lines: { kinds: LINE_KINDS } } };

/** The rulebook that a basket is decided by: of purchases, or of its occasion. */
const answering = (basket: Basket, promotions: readonly object[]): CompiledRulebook => {
  const on = basket.occasion?.name;
  const rulebook = compiled(promotions.map((one) => ({ ...one, ...(on !== undefined && { on }) })));
  return on === undefined ? rulebook : (rulebook.occasions.get(on) as CompiledRulebook);
};

const holds = (kind: string, version: number, params: unknown, basket: Basket): boolean => {
  const effects = [basket.occasion === undefined ? bonus : { ...bonus, params: { points: '7' } }];
  const rulebook = answering(basket, [{ conditions: [{ kind, version, params }], effects }]);
  return adjudicate(rulebook, basket).grants.length === 1;
};

const before = {
  effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '10.00', per: 'receipt' } }],
};

const given = (
  kind: string,
  version: number,
  params: unknown,
  basket: Basket,
  wallet = 'points',
): readonly bigint[] => {
  const gives = effectKind(kind, version)?.gives;
  const own = { effects: [{ kind, version, ...(gives === 'points' && { wallet }), params }] };
  const rulebook = answering(basket, kind === 'multiplier' ? [before, own] : [own]);
  if (gives === 'coupon') return adjudicate(rulebook, basket).coupons.map(({ count }) => BigInt(count));
  if (gives === 'points') {
    const grant = adjudicate(rulebook, basket).grants.find(({ derivation }) => derivation.rule.kind === kind);
    return grant === undefined ? [] : [grant.points, ...grant.perLine.map(([, part]) => part)];
  }
  const { priced, gifts, rates } = priceBasket(rulebook, basket);
  if (gives === 'gift') return gifts.map(({ quantity }) => quantity);
  if (gives === 'rate') return rates.map(() => 1n);
  const parts = priced.flatMap(({ perLine }) => perLine.map(([, part]) => part));
  return parts.length === 0 ? [] : [parts.reduce((sum, part) => sum + part, 0n), ...parts];
};

describe.each([...conditionKinds, ...effectKinds])('the kind $code version $version', (kind) => {
  it('says what it does in every language, with the same placeholders', () => {
    const names = placeholdersOf(kind.text.en).sort();
    for (const language of LANGUAGES) {
      expect(kind.text[language]).not.toBe('');
      expect(placeholdersOf(kind.text[language]).sort()).toEqual(names);
      expect(placeholdersOf(kind.say(kind.example.params, 'points', language))).toEqual([]);
    }
  });

  it('has an example that its own schema takes', () => {
    expect(kind.params.safeParse(kind.example.params).success).toBe(true);
  });

  it('has at least three frozen cases', () => {
    expect(
      caseTables
        .filter((table) => table.kind === kind.code && table.version === kind.version)
        .flatMap(({ cases }) => cases).length,
    ).toBeGreaterThanOrEqual(3);
  });
});

describe.each(conditionKinds)('the condition $code version $version', ({ code, version, example, missed }) => {
  it('holds and fails as its example says, and says why', () => {
    expect(holds(code, version, example.params, basketWith(example.holds))).toBe(true);
    expect(holds(code, version, example.params, basketWith(example.fails))).toBe(false);
    expect(placeholdersOf(missed.es).sort()).toEqual(placeholdersOf(missed.en).sort());
  });
});

describe.each(effectKinds)('the effect $code version $version', ({ code, version, example, undo }) => {
  it('gives what its example says', () => {
    expect(given(code, version, example.params, basketWith(example.basket))[0]).toBe(example.points);
  });

  it('says what a return does, and keeps nothing of a line that came back whole', () => {
    for (const language of LANGUAGES) expect(undo.text[language]).not.toBe('');
    expect(undo.keep(10n, 0n, 3_000n)).toBe(0n);
    expect(undo.keep(10n, 3_000n, 3_000n)).toBe(10n);
    expect(undo.keep(10n, 1_000n, 3_000n)).toBe(3n);
  });
});

describe.each(caseTables)('the frozen cases of $kind version $version', ({ kind, version, cases }) => {
  it.each(cases)('$name, in a sentence without gaps', ({ params, wallet = 'points' }) => {
    const described = conditionKind(kind, version) ?? effectKind(kind, version);
    for (const language of LANGUAGES) {
      const said = described?.say(params, wallet, language) ?? '';
      expect(said).not.toBe('');
      expect(said, said).not.toMatch(/\s\s|\s[,;:.](\s|$)|[,;]\s*[,;:.]|[,;:]\s*$|^[\s,;:]/);
    }
  });

  it.each(cases)('$name', ({ params, basket, result, wallet }) => {
    const actual =
      typeof result === 'boolean'
        ? holds(kind, version, params, basketWith(basket))
        : given(kind, version, params, basketWith(basket), wallet);
    expect(actual).toEqual(result);
  });
});
