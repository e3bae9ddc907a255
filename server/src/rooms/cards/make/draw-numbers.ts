import { randomBytes } from 'node:crypto';
import type { CardNumber } from '../../../kernel/card-number.ts';
import { ALPHABETS, completeNumber, drawnLength, type Range } from '../range.ts';

const POOL_BYTES = 16_384;

/** Draws characters without bias from the cryptographic source: a byte that would favour the first letters is thrown away. */
export function createDrawer(
  random: (bytes: number) => Buffer = randomBytes,
): (alphabet: string, count: number) => string {
  let pool = random(POOL_BYTES);
  let at = 0;
  return (alphabet, count) => {
    const fair = 256 - (256 % alphabet.length);
    let text = '';
    while (text.length < count) {
      if (at === pool.length) {
        pool = random(POOL_BYTES);
        at = 0;
      }
      const byte = pool[at++]!;
      if (byte < fair) text += alphabet[byte % alphabet.length];
    }
    return text;
  };
}

type Draw = ReturnType<typeof createDrawer>;

/** A random number of the range, with its check digit. */
export const drawNumber = (
  draw: Draw,
  range: Pick<Range, 'prefix' | 'length' | 'charset' | 'checkDigit'>,
): CardNumber => completeNumber(range, draw(ALPHABETS[range.charset], drawnLength(range)));

/** A random PIN or scratch code; undefined where the range has none. */
export const drawPin = (draw: Draw, { pinLength }: Pick<Range, 'pinLength'>): string | undefined =>
  pinLength === 0 ? undefined : draw(ALPHABETS.digits, pinLength);
