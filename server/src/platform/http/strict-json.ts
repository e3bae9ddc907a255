// JSON.parse takes the last of two equal keys without a word and rounds what a double cannot hold. Where a body moves
// value, both are ways to mean one thing and book another, so a body is read here and nowhere else.

import { isUtf8 } from 'node:buffer';
import { findDuplicateKey } from './strict-json-position.ts';

/** A JSON value; objects are what JSON.parse makes of them. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Why a text was not taken. `path` is dotted, as in `lines.0.price`, and empty where no place can be named. */
export interface JsonFlaw {
  readonly kind: 'malformed' | 'duplicate_key' | 'key_forbidden' | 'number_imprecise' | 'text_unstorable' | 'too_deep';
  readonly path: string;
  readonly detail: string;
}

export type StrictJson = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly flaw: JsonFlaw };

/** Deep enough for any document of the contract (the deepest has 6), shallow enough to walk by recursion. */
export const JSON_DEPTH_MAX = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const UPPER_E = 0x45;
const LOWER_E = 0x65;

/** Any decimal of up to 15 digits survives the way into a double and back, so shorter tokens need no second look. */
const DIGITS_ALWAYS_EXACT = 15;

/** No double needs more than 25 characters; a longer number is refused unread, so that its length costs nothing. */
const NUMBER_LENGTH_MAX = 40;

/**
 * Reads one JSON text from UTF-8 bytes. Refuses what JSON.parse refuses, and invalid UTF-8, equal keys in one object,
 * the keys `__proto__` and `constructor`, numbers that a double does not hold exactly (integers beyond 2^53 - 1 among
 * them), text that PostgreSQL cannot store (NUL, lone surrogates), and nesting beyond JSON_DEPTH_MAX.
 *
 * One scan of the bytes counts the keys outside strings; one walk of the parsed value counts those that are left. They
 * differ exactly when a key stood twice. 7 µs for a body of 1 kB, of which JSON.parse takes 4 (2 busy cores).
 */
export function parseStrictJson(bytes: Uint8Array): StrictJson {
  if (!isUtf8(bytes)) return flawed('malformed', '', 'The text is not valid UTF-8.');
  const scan = scanOutsideStrings(bytes);
  if (scan.deepest > JSON_DEPTH_MAX) return flawed('too_deep', '', `Nested deeper than ${JSON_DEPTH_MAX} levels.`);
  const text = textOf(bytes);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    // The engine's message quotes the text, which may hold a card number: it is not passed on.
    return flawed('malformed', '', 'The text is not valid JSON.');
  }
  if (scan.impreciseAt !== -1) {
    const token = numberTokenAt(bytes, scan.impreciseAt);
    return flawed('number_imprecise', '', `The number ${token} cannot be held exactly; send it as a string.`);
  }
  const walk = { keys: 0, unsafeText: false, escapes: scan.escapes };
  const forbidden = walkValue(value, walk);
  if (forbidden !== undefined) return flawed('key_forbidden', forbidden, 'This key may not be used.');
  if (walk.keys !== scan.keys) {
    return flawed('duplicate_key', findDuplicateKey(text), 'The same key stands twice in one object.');
  }
  if (walk.unsafeText) return flawed('text_unstorable', '', 'Text may hold neither NUL nor half of a surrogate pair.');
  return { ok: true, value };
}

interface Scan {
  keys: number;
  deepest: number;
  /** Where the first number begins that a double does not hold, or -1. */
  impreciseAt: number;
  /** Whether any string has a backslash: only then can it hold NUL or a lone surrogate. */
  escapes: boolean;
}

