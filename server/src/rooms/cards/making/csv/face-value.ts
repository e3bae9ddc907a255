import { parseQuantity, type Quantity } from '../../../../kernel/quantity.ts';

/** Which sign divides whole from fraction in a file. */
export type DecimalSign = 'point' | 'comma';

export type FaceValueFlaw =
  | 'face_value.malformed'
  | 'face_value.scientific'
  | 'face_value.ambiguous'
  | 'face_value.mixed'
  | 'face_value.too_many_decimals'
  | 'face_value.too_large';

type FaceValue = { readonly value: Quantity } | { readonly flaw: FaceValueFlaw };

const PLAIN = /^\d+$/;
const SCIENTIFIC = /^\d+(?:[.,]\d+)?e[+-]?\d+$/i;
const GROUPED = /^\d{1,3}(?:([.,  '])\d{3})(?:\1\d{3})*$/;
const WRITTEN = /^(\d[\d., ' ]*?)(?:([.,])(\d+))?$/;

/**
 * Reads amounts of one file. `1,000` is a thousand or one: unless the sender told the sign once for the whole file it is refused,
 * and so is a file that writes one amount with a point and another with a comma.
 */
export function createFaceValues(told: DecimalSign | undefined): {
  read(text: string, decimals: number): FaceValue;
  sign(): DecimalSign | undefined;
} {
  let sign = told;
  return {
    sign: () => sign,
    read(text, decimals) {
      if (PLAIN.test(text)) return quantityOf(text, '', decimals);
      if (SCIENTIFIC.test(text)) return { flaw: 'face_value.scientific' };
      const seen = sign ?? seenSign(text);
      if (seen === 'ambiguous') return { flaw: 'face_value.ambiguous' };
      if (seen === undefined) return { flaw: 'face_value.malformed' };
      const parts = partsBy(seen, text);
      if (!parts) {
        // In the other writing it would be an amount: then the file mixes both.
        const other = partsBy(seen === 'point' ? 'comma' : 'point', text);
        return { flaw: other ? 'face_value.mixed' : 'face_value.malformed' };
      }
      const read = quantityOf(parts.whole, parts.fraction, decimals);
      if ('value' in read) sign ??= seen;
      return read;
    },
  };
}

/** Which sign an amount shows by itself. */
function seenSign(text: string): DecimalSign | 'ambiguous' | undefined {
  const point = text.lastIndexOf('.');
  const comma = text.lastIndexOf(',');
  if (point < 0 && comma < 0) return GROUPED.test(text) ? 'point' : undefined;
  // The last of two kinds divides the fraction off: 1.000,00.
  if (point >= 0 && comma >= 0) return point > comma ? 'point' : 'comma';
  const [mark, name, other]: [string, DecimalSign, DecimalSign] =
    point >= 0 ? ['.', 'point', 'comma'] : [',', 'comma', 'point'];
  const count = text.split(mark).length - 1;
  // Twice the same sign groups thousands, so the other is the one of fractions: 1.000.000.
  if (count > 1) return other;
  const behind = text.length - text.lastIndexOf(mark) - 1;
  return behind === 3 && GROUPED.test(text) ? 'ambiguous' : name;
}

function partsBy(sign: DecimalSign, text: string): { whole: string; fraction: string } | undefined {
  const found = WRITTEN.exec(text);
  if (!found) return undefined;
  const mark = sign === 'point' ? '.' : ',';
  const at = text.lastIndexOf(mark);
  const whole = at < 0 ? text : text.slice(0, at);
  const fraction = at < 0 ? '' : text.slice(at + 1);
  if (at >= 0 && !PLAIN.test(fraction)) return undefined;
  if (PLAIN.test(whole)) return { whole, fraction };
  const grouped = GROUPED.exec(whole);
  return grouped && grouped[1] !== mark ? { whole: whole.replace(/[^\d]/g, ''), fraction } : undefined;
}

function quantityOf(whole: string, fraction: string, decimals: number): FaceValue {
  const digits = whole.replace(/^0+(?=\d)/, '');
  // 12.50 in a unit of whole steps only is wrong, 12.00 is the writing of a spreadsheet.
  const kept = fraction.length > decimals ? fraction.replace(/0+$/, '') : fraction;
  const read = parseQuantity(kept === '' ? digits : `${digits}.${kept}`, decimals);
  if (read.ok) return { value: read.value };
  if (read.refusal === 'kernel.quantity.too_many_decimals') return { flaw: 'face_value.too_many_decimals' };
  return { flaw: read.refusal === 'kernel.quantity.too_large' ? 'face_value.too_large' : 'face_value.malformed' };
}
