import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from './strict-json.ts';
import type { Json, StrictJson } from './strict-json.ts';

fc.configureGlobal({ seed: 2_026_112_204, numRuns: 500 });

const read = (text: string): StrictJson => parseStrictJson(Buffer.from(text));

/** A document as it is written: objects are lists of pairs, so that a key may stand twice. */
type Written =
  | string
  | { readonly list: readonly Written[] }
  | { readonly pairs: readonly (readonly [string, Written])[] };

const words = fc.oneof(
  fc.constantFrom('a', 'b', 'A', '', ' ', ':', '"', '\\', '{"a":1}', 'é', '😀', 'a\n'),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);
const escaped = (word: string): string =>
  [...word]
    .map((sign) => [...sign.split('')].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''))
    .join('');
const stringTexts = (word: string) => fc.constantFrom(JSON.stringify(word), `"${escaped(word)}"`);
const blanks = fc.constantFrom('', '', ' ', '\n\t', '\r ');

const { written } = fc.letrec<{ written: Written }>((tie) => ({
  written: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(
      fc.constantFrom('1', '-0', '0.5', '12.50', '9007199254740991', '1e3', '2.5E-3', 'true', 'null', '"x:y"'),
      words.filter((word) => !word.includes('\u0000')).chain(stringTexts),
    ),
    fc.record({ list: fc.array(tie('written'), { maxLength: 4 }) }),
    fc.record({
      pairs: fc.array(
        fc.tuple(
          words.filter((word) => !word.includes('\u0000')),
          tie('written'),
        ),
        { maxLength: 4 },
      ),
    }),
  ),
}));

const hasTwice = (doc: Written): boolean => {
  if (typeof doc === 'string') return false;
  if ('list' in doc) return doc.list.some(hasTwice);
  const keys = doc.pairs.map(([key]) => key);
  return new Set(keys).size !== keys.length || doc.pairs.some(([, value]) => hasTwice(value));
};

const textOf = (doc: Written, blank: string, keyText: (key: string) => string): string => {
  if (typeof doc === 'string') return blank + doc + blank;
  if ('list' in doc) return `[${blank}${doc.list.map((item) => textOf(item, blank, keyText)).join(',')}]`;
  const pairs = doc.pairs.map(([key, value]) => `${blank}${keyText(key)}${blank}:${textOf(value, blank, keyText)}`);
  return `{${pairs.join(',')}${blank}}${blank}`;
};

describe('a strict body', () => {
  it('is taken as JSON.parse takes it, exactly when no key stands twice, however keys are escaped', () => {
    fc.assert(
      fc.property(written, blanks, fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), (doc, blank, coins) => {
        let flips = 0;
        const keyText = (key: string) => (coins[(flips += 1) % 7] ? `"${escaped(key)}"` : JSON.stringify(key));
        const text = textOf(doc, blank, keyText);
        const outcome = read(text);
        if (hasTwice(doc)) expect(outcome).toMatchObject({ ok: false, flaw: { kind: 'duplicate_key' } });
        else expect(outcome).toEqual({ ok: true, value: JSON.parse(text) as Json });
      }),
    );
  });

  it('is malformed exactly when JSON.parse throws, whatever is done to the text', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '0', '-', 'e'),
        (text, at, sign) => {
          const place = at % (text.length + 1);
          const broken = text.slice(0, place) + sign + text.slice(place + 1);
          let isJson = true;
          try {
            JSON.parse(broken);
          } catch {
            isJson = false;
          }
          const outcome = read(broken);
          expect(!outcome.ok && outcome.flaw.kind === 'malformed').toBe(!isJson);
          if (outcome.ok) expect(outcome.value).toEqual(JSON.parse(broken));
        },
      ),
    );
  });

  it('has integers exactly up to 2^53 - 1', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (n) => {
        const isSafe = n >= BigInt(Number.MIN_SAFE_INTEGER) && n <= BigInt(Number.MAX_SAFE_INTEGER);
        expect(read(`{"n":${n}}`).ok).toBe(isSafe);
      }),
    );
  });

  it('has every number that a double writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => {
        if (Number.isInteger(n) && !Number.isSafeInteger(n)) return;
        expect(read(`[${String(n).replace('e+', 'e')}]`)).toEqual({ ok: true, value: [Object.is(n, -0) ? 0 : n] });
      }),
    );
  });
});
