import { instant, instantFromIso, type Instant } from '../../../kernel/instant.ts';
import { parseQuantity } from '../../../kernel/quantity.ts';
import { listAt, textAt, type Tree } from './answer-tree.ts';
import type { ToldLine } from '../port.ts';
import type { TransactionsCall, WebService } from '../web-service.ts';

/** How amounts and times are written. */
export type Writing = Pick<WebService, 'amounts' | 'times'> & { readonly decimals: number };

const TEXT_MAX = 100;
const DIGITS = /^\d{1,16}$/;

/** An amount in smallest steps. More decimals than the unit has are read only where they are zeros. Undefined for what is none. */
export function amountOf(text: string | undefined, { amounts, decimals }: Writing): bigint | undefined {
  if (text === undefined) return undefined;
  const isMinor = amounts === 'minor';
  const [whole, fraction = ''] = text.trim().replace(/^\+/, '').split('.');
  const spare = isMinor ? 0 : decimals;
  if (/[1-9]/.test(fraction.slice(spare)) || !/^\d*$/.test(fraction)) return undefined;
  const kept = fraction.slice(0, spare);
  const read = parseQuantity(kept === '' ? whole : `${whole}.${kept}`, spare, { signed: true });
  return read.ok ? read.value : undefined;
}

/** A moment; text without offset is nobody's and undefined. */
export function timeOf(text: string | undefined, { times }: Writing): Instant | undefined {
  if (text === undefined) return undefined;
  if (times === 'iso') return instantFromIso(text.trim());
  if (!DIGITS.test(text.trim())) return undefined;
  const step = times === 'epoch_seconds' ? 1_000_000n : 1_000n;
  const microseconds = BigInt(text.trim()) * step;
  return microseconds < BigInt(Number.MAX_SAFE_INTEGER) ? instant(Number(microseconds)) : undefined;
}

const shortText = (text: string | undefined): string | undefined =>
  text === undefined || text.length > TEXT_MAX ? undefined : text.trim();

/** The lines of a history. Undefined when one of them cannot be read: half a history would look like a gap. */
export function linesTold(
  tree: Tree,
  { items, fields, leaving = [] }: TransactionsCall,
  writing: Writing,
): ToldLine[] | undefined {
  const told: ToldLine[] = [];
  for (const item of listAt(tree, items)) {
    const outsideId = shortText(textAt(item, fields.id));
    const amount = amountOf(textAt(item, fields.amount), writing);
    const at = timeOf(textAt(item, fields.at), writing);
    const kind = fields.kind === undefined ? '' : shortText(textAt(item, fields.kind) ?? '');
    const reference = fields.reference === undefined ? '' : shortText(textAt(item, fields.reference) ?? '');
    const after = fields.balanceAfter === undefined ? undefined : textAt(item, fields.balanceAfter);
    const balanceAfter = amountOf(after, writing);
    if (!outsideId || amount === undefined || at === undefined || kind === undefined || reference === undefined)
      return undefined;
    if (after !== undefined && balanceAfter === undefined) return undefined;
    const isLeaving = amount > 0n && leaving.includes(kind);
    told.push({ outsideId, amount: isLeaving ? -amount : amount, at, kind, balanceAfter, outsideReference: reference });
  }
  return told;
}
