import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bug } from './assert.ts';
import {
  ean13Digit,
  ean13IsValid,
  luhnDigit,
  luhnIsValid,
  maskCardNumber,
  normaliseCardNumber,
} from './card-number.ts';
import type { CardNumber } from './card-number.ts';

fc.configureGlobal({ seed: 2_026_112_204 });
const digits = (length: { minLength: number; maxLength: number }) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), ...length });

describe('a card number', () => {
  it('is the same however it is written', () => {
    for (const text of ['ab12-3456 7890', 'AB1234567890', ' ab 12 34 56 78 90 ']) {
      expect(normaliseCardNumber(text)).toEqual({ ok: true, value: 'AB1234567890' });
    }
  });

  it.each([
    '',
    '123',
    '1-2-3',
    '- - - -',
    '12345é',
    '1234ı',
    'STRAßE',
    '1234_5',
    '1234\t5',
    '１２３４',
    '1'.repeat(65),
  ])('is not read from %j', (text) => {
    expect(normaliseCardNumber(text)).toEqual({ ok: false, refusal: 'kernel.card_number.malformed' });
  });

  it('is masked but for its end, and never shown whole', () => {
    expect(maskCardNumber('4012888888881881' as CardNumber)).toBe('••••1881');
    expect(maskCardNumber('1234' as CardNumber)).toBe('••••34');
  });
});

describe('check digits', () => {
  it('are those of the books', () => {
    expect(luhnIsValid('79927398713')).toBe(true);
    expect(luhnIsValid('4012888888881881')).toBe(true);
    expect(luhnIsValid('4012888888881882')).toBe(false);
    expect(luhnDigit('7992739871')).toBe('3');
    expect(ean13IsValid('4006381333931')).toBe(true);
    expect(ean13IsValid('4006381333932')).toBe(false);
    expect(ean13Digit('590123412345')).toBe('7');
  });

  it('are denied to anything but digits of the right number', () => {
    for (const text of ['', '0', '7992739871A', '799 27398713']) expect(luhnIsValid(text), text).toBe(false);
    for (const text of ['', '400638133393', '40063813339310', '40063813339 1'])
      expect(ean13IsValid(text), text).toBe(false);
    expect(() => luhnDigit('12A')).toThrow(Bug);
    expect(() => ean13Digit('123')).toThrow(Bug);
  });

  it('find every single wrong digit', () => {
    fc.assert(
      fc.property(
        digits({ minLength: 12, maxLength: 12 }),
        fc.nat(11),
        fc.integer({ min: 1, max: 9 }),
        (payload, at, by) => {
          const wrong = (Number(payload[at]) + by) % 10;
          const changed = `${payload.slice(0, at)}${wrong}${payload.slice(at + 1)}`;
          expect(luhnIsValid(payload + luhnDigit(payload))).toBe(true);
          expect(luhnIsValid(changed + luhnDigit(payload))).toBe(false);
          expect(ean13IsValid(payload + ean13Digit(payload))).toBe(true);
          expect(ean13IsValid(changed + ean13Digit(payload))).toBe(false);
        },
      ),
    );
  });
});
