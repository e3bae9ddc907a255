// How a text becomes short messages: which alphabet it fits, and where it is cut. GSM 03.38, 3GPP TS 23.038 and 23.040.

const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED: Readonly<Record<string, number>> = {
  '\f': 0x0a,
  '^': 0x14,
  '{': 0x28,
  '}': 0x29,
  '\\': 0x2f,
  '[': 0x3c,
  '~': 0x3d,
  ']': 0x3e,
  '|': 0x40,
  '€': 0x65,
};
const ESCAPE = 0x1b;

const septets = new Map<string, readonly number[]>();
for (const [code, character] of [...BASIC].entries()) if (code !== ESCAPE) septets.set(character, [code]);
for (const [character, code] of Object.entries(EXTENDED)) septets.set(character, [ESCAPE, code]);

/** A part as it travels: an octet for each septet of GSM 7, or UTF-16 big endian. */
export type SmsPart = { readonly part: number; readonly of: number; readonly bytes: Buffer };

export type SmsText = { readonly alphabet: 'gsm7' | 'ucs2'; readonly parts: readonly SmsPart[] };

/** 140 octets: 160 septets or 70 characters; the header of a concatenated part takes six octets of them. */
const LIMITS = { gsm7: { alone: 160, each: 153 }, ucs2: { alone: 140, each: 134 } } as const;
/** More than that no person reads, and each is paid for. */
export const SMS_PARTS_MAX = 10;

/** The parts of a text, or undefined where it is longer than SMS_PARTS_MAX of them. No character is cut in two. */
export function smsTextOf(text: string): SmsText | undefined {
  const characters = [...text];
  const isGsm = characters.every((character) => septets.has(character));
  const pieces = characters.map((character) =>
    isGsm ? Buffer.from(septets.get(character) ?? []) : Buffer.from(character, 'utf16le').swap16(),
  );
  const alphabet = isGsm ? 'gsm7' : 'ucs2';
  const { alone, each } = LIMITS[alphabet];
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const groups: Buffer[][] = [[]];
  let length = 0;
  for (const piece of pieces) {
    if (length + piece.length > (total <= alone ? alone : each)) {
      groups.push([]);
      length = 0;
    }
    groups.at(-1)?.push(piece);
    length += piece.length;
  }
  if (groups.length > SMS_PARTS_MAX) return undefined;
  const parts = groups.map((group, at) => ({ part: at + 1, of: groups.length, bytes: Buffer.concat(group) }));
  return { alphabet, parts };
}

/** The header that joins parts at the handset: an 8-bit reference, how many, which. */
export const concatenationHeader = (reference: number, { part, of }: SmsPart): Buffer =>
  Buffer.from([0x05, 0x00, 0x03, reference & 0xff, of, part]);
