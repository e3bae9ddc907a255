import { hash } from 'node:crypto';
import { assert, Bug } from './assert.ts';

// Deeper than any contract goes, shallow enough to never meet the end of the stack.
const CANONICAL_DEPTH_MAX = 64;

// A quarter of the cost of JSON.stringify, for the strings that need no escape.
// oxlint-disable-next-line no-control-regex -- control characters are what JSON escapes
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;
const quoted = (text: string): string => (NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`);

const written = (value: unknown, depth: number): string => {
  assert(depth <= CANONICAL_DEPTH_MAX, 'nested too deep for a canonical text');
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'bigint':
      return `"${value}"`;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      assert(Number.isFinite(value), 'NaN and infinities have no canonical text');
      return JSON.stringify(value);
    case 'object':
      break;
    default:
      throw new Bug(`a ${typeof value} has no canonical text`);
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map((item: unknown) => written(item, depth + 1)).join(',')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  assert(prototype === Object.prototype || prototype === null, 'only plain objects have a canonical text');
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field === undefined) continue;
    text += `${text === '' ? '' : ','}${quoted(key)}:${written(field, depth + 1)}`;
  }
  return `{${text}}`;
};

/**
 * JSON text that is the same for the same content: keys sorted by code unit, no blanks, fields that are undefined left
 * out, a bigint as its decimal string. What has no such text (NaN, infinities, undefined in a list, dates, functions)
 * is a bug.
 */
export const canonicalJson = (value: unknown): string => written(value, 0);

/** SHA-256, 32 bytes; text is hashed as UTF-8. */
export const digest = (content: Uint8Array | string): Buffer => hash('sha256', content, 'buffer');
