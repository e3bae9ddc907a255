import { describe, expect, it } from 'vitest';
import { attributeBag, cardNumberText, clientReference, idText, instantText, quantityText } from './common.ts';

describe('a quantity', () => {
  it.each(['0', '12.50', '-3', '0.0001', '1000000000000000'])('may be written %s', (text) => {
    expect(quantityText.safeParse(text).success).toBe(true);
  });
  it.each(['', '+1', '01', '1.', '.5', '1e3', '1,5', ' 1', '١', '123456789012345678901', 12.5, '1\n'])(
    'may not be written %j',
    (text) => {
      expect(quantityText.safeParse(text).success).toBe(false);
    },
  );
});

describe('an instant', () => {
  it('has an offset', () => {
    expect(instantText.safeParse('2026-11-22T10:30:00.123456+01:00').success).toBe(true);
    expect(instantText.safeParse('2026-11-22T10:30:00Z').success).toBe(true);
    expect(instantText.safeParse('2026-11-22T10:30:00').success).toBe(false);
  });
});

describe('a client reference', () => {
  it.each(['1', 'T4-2026-11-22-000187', 'чек № 7', 'x'.repeat(128)])('may be %s', (text) => {
    expect(clientReference.safeParse(text).success).toBe(true);
  });
  it.each(['', ' a', 'a ', 'a\nb', 'a\u0000', 'a\u200bb', 'a\u2028b', '\ud800', 'x'.repeat(129)])(
    'may not be %j',
    (text) => {
      expect(clientReference.safeParse(text).success).toBe(false);
    },
  );
});

describe('an id', () => {
  it('has its prefix and 26 characters', () => {
    expect(idText('mem').safeParse(`mem_${'0'.repeat(26)}`).success).toBe(true);
    expect(idText('mem').safeParse(`crd_${'0'.repeat(26)}`).success).toBe(false);
  });
});

describe('a card number', () => {
  it('may have blanks and dashes', () => {
    expect(cardNumberText.safeParse('2990 0000-0017').success).toBe(true);
    expect(cardNumberText.safeParse('2990_0000').success).toBe(false);
  });
});

describe('a bag of attributes', () => {
  const bag = (value: unknown) => attributeBag.safeParse(value).success;
  it('takes flat facts', () => {
    expect(attributeBag.parse({ shop: 'MAD-01', visits: 3, rate: 0.5, vip: true })).toEqual({
      shop: 'MAD-01',
      visits: 3,
      rate: 0.5,
      vip: true,
    });
  });
  it('refuses keys that mean something to the language', () => {
    expect(bag(JSON.parse('{"__proto__":{"admin":true}}'))).toBe(false);
    expect(bag({ ['constructor']: 'x' })).toBe(false);
    expect(bag(JSON.parse('{"prototype":1}'))).toBe(false);
  });
  it('refuses depth, lists, long text, large integers, and more than 50 facts', () => {
    expect(bag({ a: { b: 1 } })).toBe(false);
    expect(bag({ a: [1] })).toBe(false);
    expect(bag([1])).toBe(false);
    expect(bag({ a: null })).toBe(false);
    expect(bag({ a: 'x'.repeat(501) })).toBe(false);
    expect(bag({ a: 2 ** 53 })).toBe(false);
    expect(bag({ 'a key': 1 })).toBe(false);
    const facts = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at]));
    expect(bag(facts(50))).toBe(true);
    expect(bag(facts(51))).toBe(false);
  });
});
