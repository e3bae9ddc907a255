import bwipjs from 'bwip-js/node';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Symbology } from './setting.ts';

/**
 * The name of each symbology at the library, and how it wants to be drawn. Wide ones are drawn lower. `quiet` is the white around it in
 * modules, at least what its standard wants: scanners miss codes without, and screens around are dark. `unit` is how many of the
 * library's units a module is wide.
 */
type How = {
  readonly bcid: string;
  readonly scale: number;
  readonly height?: number;
  readonly quiet: number;
  readonly unit: 1 | 2;
};
const DRAWN: Readonly<Record<Symbology, How>> = {
  qr: { bcid: 'qrcode', scale: 6, quiet: 4, unit: 2 },
  aztec: { bcid: 'azteccode', scale: 6, quiet: 4, unit: 2 },
  code128: { bcid: 'code128', scale: 3, height: 16, quiet: 10, unit: 1 },
  ean13: { bcid: 'ean13', scale: 3, height: 20, quiet: 11, unit: 1 },
};

export const FORMATS = ['png', 'svg'] as const;
export type BarcodeFormat = (typeof FORMATS)[number];

type Drawn = Ok<{ readonly image: Buffer | string }> | Refusal<'delivery.barcode.unfit'>;

/**
 * Draws a text as a barcode without the text below it: who looks over a shoulder reads no number. Refuses a text that the symbology
 * cannot hold (an EAN-13 of anything but 13 digits with their check digit).
 */
export async function drawBarcode(text: string, symbology: Symbology, format: BarcodeFormat): Promise<Drawn> {
  const { quiet, unit, ...drawn } = DRAWN[symbology];
  const options = { ...drawn, text, padding: quiet * unit, backgroundcolor: 'ffffff', includetext: false };
  try {
    const image = format === 'svg' ? bwipjs.toSVG(options) : await bwipjs.toBuffer(options);
    return { ok: true, image };
  } catch {
    // What the library says holds the text; it must not be told on.
    return refuse('delivery.barcode.unfit', { symbology });
  }
}
