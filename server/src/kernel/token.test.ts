import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bug } from './assert.ts';
import { createTokens } from './token.ts';

fc.configureGlobal({ seed: 2_026_112_208 });

const tokens = createTokens(Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex'));
const places = fc.record({ lane: fc.nat(0xffff_ffff), id: fc.bigInt({ min: 0n, max: 9_223_372_036_854_775_807n }) });

describe('a token', () => {
  it('leads back to the lane and id it was made of', () => {
    fc.assert(
      fc.property(places, ({ lane, id }) => {
        const token = tokens.encode('mem', lane, id);
        expect(token).toMatch(/^mem_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
        expect(tokens.decode('mem', token)).toEqual({ lane, id });
      }),
    );
  });

  it('stays the same for ever: tokens stand in the books of others', () => {
    expect(tokens.encode('mem', 7, 42n)).toBe('mem_0bv3nzthka1ffj019xessptv5q');
  });

  it('of one kind is not taken for another, nor one of another key', () => {
    const token = tokens.encode('mem', 7, 42n);
    expect(tokens.decode('crd', token.replace('mem', 'crd'))).toBeUndefined();
    expect(tokens.decode('crd', token)).toBeUndefined();
    expect(tokens.decode('me', token)).toBeUndefined();
    expect(createTokens(Buffer.alloc(16)).decode('mem', token)).toBeUndefined();
  });

  it('with any character changed leads nowhere', () => {
    const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
    fc.assert(
      fc.property(places, fc.nat(25), fc.constantFrom(...alphabet), ({ lane, id }, at, character) => {
        const token = tokens.encode('mem', lane, id);
        const forged = token.slice(0, 4 + at) + character + token.slice(5 + at);
        fc.pre(forged !== token);
        expect(tokens.decode('mem', forged)).toBeUndefined();
      }),
    );
  });

  it('is one text only: no upper case, look-alikes, blanks or anything else', () => {
    const token = tokens.encode('mem', 7, 42n);
    const texts = [
      '',
      'mem',
      'mem_',
      token.toUpperCase(),
      `${token}0`,
      token.slice(0, -1),
      ` ${token}`,
      `mem_${'é'.repeat(26)}`,
      `mem_z${token.slice(5)}`,
      `mem_${'l'.repeat(26)}`,
    ];
    for (const text of texts) expect(tokens.decode('mem', text), text).toBeUndefined();
  });

  it('needs a place that exists and a key of 16 bytes', () => {
    expect(() => tokens.encode('mem', 1, -1n)).toThrow(Bug);
    expect(() => tokens.encode('Mem', 1, 1n)).toThrow(Bug);
    expect(() => createTokens(Buffer.alloc(15))).toThrow(Bug);
  });
});
