import bwipjs from 'bwip-js/node';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Symbology } from './setting.ts';

/** The name of each symbology at the library, and how it wants to be drawn. Wide ones are drawn lower. */
const DRAWN: Readonly<Record<Symbology, { readonly bcid: string; readonly scale: number; readonly height?: number }>> =
  {
    qr: { bcid: 'qrcode', scale: 6 },
    aztec: { bcid: 'azteccode', scale: 6 },
    pdf417: { bcid: 'pdf417', scale: 3 },
    code128: { bcid: 'code128', scale: 3, height: 16 },
    ean13: { bcid: 'ean13', scale: 3, height: 20 },
  };

export const FORMATS = ['png', 'svg'] as const;
export type BarcodeFormat = (typeof FORMATS)[number];

// Quiet zone in modules, as the standards want it; scanners miss codes without.
const QUIET = 4;

type Drawn = Ok<{ readonly image: Buffer | string }> | Refusal<'delivery.barcode.unfit'>;

/**
 * Draws a text as a barcode without the text below it: who looks over a shoulder reads no number. Refuses a text that the symbology
 * cannot hold (an EAN-13 of anything but 13 digits with their check digit).
 */
export async function drawBarcode(text: string, symbology: Symbology, format: BarcodeFormat): Promise<Drawn> {
  const options = { ...DRAWN[symbology], text, padding: QUIET, backgroundcolor: 'ffffff', includetext: false };
  try {
    const image = format === 'svg' ? bwipjs.toSVG(options) : await bwipjs.toBuffer(options);
    return { ok: true, image };
  } catch {
    // What the library says holds the text; it must not be told on.
    return refuse('delivery.barcode.unfit', { symbology });
  }
}
