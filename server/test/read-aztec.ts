// Reads an Aztec code off a picture, by ISO/IEC 24778, to prove what was drawn. Nothing is corrected, as in read-qr.ts.

import type { Picture } from './picture.ts';

/** How wide a module is and the white around, in pixels: an Aztec code begins and ends with no mark, its edge may be white. */
type Reads = { readonly moduleWidth: number; readonly quietWidth: number };

/** Throws unless the words are a code of Reed and Solomon over GF(2^bits) whose roots begin with the first power. */
function proveWords(words: readonly number[], correction: number, polynomial: number): void {
  const order = 2 ** Math.floor(Math.log2(polynomial)) - 1;
  const power: number[] = [1];
  for (let n = 1; n < order; n += 1) {
    const doubled = power[n - 1]! * 2;
    power.push(doubled > order ? doubled ^ polynomial : doubled);
  }
  const times = (a: number, b: number): number =>
    a === 0 || b === 0 ? 0 : power[(power.indexOf(a) + power.indexOf(b)) % order]!;
  for (let n = 1; n <= correction; n += 1)
    if (words.reduce((sum, word) => times(sum, power[n]!) ^ word, 0) !== 0) throw new Error('a codeword was changed');
}

const wordsOf = (bits: readonly boolean[], size: number): number[] => {
  const offset = bits.length % size;
  return Array.from({ length: Math.floor(bits.length / size) }, (_, at) =>
    bits.slice(offset + at * size, offset + (at + 1) * size).reduce((word, bit) => word * 2 + Number(bit), 0),
  );
};

type Look = (x: number, y: number) => boolean;

/** The two kinds: how far from the middle the message stands, its bits on a side, its words of data, and what the layers add up from. */
const COMPACT = { radius: 5, side: 7, said: 2, layerBits: 2, core: 11, around: 9 } as const;
const FULL = { radius: 7, side: 10, said: 4, layerBits: 5, core: 14, around: 12 } as const;
type Kind = typeof COMPACT | typeof FULL;

/** The message around the bull's eye: how many layers, and how many words of data. */
function messageOf(look: Look, center: number, kind: Kind): { readonly layers: number; readonly dataWords: number } {
  const { radius, side } = kind;
  const bits: boolean[] = [];
  for (let n = 0; n < side; n += 1) {
    // The full kind has its reference line in the middle of each side.
    const along = center - (side >> 1) + n + (kind === FULL && n >= side / 2 ? 1 : 0);
    bits[n] = look(along, center - radius);
    bits[side + n] = look(center + radius, along);
    bits[3 * side - 1 - n] = look(along, center + radius);
    bits[4 * side - 1 - n] = look(center - radius, along);
  }
  const words = wordsOf(bits, 4);
  proveWords(words, words.length - kind.said, 0x13);
  const said = words.slice(0, kind.said).reduce((sum, word) => sum * 16 + word, 0);
  const wordBits = kind.said * 4 - kind.layerBits;
  return { layers: (said >> wordBits) + 1, dataWords: (said & (2 ** wordBits - 1)) + 1 };
}

/** Where the modules of data stand, in place of the reference lines of the full kind. */
function placesOf(size: number, layers: number, kind: Kind): number[] {
  const base = kind.core + layers * 4;
  if (kind === COMPACT) return size === base ? Array.from({ length: base }, (_, n) => n) : [];
  const half = base / 2;
  const expected = base + 1 + 2 * Math.floor((half - 1) / 15);
  const places: number[] = [];
  for (let n = 0; n < half; n += 1) {
    const away = n + Math.floor(n / 15) + 1;
    places[half - 1 - n] = (size - 1) / 2 - away;
    places[half + n] = (size - 1) / 2 + away;
  }
  return size === expected ? places : [];
}

