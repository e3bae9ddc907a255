// Crockford's base 32 in lower case: no i, l, o, u, so nothing is misread on a receipt or over the phone. 16 bytes are
// 26 characters, the first of which carries only three bits and so is 0 to 7.

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CHARACTERS = 26;

const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < 32; value += 1) VALUES[ALPHABET.charCodeAt(value)] = value;

/** 26 characters for 16 bytes. */
export const base32FromBlock = (block: Uint8Array): string => {
  let text = '';
  let bits = 2;
  let carry = 0;
  for (let at = 0; at < 16; at += 1) {
    carry = (carry << 8) | (block[at] as number);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(carry >>> bits) & 31];
    }
    carry &= (1 << bits) - 1;
  }
  return text;
};

/**
 * Fills `block` (16 bytes) from 26 characters and says whether they were the one text that base32FromBlock writes for
 * it: upper case, look-alikes and spare bits are denied, so that a block has one text.
 */
export const blockFromBase32 = (text: string, block: Uint8Array): boolean => {
  if (text.length !== CHARACTERS) return false;
  let bits = -2;
  let carry = 0;
  let at = 0;
  for (let index = 0; index < CHARACTERS; index += 1) {
    const code = text.charCodeAt(index);
    const value = code < 128 ? (VALUES[code] as number) : -1;
    if (value < 0 || (index === 0 && value > 7)) return false;
    carry = (carry << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      block[at] = (carry >>> bits) & 255;
      at += 1;
      carry &= (1 << bits) - 1;
    }
  }
  return true;
};
