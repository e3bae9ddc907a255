import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, instantFromIso, instantFromPostgres, isoFromInstant } from './instant.ts';

fc.configureGlobal({ seed: 2_026_112_201 });

// 1700 to 2250, which is what Date and microseconds in a number both reach.
const instants = fc.integer({ min: -8_520_336_000_000_000, max: 8_835_955_200_000_000 }).map(instant);

describe('instants and their texts', () => {
  it('are the same from ISO and back', () => {
    fc.assert(
      fc.property(instants, (at) => {
        expect(instantFromIso(isoFromInstant(at))).toBe(at);
      }),
    );
  });

  it('agree with Date on the millisecond', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const text = isoFromInstant(at);
        expect(`${text.slice(0, 23)}Z`).toBe(new Date(Math.floor(at / 1_000)).toISOString());
      }),
    );
  });

  it('are the same in the form of PostgreSQL, whatever zeros it drops', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const text = isoFromInstant(at)
          .replace('T', ' ')
          .replace(/\.?0*Z$/, '');
        const printed = text.length < 19 ? text.padEnd(19, '0') : text;
        expect(instantFromPostgres(`${printed}+00`)).toBe(at);
      }),
    );
  });

  it('sort as text the way they sort as numbers', () => {
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        expect(isoFromInstant(a) < isoFromInstant(b)).toBe(a < b);
      }),
    );
  });
});