/** The bits of all layers, from the outermost inwards, two modules deep, around the code. */
function bitsOf(look: Look, places: readonly number[], layers: number, kind: Kind): boolean[] {
  const bits: boolean[] = [];
  const at = (x: number, y: number): boolean => look(places[x]!, places[y]!);
  for (let layer = 0, begin = 0; layer < layers; layer += 1) {
    const side = (layers - layer) * 4 + kind.around;
    const [low, high] = [layer * 2, places.length - 1 - layer * 2];
    for (let along = 0; along < side; along += 1)
      for (const deep of [0, 1]) {
        const first = begin + along * 2 + deep;
        bits[first] = at(low + deep, low + along);
        bits[first + 2 * side] = at(low + along, high - deep);
        bits[first + 4 * side] = at(high - deep, high - along);
        bits[first + 6 * side] = at(high - along, low + deep);
      }
    begin += side * 8;
  }
  return bits;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const UPPER = ['punct shift', ' ', ...LETTERS, 'lower', 'mixed', 'digit', 'bytes'];
const LOWER = ['punct shift', ' ', ...LETTERS.toLowerCase(), 'upper shift', 'mixed', 'digit', 'bytes'];
const DIGIT = ['punct shift', ' ', ...'0123456789', ',', '.', 'upper', 'upper shift'];
const TABLES = { upper: UPPER, lower: LOWER, digit: DIGIT } as const;
type Mode = keyof typeof TABLES;

const isMode = (word: string): word is Mode => word in TABLES;

function textOf(bits: string): string {
  let [at, text] = [0, ''];
  let mode: Mode = 'upper';
  let once: Mode | undefined;
  const take = (count: number): number => Number.parseInt(bits.slice(at, (at += count)), 2);
  for (;;) {
    const now: Mode = once ?? mode;
    const size = now === 'digit' ? 4 : 5;
    // What is left over is filled with ones.
    if (at + size > bits.length) return text;
    const sign: string = TABLES[now][take(size)]!;
    once = undefined;
    const [name = '', shift] = sign.length > 1 ? sign.split(' ') : [];
    if (sign.length === 1) text += sign;
    else if (isMode(name)) [once, mode] = shift ? [name, mode] : [undefined, name];
    else if (name === 'bytes' && at + 5 <= bits.length) {
      const count = take(5) || take(11) + 31;
      if (at + count * 8 > bits.length) return text;
      for (let n = 0; n < count; n += 1) text += String.fromCharCode(take(8));
    } else if (at + 5 > bits.length) return text;
    else throw new Error(`a sign of a table that is not read here: ${sign}`);
  }
}

/** Five rings of one module around the middle, dark and light by turns. */
const isBullsEye = (look: Look, center: number): boolean =>
  Array.from({ length: 81 }, (_, n) => [Math.floor(n / 9) - 4, (n % 9) - 4] as const).every(
    ([x, y]) => look(center + x, center + y) === (Math.max(Math.abs(x), Math.abs(y)) % 2 === 0),
  );

/**
 * The modules of a code, of which the edges may be missing: who draws it leaves a row out that is white from end to end. Of the places where
 * the code may begin the one is right that has the bull's eye in the middle.
 */
function lookAt({ width, height, isDark }: Picture, { moduleWidth, quietWidth }: Reads): { look: Look; size: number } {
  const [across, down] = [width, height].map((pixels) => (pixels - 2 * quietWidth) / moduleWidth) as [number, number];
  const size = Math.max(across, down);
  for (const left of across < size ? [0, 1] : [0])
    for (const top of down < size ? [0, 1] : [0]) {
      const middle = (n: number): number => quietWidth + (n + 0.5) * moduleWidth;
      const look: Look = (x, y) => isDark(middle(x - left), middle(y - top));
      if (size % 2 === 1 && isBullsEye(look, (size - 1) / 2)) return { look, size };
    }
  throw new Error('no Aztec code');
}

/** The text of an Aztec code of at most eight layers. Throws for anything that is not read for certain. */
export function readAztec(picture: Picture, reads: Reads): string {
  const { look, size } = lookAt(picture, reads);
  const center = (size - 1) / 2;
  // The full kind has one ring more.
  const kind = Array.from({ length: 13 }, (_, n) => look(center - 6 + n, center - 6)).every(Boolean) ? FULL : COMPACT;
  const { layers, dataWords } = messageOf(look, center, kind);
  const places = placesOf(size, layers, kind);
  if (places.length === 0 || layers > 8) throw new Error(`an Aztec code of ${size} modules and ${layers} layers`);
  const [wordBits, polynomial] = layers <= 2 ? [6, 0x43] : [8, 0x12d];
  const words = wordsOf(bitsOf(look, places, layers, kind), wordBits);
  proveWords(words, words.length - dataWords, polynomial);
  const all = 2 ** wordBits - 1;
  // A word of one bit throughout, but for its last, has that last put in, so that none looks like damage.
  const bits = words.slice(0, dataWords).map((word) => {
    const whole = word.toString(2).padStart(wordBits, '0');
    return word === 1 || word === all - 1 ? whole.slice(0, -1) : whole;
  });
  return textOf(bits.join(''));
}