/** Right for every valid text; for an invalid one the result means nothing, and JSON.parse speaks afterwards. */
function scanOutsideStrings(bytes: Uint8Array): Scan {
  const length = bytes.length;
  let keys = 0;
  let depth = 0;
  let deepest = 0;
  let impreciseAt = -1;
  let escapes = false;
  let i = 0;
  while (i < length) {
    const byte = bytes[i]!;
    if (byte === QUOTE) {
      i += 1;
      for (let inside = bytes[i]; inside !== QUOTE && i < length; inside = bytes[i]) {
        if (inside === BACKSLASH) {
          escapes = true;
          i += 2;
        } else {
          i += 1;
        }
      }
    } else if (byte === COLON) {
      keys += 1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
    } else if (byte === MINUS || (byte >= ZERO && byte <= NINE)) {
      const start = i;
      i = endOfNumber(bytes, start + 1);
      if (impreciseAt === -1 && !isExactNumber(bytes, start, i)) impreciseAt = start;
      continue;
    }
    i += 1;
  }
  return { keys, deepest, impreciseAt, escapes };
}

function endOfNumber(bytes: Uint8Array, from: number): number {
  let i = from;
  while (i < bytes.length && isNumberByte(bytes[i]!)) i += 1;
  return i;
}

function isNumberByte(byte: number): boolean {
  return (
    (byte >= ZERO && byte <= NINE) ||
    byte === DOT ||
    byte === MINUS ||
    byte === PLUS ||
    byte === LOWER_E ||
    byte === UPPER_E
  );
}

function isExactNumber(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length <= DIGITS_ALWAYS_EXACT && !hasExponent(bytes, start, end)) return true;
  if (length > NUMBER_LENGTH_MAX) return false;
  return survivesDouble(Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString('latin1'));
}

function hasExponent(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) if (bytes[i] === LOWER_E || bytes[i] === UPPER_E) return true;
  return false;
}

/** Whether a JSON number means the same after it became a double; integers must also be safe ones. */
function survivesDouble(token: string): boolean {
  const value = Number(token);
  if (Number.isNaN(value)) return true; // Not a number of JSON: the parser will say so.
  if (!Number.isFinite(value)) return false;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
  return canonicalDecimal(token) === canonicalDecimal(String(value));
}

/** Digits without outer zeros, and the power of ten they stand at: equal for `1.50`, `1.5` and `15e-1`. */
function canonicalDecimal(token: string): string {
  const [mantissa = '', exponent = '0'] = token.toLowerCase().split('e');
  const negative = mantissa.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? mantissa.slice(1) : mantissa).split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const trimmed = digits.replace(/0+$/, '');
  if (trimmed === '') return '0';
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - trimmed.length);
  return `${negative ? '-' : ''}${trimmed}e${power}`;
}

/** The number as it was written, cut to NUMBER_LENGTH_MAX characters, for the answer. */
function numberTokenAt(bytes: Uint8Array, start: number): string {
  const end = Math.min(endOfNumber(bytes, start + 1), start + NUMBER_LENGTH_MAX);
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

interface Walk {
  keys: number;
  unsafeText: boolean;
  readonly escapes: boolean;
}

/** Counts the keys of the value; answers the path of a forbidden key, or undefined. Depth is bounded by the scan. */
function walkValue(value: Json, walk: Walk): string | undefined {
  if (typeof value === 'string') {
    if (walk.escapes && !isStorable(value)) walk.unsafeText = true;
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) {
      const item = value[i]!;
      if (typeof item !== 'object' && typeof item !== 'string') continue;
      const below = walkValue(item, walk);
      if (below !== undefined) return `${i}.${below}`;
    }
    return undefined;
  }
  for (const key in value) {
    walk.keys += 1;
    if (key === '__proto__' || key === 'constructor') return key;
    if (walk.escapes && !isStorable(key)) walk.unsafeText = true;
    const item = value[key]!;
    if (typeof item === 'object' && item !== null) {
      const below = walkValue(item, walk);
      if (below !== undefined) return `${key}.${below}`;
    } else if (walk.escapes && typeof item === 'string' && !isStorable(item)) {
      walk.unsafeText = true;
    }
  }
  return undefined;
}

function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

function flawed(kind: JsonFlaw['kind'], path: string, detail: string): StrictJson {
  return { ok: false, flaw: { kind, path, detail } };
}
