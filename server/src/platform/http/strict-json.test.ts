import { describe, expect, it } from 'vitest';
import { JSON_DEPTH_MAX, parseStrictJson } from './strict-json.ts';

const flawOf = (text: string | Uint8Array) => {
  const outcome = parseStrictJson(typeof text === 'string' ? Buffer.from(text) : text);
  return outcome.ok ? undefined : `${outcome.flaw.kind} ${outcome.flaw.path}`.trim();
};

describe('a strict body is refused', () => {
  it.each([
    ['a key that stands twice', '{"sum":"1","sum":"2"}', 'duplicate_key sum'],
    ['the same key under an escape', '{"a":1,"\\u0061":2}', 'duplicate_key a'],
    ['a key that stands twice inside a list', '{"lines":[{"p":1},{"p":1,"q":[],"p":2}]}', 'duplicate_key lines.1.p'],
    ['a key that stands twice, with the same value', '{"a":{"b":1,"b":1}}', 'duplicate_key a.b'],
    ['the key __proto__', '{"a":{"__proto__":{"admin":true}}}', 'key_forbidden a.__proto__'],
    ['the key __proto__ under an escape', '{"\\u005f_proto__":1}', 'key_forbidden __proto__'],
    ['the key constructor', '[{"constructor":{"prototype":{}}}]', 'key_forbidden 0.constructor'],
    ['2^53', '{"n":9007199254740992}', 'number_imprecise'],
    ['2^53 + 1', '{"n":9007199254740993}', 'number_imprecise'],
    ['an integer written as a decimal beyond 2^53', '{"n":9007199254740993.0}', 'number_imprecise'],
    ['an integer written with an exponent beyond 2^53', '{"n":1e17}', 'number_imprecise'],
    ['a decimal that a double rounds', '{"n":0.10000000000000000555}', 'number_imprecise'],
    ['a number beyond all doubles', '{"n":1e400}', 'number_imprecise'],
    ['a number below all doubles', '{"n":1e-400}', 'number_imprecise'],
    ['a number of a thousand digits', `{"n":0.${'0'.repeat(1_000)}1}`, 'number_imprecise'],
    ['NUL in a text', '{"a":"x\\u0000"}', 'text_unstorable'],
    ['half a surrogate pair', '{"a":"\\ud83d"}', 'text_unstorable'],
    ['half a surrogate pair in a key', '{"\\ude00":1}', 'text_unstorable'],
    ['a comma too many', '{"a":1,}', 'malformed'],
    ['two documents', '{}{}', 'malformed'],
    ['a byte order mark', '\ufeff{}', 'malformed'],
    ['invalid UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'malformed'],
    ['UTF-8 that ends too soon', Buffer.from([0x22, 0xe2, 0x82, 0x22]), 'malformed'],
    ['an open string', '{"a', 'malformed'],
    ['a lone backslash at the end', '"\\', 'malformed'],
  ])('for %s', (_, text, flaw) => {
    expect(flawOf(text)).toBe(flaw);
  });

  it('below its greatest depth, and not at it', () => {
    expect(flawOf('['.repeat(JSON_DEPTH_MAX) + ']'.repeat(JSON_DEPTH_MAX))).toBeUndefined();
    expect(flawOf('['.repeat(JSON_DEPTH_MAX + 1) + ']'.repeat(JSON_DEPTH_MAX + 1))).toBe('too_deep');
    expect(flawOf('['.repeat(200_000))).toBe('too_deep');
  });
});

describe('a strict body is taken', () => {
  it.each([
    ['equal keys in different objects', '[{"a":1},{"a":1,"b":{"a":1}}]'],
    ['colons, braces and quotes in texts', '{"a:\\"{":"\\\\\\":[{"}'],
    ['numbers with zeros at the end', '{"a":1.50,"b":12345678901234.500,"c":1.0e3,"d":-0}'],
    ['2^53 - 1', '[9007199254740991,-9007199254740991]'],
    ['a decimal of 17 digits that a double holds', '[0.30000000000000004]'],
    ['keys that look like indices', '{"1":1,"0":1}'],
    ['a plain value', '"x"'],
  ])('with %s', (_, text) => {
    expect(parseStrictJson(Buffer.from(text))).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it('out of the middle of a larger buffer', () => {
    const bytes = Buffer.from('xx{"n":1234567890123456}yy').subarray(2, -2);
    expect(parseStrictJson(bytes)).toEqual({ ok: true, value: { n: 1_234_567_890_123_456 } });
  });
});
