import { hash } from 'node:crypto';
import { tokenKey, type Keys } from '../../../platform/keys.ts';
import type { Message } from './read-message.ts';

const CONTENT_BYTES = 16;

/** Content whose JSON text is always the same. */
export type Content = string | number | null | undefined | readonly Content[];

/**
 * What tells a repeat of a message from another message under its reference: half a sha256 over its content. The content is
 * given in a form that is the same for the same content: lists, numbers and text, no objects with keys in any order. How it
 * travels (manner, offline, code, quote) is no part of it: a sale that timed out may come again as a notice. The
 * installation's key goes before it, since a plain digest over a phone could be guessed back.
 */
export function messageContent(keys: Keys, kind: string, { till, occurredAt }: Message, content: Content): Buffer {
  // Native, and a third of the cost of canonicalJson.
  const text = JSON.stringify([kind, till.outlet.code, till.terminal.code, occurredAt, content]);
  return hash('sha256', `${keyText(keys)}${text}`, 'buffer').subarray(0, CONTENT_BYTES);
}

const texts = new WeakMap<Keys, string>();

function keyText(keys: Keys): string {
  const known = texts.get(keys);
  if (known !== undefined) return known;
  const text = `content\0${tokenKey(keys).toString('base64')}\0`;
  texts.set(keys, text);
  return text;
}
