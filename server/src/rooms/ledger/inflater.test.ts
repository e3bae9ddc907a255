import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createInflater } from './inflater.ts';

const dictionary = Buffer.from('the words of a receipt, bread and milk and bread');
const pack = (text: string): Buffer => deflateRawSync(Buffer.from(text), { dictionary });

test('texts of any length come back one after another', () => {
  const inflate = createInflater({ dictionary });
  for (const text of ['bread', '', 'milk and bread, ñandú €', 'x'.repeat(100_000), 'the words of a receipt'])
    expect(inflate(pack(text))).toBe(text);
});

test('what is broken is told, and spoils nothing that comes after it', () => {
  const inflate = createInflater({ dictionary });
  expect(inflate(pack('bread'))).toBe('bread');
  const broken = Buffer.from(pack('bread and milk and more than that'));
  broken.fill(0xff);
  expect(() => inflate(broken)).toThrow();
  expect(() => inflate(pack('a text that was cut off').subarray(0, 5))).toThrow();
  expect(inflate(pack('milk'))).toBe('milk');
});
