import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDeflater } from './deflater.ts';

test('texts deflated one after another with one context inflate to themselves, whatever came before', () => {
  const dictionary = Buffer.from('the words that recur stand here');
  const deflate = createDeflater({ level: 6, windowBits: 12, memLevel: 4, dictionary });
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 60_000, size: 'max' }), { minLength: 1, maxLength: 20 }), (texts) => {
      for (const text of texts) {
        const packed = deflate(Buffer.from(text));
        expect(inflateRawSync(packed, { dictionary }).toString('utf8')).toBe(Buffer.from(text).toString('utf8'));
      }
    }),
    { numRuns: 50, seed: 7 },
  );
});

test('an earlier result stays as it was when the next text is deflated', () => {
  const deflate = createDeflater({ level: 6 });
  const first = deflate(Buffer.from('first'.repeat(100)));
  const copy = Buffer.from(first);
  for (let i = 0; i < 100; i++) deflate(Buffer.from(`${i}`.repeat(300)));
  expect(first.equals(copy)).toBe(true);
});
