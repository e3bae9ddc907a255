import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { assert, Bug } from './assert.ts';
import { base32FromBlock, blockFromBase32 } from './base32.ts';

/** Where a thing stands: its lane (0 to 2^32 − 1) and its id in it (0 to 2^63 − 1). */
export type TokenPlace = { readonly lane: number; readonly id: bigint };

/** Names of things for the world outside. They tell nothing about how many there are, and cannot be counted through. */
export type Tokens = {
  /** `mem_` and 26 characters for prefix `mem`; the same place always has the same token. */
  readonly encode: (prefix: string, lane: number, id: bigint) => string;
  /** The place of a token with this prefix; undefined for one that was made up, mistyped, or is of another kind. */
  readonly decode: (prefix: string, text: string) => TokenPlace | undefined;
};

const PREFIX = /^[a-z][a-z0-9]{1,7}$/;
const ID_MAX = 9_223_372_036_854_775_807n;

/**
 * Tokens under a key of 16 bytes, which must never change: tokens stand in the books of others. A token is one AES
 * block of tag, lane and id. ECB is right here and nearly nowhere else: there is one block, no two places are alike,
 * and equal places must give equal tokens. The tag, 32 bits out of the prefix under the key, is what a guess has to hit.
 */
export const createTokens = (key: Buffer): Tokens => {
  assert(key.length === 16, 'tokens need a key of 16 bytes');
  // One cipher for ever: making one costs far more than the microsecond of a block through it.
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const decipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  const plain = Buffer.alloc(16);
  const sealed = Buffer.alloc(16);

  const tags = new Map<string, number>();
  const tagOf = (prefix: string): number => {
    const known = tags.get(prefix);
    if (known !== undefined) return known;
    // Prefixes are constants of the code, so the map stays small.
    assert(PREFIX.test(prefix), `"${prefix}" is not a prefix of tokens`);
    const tag = createHmac('sha256', key).update(`token:${prefix}`).digest().readUInt32BE(0);
    tags.set(prefix, tag);
    return tag;
  };

  const encode: Tokens['encode'] = (prefix, lane, id) => {
    if (id < 0n || id > ID_MAX) throw new Bug(`${id} is not an id`);
    plain.writeUInt32BE(tagOf(prefix), 0);
    plain.writeUInt32BE(lane, 4);
    plain.writeBigUInt64BE(id, 8);
    return `${prefix}_${base32FromBlock(cipher.update(plain))}`;
  };

  const decode: Tokens['decode'] = (prefix, text) => {
    if (!text.startsWith(prefix) || text.charCodeAt(prefix.length) !== 95) return undefined;
    if (!blockFromBase32(text.slice(prefix.length + 1), sealed)) return undefined;
    const opened = decipher.update(sealed);
    if (opened.readUInt32BE(0) !== tagOf(prefix)) return undefined;
    const id = opened.readBigUInt64BE(8);
    return id <= ID_MAX ? { lane: opened.readUInt32BE(4), id } : undefined;
  };

  return { encode, decode };
};
