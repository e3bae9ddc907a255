import { createHash } from 'node:crypto';
import chardet from 'chardet';
import { refuse, type Ok, type Refusal } from '../../../../kernel/refusal.ts';

/** Encodings that a file may be told to have. UTF-16 may also be told by its BOM or its look. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1250', 'windows-1251', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** What a file's bytes say: its digest, its encoding, and how that became known. */
export type Survey = {
  readonly sha256: Buffer;
  readonly bytes: number;
  readonly encoding: Encoding;
  /** `bytes`: every byte is valid UTF-8, or the zero bytes lie as in UTF-16. `guessed`: by the frequency of letters. */
  readonly encodingBy: 'told' | 'bom' | 'bytes' | 'guessed';
};

export type SurveyRefusal = Refusal<
  'cards.file.empty' | 'cards.file.compressed' | 'cards.file.binary' | 'cards.file.encoding_wrong'
>;

// Enough for letters to show their frequency, and for a format to show its first bytes.
const SAMPLE_BYTES = 64 * 1024;

const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['rar', [0x52, 0x61, 0x72, 0x21]],
];

const BOMS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

const beginsWith = (bytes: Buffer, signature: readonly number[]): boolean =>
  signature.every((byte, at) => bytes[at] === byte);

/**
 * Looks at a file's bytes as they pass. `end` refuses an empty file, a compressed one (a spreadsheet is one too), one that is no
 * text, and one that is not in the encoding that its sender told.
 */
export function createSurvey(told?: Encoding): {
  push(bytes: Buffer): void;
  end(): Ok<{ survey: Survey }> | SurveyRefusal;
} {
  const hash = createHash('sha256');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  let bytes = 0;
  let head = Buffer.alloc(0);
  let telling = Buffer.alloc(0);
  const tryUtf8 = (piece?: Buffer): void => {
    if (!isUtf8) return;
    try {
      utf8.decode(piece, { stream: piece !== undefined });
    } catch {
      isUtf8 = false;
    }
  };
  return {
    push(piece) {
      hash.update(piece);
      bytes += piece.length;
      if (head.length < SAMPLE_BYTES) head = Buffer.concat([head, piece.subarray(0, SAMPLE_BYTES - head.length)]);
      const wasUtf8 = isUtf8;
      tryUtf8(piece);
      // The letters that tell one legacy encoding from another stand where UTF-8 ended.
      if (!isUtf8 && telling.length < SAMPLE_BYTES && (wasUtf8 || telling.length > 0)) {
        telling = Buffer.concat([telling, piece.subarray(0, SAMPLE_BYTES - telling.length)]);
      }
    },
    end() {
      tryUtf8();
      if (bytes === 0) return refuse('cards.file.empty');
      const kind = SIGNATURES.find(([, signature]) => beginsWith(head, signature))?.[0];
      if (kind !== undefined) return refuse('cards.file.compressed', { kind });
      const seen = seeEncoding(head, telling, isUtf8);
      if (seen === undefined && told === undefined) return refuse('cards.file.binary');
      const encoding = told ?? seen!.encoding;
      // A BOM of another encoding than was told is no matter of taste.
      const isContradicted = seen?.encodingBy === 'bom' && seen.encoding !== encoding;
      if (isContradicted || (encoding === 'utf-8' && !isUtf8)) return refuse('cards.file.encoding_wrong', { encoding });
      const encodingBy = told !== undefined ? 'told' : seen!.encodingBy;
      return { ok: true, survey: { sha256: hash.digest(), bytes, encoding, encodingBy } };
    },
  };
}

function seeEncoding(
  head: Buffer,
  telling: Buffer,
  isUtf8: boolean,
): Pick<Survey, 'encoding' | 'encodingBy'> | undefined {
  const bom = BOMS.find(([, signature]) => beginsWith(head, signature));
  if (bom) return { encoding: bom[0], encodingBy: 'bom' };
  const utf16 = utf16ByZeros(head);
  if (utf16 === 'binary') return undefined;
  if (utf16) return { encoding: utf16, encodingBy: 'bytes' };
  if (isUtf8) return { encoding: 'utf-8', encodingBy: 'bytes' };
  return { encoding: guessLegacy(telling), encodingBy: 'guessed' };
}

/** ASCII in UTF-16 has a zero in every other byte. Zeros all over are no text; a few may be a row's own mistake. */
function utf16ByZeros(head: Buffer): 'utf-16le' | 'utf-16be' | 'binary' | undefined {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at++) if (head[at] === 0) zeros[at % 2]!++;
  const [even = 0, odd = 0] = zeros;
  const half = head.length / 2;
  if (odd > half * 0.4 && even < half * 0.1) return 'utf-16le';
  if (even > half * 0.4 && odd < half * 0.1) return 'utf-16be';
  return even + odd > head.length * 0.1 ? 'binary' : undefined;
}

/** Windows-1251 or -1252: what customers' programs write when they do not write UTF-8. */
function guessLegacy(telling: Buffer): Encoding {
  for (const { name } of chardet.analyse(telling)) {
    if (name === 'windows-1251' || name === 'KOI8-R' || name === 'ISO-8859-5') return 'windows-1251';
    if (name === 'windows-1252' || name === 'ISO-8859-1') return 'windows-1252';
  }
  return 'windows-1252';
}
