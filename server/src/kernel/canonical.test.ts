import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bug } from './assert.ts';
import { createByteWriter } from './byte-writer.ts';
import { canonicalJson, digest } from './canonical.ts';

fc.configureGlobal({ seed: 2_026_112_209 });

const permuted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(permuted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, permuted(field)]),
  );
};

describe('canonical JSON', () => {
  it('sorts keys, drops what is undefined and writes bigints as decimals', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'é"'], c: undefined, d: { z: -12n, y: 1.5 } })).toBe(
      '{"a":[true,null,"é\\""],"b":1,"d":{"y":1.5,"z":"-12"}}',
    );
    expect(canonicalJson([])).toBe('[]');
    expect(canonicalJson({})).toBe('{}');
    expect(canonicalJson(-0)).toBe('0');
    expect(canonicalJson(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}');
  });

  it('of what has no one text is a bug', () => {
    const deep = JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) as unknown;
    for (const value of [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      undefined,
      [undefined],
      () => 1,
      Symbol('s'),
      new Map(),
      deep,
    ]) {
      expect(() => canonicalJson(value)).toThrow(Bug);
    }
  });

  it('is the same for the same content in any order of keys, and reads back as that content', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(permuted(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.stringify(JSON.parse(text))).toHaveLength(JSON.stringify(value).length);
      }),
    );
  });

  it('writes every string as JSON does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const text = String.fromCharCode(...units);
        expect(canonicalJson(text)).toBe(JSON.stringify(text));
      }),
    );
    for (let unit = 0; unit <= 0xffff; unit += 1) {
      const text = String.fromCharCode(unit);
      if (canonicalJson(text) !== JSON.stringify(text)) expect.fail(`unit ${unit.toString(16)} is written otherwise`);
    }
  });

  it('has a digest of 32 bytes that is SHA-256', () => {
    expect(digest('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(digest(Buffer.from('abc')).equals(digest('abc'))).toBe(true);
  });
});

describe('a byte writer', () => {
  it('writes big-endian, with lengths before text and bytes', () => {
    const writer = createByteWriter();
    writer.u8(255);
    writer.u32(1);
    writer.u64(2n);
    writer.i64(-1n);
    writer.text('é');
    writer.bytes(Buffer.from([9]));
    const hex = `ff 00000001 0000000000000002 ${'f'.repeat(16)} 00000002c3a9 0000000109`;
    expect(writer.finish().toString('hex')).toBe(hex.replaceAll(' ', ''));
  });

  it('gives a copy that later writing leaves alone, and starts again when reset', () => {
    const writer = createByteWriter();
    writer.u8(1);
    const first = writer.finish();
    writer.reset();
    writer.u8(2);
    expect([...first, ...writer.finish()]).toEqual([1, 2]);
  });

  it('grows as needed and keeps what stands', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 400 }), { maxLength: 8 }), (texts) => {
        const writer = createByteWriter();
        for (const text of texts) writer.text(text);
        const expected = texts.map((text) => {
          const size = Buffer.alloc(4);
          size.writeUInt32BE(Buffer.byteLength(text));
          return Buffer.concat([size, Buffer.from(text)]);
        });
        expect(writer.finish().equals(Buffer.concat(expected))).toBe(true);
      }),
    );
  });

  it('takes no number that does not fit', () => {
    const writer = createByteWriter();
    for (const n of [-1, 256, 1.5, Number.NaN]) expect(() => writer.u8(n)).toThrow(Bug);
    expect(() => writer.u32(2 ** 32)).toThrow(Bug);
    expect(() => writer.u64(-1n)).toThrow(Bug);
    expect(() => writer.i64(2n ** 63n)).toThrow(Bug);
  });
});
