import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { FoundSale } from './plan-return.ts';
import type { Return } from './return.ts';
import type { Returned } from './store/returned.ts';

/** What has come back in all, after this return; and what this return adds. Thousandths by line number. */
export type Progress = {
  readonly before: Returned;
  readonly back: ReadonlyMap<number, bigint>;
  readonly added: ReadonlyMap<number, bigint>;
};

/** Of a sale from which nothing has come back yet. */
export const nothingReturned = (found: FoundSale): Returned => ({
  lane: found.lane,
  seq: found.seq,
  lines: {},
  restored: {},
  refunded: [],
  isVoided: false,
});

/**
 * Adds what comes back to what came back before. Refuses lines that the sale does not have, more than is left of one, and nothing at
 * all; a notice is clipped to what is left, and what stood against it is added to `exceptions`.
 */
export function progressOf(
  input: Return,
  found: FoundSale,
  before: Returned,
  exceptions: Refusal[],
): Progress | Refusal {
  const back = new Map(Object.entries(before.lines).map(([line, quantity]) => [Number(line), BigInt(quantity)]));
  const added = new Map<number, bigint>();
  const sold = new Map(found.record.basket.lines.map(([line, , , , , , quantity]) => [line, BigInt(quantity)]));
  const asked =
    input.lines === 'all'
      ? [...sold].map(([line, quantity]) => ({ line, quantity: quantity - (back.get(line) ?? 0n) }))
      : input.lines;
  for (const { line, quantity } of asked) {
    const all = sold.get(line);
    const left = (all ?? 0n) - (back.get(line) ?? 0n);
    const isTooMuch = all === undefined || quantity > left;
    if (isTooMuch) {
      const refusal =
        all === undefined
          ? refuse('checkout.return.line_unknown', { line: String(line) })
          : refuse('checkout.return.too_much', {
              line: String(line),
              asked: pieces(quantity),
              left: pieces(left),
              sold: pieces(all),
            });
      if (input.manner === 'request') return refusal;
      exceptions.push(refusal);
    }
    const taken = isTooMuch ? left : quantity;
    if (all === undefined || (taken <= 0n && all > 0n)) continue;
    back.set(line, (back.get(line) ?? 0n) + taken);
    added.set(line, (added.get(line) ?? 0n) + taken);
  }
  if (added.size === 0 && input.manner === 'request') return refuse('checkout.return.nothing');
  return { before, back, added };
}

const pieces = (thousandths: bigint): string => {
  const text = String(Number(thousandths) / 1_000);
  return text;
};
