import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { AttributeValue } from './member.ts';

export type Attributes = Readonly<Record<string, AttributeValue>>;

const ATTRIBUTES_PER_MEMBER_MAX = 50;
const ATTRIBUTE_TEXT_LENGTH_MAX = 500;
const KEY = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
// Keys that mean something else to the language than to the sender.
const KEYS_FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

// PostgreSQL's jsonb takes neither the zero character nor half of a surrogate pair.
const isStorable = (text: string): boolean =>
  text.length <= ATTRIBUTE_TEXT_LENGTH_MAX && text.isWellFormed() && !text.includes('\0');

const isSafe = (value: unknown): value is AttributeValue => {
  switch (typeof value) {
    case 'string':
      return isStorable(value);
    case 'number':
      return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
    default:
      return typeof value === 'boolean';
  }
};

/** Refuses keys that are no names, and values that would not come back as they were given. */
export function refuseAttributes(told: Attributes): Refusal<'members.attributes.unfit'> | undefined {
  for (const [key, value] of Object.entries(told)) {
    if (!KEY.test(key) || KEYS_FORBIDDEN.has(key) || !isSafe(value))
      return refuse('members.attributes.unfit', { key: key.slice(0, 64) });
  }
  return undefined;
}

/** The attributes with some set and some taken away. Refuses more than a member may have. */
export function mergeAttributes(
  known: Attributes,
  set: Attributes,
  removed: readonly string[] = [],
): { ok: true; attributes: Attributes } | Refusal<'members.attributes.too_many'> {
  const attributes: Record<string, AttributeValue> = { ...known, ...set };
  for (const key of removed) delete attributes[key];
  if (Object.keys(attributes).length > ATTRIBUTES_PER_MEMBER_MAX) {
    return refuse('members.attributes.too_many', { max: String(ATTRIBUTES_PER_MEMBER_MAX) });
  }
  return { ok: true, attributes };
}
