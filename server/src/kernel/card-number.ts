import { assert } from './assert.ts';
import { refuse } from './refusal.ts';
import type { Ok, Refusal } from './refusal.ts';

/** A card number without blanks and dashes, 4 to 64 of `0-9A-Z`. Never logged, never shown in full. */
export type CardNumber = string & { readonly brand: 'CardNumber' };

export const CARD_NUMBER_LENGTH_MIN = 4;
export const CARD_NUMBER_LENGTH_MAX = 64;

// ASCII only, and checked before upper-casing: "ß" would become "SS" and "ı" would become "I", another card's number.
const WRITTEN_CARD_NUMBER = /^[0-9A-Za-z -]{1,200}$/;

/** One form for every way to write the number. Refuses other characters, and fewer than 4 or more than 64. */
export const normaliseCardNumber = (
  text: string,
): Ok<{ readonly value: CardNumber }> | Refusal<'kernel.card_number.malformed'> => {
  if (!WRITTEN_CARD_NUMBER.test(text)) return refuse('kernel.card_number.malformed');
  const value = text.replace(/[ -]/g, '').toUpperCase();
  if (value.length < CARD_NUMBER_LENGTH_MIN || value.length > CARD_NUMBER_LENGTH_MAX) {
    return refuse('kernel.card_number.malformed');
  }
  return { ok: true, value: value as CardNumber };
};

const DIGITS = /^\d+$/;

// Sum of the digits, right to left, where every second one, beginning with the last, is weighed by `weigh`.
const weighedSum = (payload: string, weigh: (digit: number) => number): number => {
  assert(DIGITS.test(payload), 'check digits are for digits only');
  let sum = 0;
  for (let at = payload.length - 1, isWeighed = true; at >= 0; at -= 1, isWeighed = !isWeighed) {
    const digit = payload.charCodeAt(at) - 48;
    sum += isWeighed ? weigh(digit) : digit;
  }
  return sum;
};

const completing = (sum: number): string => String((10 - (sum % 10)) % 10);

/** The Luhn check digit to put behind `payload`, which has digits only (else a bug). */
export const luhnDigit = (payload: string): string =>
  completing(weighedSum(payload, (digit) => (digit < 5 ? digit * 2 : digit * 2 - 9)));

/** True when the last digit is the Luhn digit of those before; false for letters and for fewer than two digits. */
export const luhnIsValid = (text: string): boolean =>
  text.length >= 2 && DIGITS.test(text) && luhnDigit(text.slice(0, -1)) === text.slice(-1);

/** The EAN-13 check digit of 12 digits (else a bug). */
export const ean13Digit = (payload: string): string => {
  assert(payload.length === 12, 'an EAN-13 has 12 digits before its check digit');
  return completing(weighedSum(payload, (digit) => digit * 3));
};

/** True for 13 digits of which the last is the EAN check digit. */
export const ean13IsValid = (text: string): boolean =>
  text.length === 13 && DIGITS.test(text) && ean13Digit(text.slice(0, 12)) === text.slice(12);

const CARD_DIGITS_SHOWN_MAX = 4;

/** For screens: four dots and the last four characters, or the last half of a number shorter than eight. */
export const maskCardNumber = (number: CardNumber): string =>
  `••••${number.slice(-Math.min(CARD_DIGITS_SHOWN_MAX, Math.floor(number.length / 2)))}`;
