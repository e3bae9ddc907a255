import { describe, expect, test } from 'vitest';
import { readPng, readSvg, type Picture } from '../../../test/picture.ts';
import { readAztec } from '../../../test/read-aztec.ts';
import { readCode128, readEan13 } from '../../../test/read-bars.ts';
import { readQr } from '../../../test/read-qr.ts';
import { ean13Digit } from '../../kernel/card-number.ts';
import { drawBarcode, FORMATS, type BarcodeFormat } from './barcode.ts';
import type { Symbology } from './setting.ts';

/** What was drawn, as a picture that a reader of its own looks at. */
async function drawn(text: string, symbology: Symbology, format: BarcodeFormat): Promise<Picture> {
  const outcome = await drawBarcode(text, symbology, format);
  if (!outcome.ok) throw new Error(`${symbology} was not drawn`);
  return format === 'png' ? readPng(outcome.image as Buffer) : readSvg(String(outcome.image));
}

/** Nothing in an Aztec code says how wide its modules are, and it wants no white around: it has four modules. */
const aztec = (picture: Picture) => ({ text: readAztec(picture, { moduleWidth: 12, quietWidth: 48 }), quiet: 4 });

const READERS = {
  qr: { read: readQr, quietMin: 4 },
  code128: { read: readCode128, quietMin: 10 },
  ean13: { read: readEan13, quietMin: 11 },
  aztec: { read: aztec, quietMin: 0 },
} as const;

const numbers = Array.from({ length: 20 }, (_, n) => String(6_012_000_000_000_000 + n * 7_777_777_777));
const eans = Array.from({ length: 20 }, (_, n) => String(200_000_000_000 + n * 38_888_888_891)).map(
  (payload) => payload + ean13Digit(payload),
);
const TEXTS: Readonly<Record<keyof typeof READERS, readonly string[]>> = {
  // Card numbers, those with letters, and the name of a code of a minute.
  qr: [...numbers, 'AB12CD34EF', '7', '12', 'gcc_0123456789abcdefghjkmnpqrs'],
  code128: [...numbers, 'AB12CD34EF', '7', '12345', 'Card-x 9'],
  ean13: eans,
  aztec: [...numbers, 'AB12CD34EF', '7', '000000000000', 'Card x'],
};

describe.each(FORMATS)('what is drawn as %s is read again', (format) => {
  test.each(['qr', 'code128', 'ean13', 'aztec'] as const)(
    'as %s, with the white around it that scanners want',
    async (symbology) => {
      const { read, quietMin } = READERS[symbology];
      for (const text of TEXTS[symbology]) {
        const seen = read(await drawn(text, symbology, format));
        expect(seen.text).toBe(text);
        expect(seen.quiet).toBeGreaterThanOrEqual(quietMin);
      }
    },
  );
});

/** The same picture with an upright stripe of it turned over. */
const damaged = (picture: Picture, at: number, side: number): Picture => ({
  ...picture,
  isDark: (x, y) => picture.isDark(x, y) !== Math.abs(x - picture.width * at) < side,
});

test('the readers read what is there: of a picture that was changed they give no text, or another', async () => {
  for (const symbology of ['qr', 'code128', 'ean13', 'aztec'] as const) {
    const [text = '', other = ''] = TEXTS[symbology];
    const { read } = READERS[symbology];
    expect(read(await drawn(other, symbology, 'png')).text).not.toBe(text);
    const picture = await drawn(text, symbology, 'png');
    expect(() => read(damaged(picture, 0.6, picture.width / 30))).toThrow();
  }
});
