import { divide } from '../../kernel/rounding.ts';
import type { BasketLine } from './basket.ts';
import type { Facts } from './facts.ts';
import { decideAgain } from './keep.ts';
import type { Award } from './award.ts';
import type { Undo } from './kind.ts';
import { sharePoints } from './share-points.ts';
import type { Spread } from './spread.ts';

const PIECE = 1_000n;

/** What can still be taken off a line. */
export const payableOf = (line: BasketLine): bigint => {
  const left = line.gross - line.discount - line.byPoints;
  return left > 0n ? left : 0n;
};

/** A discount of so much per place, never more than the line costs now; undefined when nothing can be taken off. */
export const discountOf = (
  facts: Facts,
  at: readonly number[],
  amounts: readonly bigint[],
  counting?: number,
): Award | undefined => {
  let points = 0n;
  const parts = amounts.map((amount, i) => {
    const left = payableOf(facts.lines[at[i] as number] as BasketLine);
    const part = amount > left ? left : amount;
    points += part;
    return part;
  });
  return points === 0n ? undefined : { points, at, parts, counting };
};

/** An amount shared over places by what they cost now; never more than that. */
export const shareDiscount = (facts: Facts, at: readonly number[], amount: bigint): Award | undefined => {
  const weights = at.map((place) => payableOf(facts.lines[place] as BasketLine));
  const sum = weights.reduce((all, one) => all + one, 0n);
  if (sum === 0n || amount <= 0n) return undefined;
  return discountOf(facts, at, amount >= sum ? weights : sharePoints(amount, weights, sum));
};

/** Pieces of one line: whole ones only, since half a melon is not one of three. */
export type Pieces = {
  readonly place: number;
  readonly count: bigint;
  readonly payable: bigint;
  readonly quantity: bigint;
};

/** The pieces on some places, cheapest first by what one costs now; of equals the higher line first. */
export const piecesOn = (facts: Facts, at: readonly number[]): Pieces[] =>
  at
    .map((place): Pieces => {
      const line = facts.lines[place] as BasketLine;
      return { place, count: line.quantity / PIECE, payable: payableOf(line), quantity: line.quantity };
    })
    .filter(({ count }) => count > 0n)
    // Two prices per piece are compared without a division.
    .sort((a, b) => {
      const left = a.payable * b.quantity;
      const right = b.payable * a.quantity;
      return left < right ? -1 : left > right ? 1 : b.place - a.place;
    });

/** What `count` pieces of a line cost; rounded half up, so that the buyer of one of three at 10.00 saves 3.33. */
export const priceOf = ({ payable, quantity }: Pieces, count: bigint): bigint =>
  count * PIECE === quantity ? payable : divide(payable * count * PIECE, quantity, 'half_up');

/** Takes so many pieces from the list, from its start, and says how many of each. */
export const takePieces = (list: readonly Pieces[], count: bigint): Taken[] => {
  const taken: Taken[] = [];
  let left = count;
  for (const piece of list) {
    if (left === 0n) break;
    const some = piece.count < left ? piece.count : left;
    taken.push({ piece, count: some });
    left -= some;
  }
  return taken;
};

/** Some pieces of a line. */
export type Taken = { readonly piece: Pieces; readonly count: bigint };

/** What pieces cost together now. */
export const costOfPieces = (taken: readonly Taken[]): bigint =>
  taken.reduce((sum, { piece, count }) => sum + priceOf(piece, count), 0n);

/**
 * An amount shared over pieces by what they cost now, the remainder by largest remainder; no piece is given more than it costs.
 * The parts stand as the pieces do.
 */
export const shareOverPieces = (taken: readonly Taken[], amount: bigint): bigint[] => {
  const costs = taken.map(({ piece, count }) => priceOf(piece, count));
  const cost = costs.reduce((sum, one) => sum + one, 0n);
  return amount >= cost ? costs : sharePoints(amount, costs, cost);
};

/** An amount off some pieces, shared over `all` of the set or over the `cheapest` that it is counted by. */
export const takeOffSet = (
  facts: Facts,
  amount: bigint,
  {
    spread,
    all,
    cheapest,
  }: { readonly spread: Spread; readonly all: readonly Taken[]; readonly cheapest: readonly Taken[] },
): Award | undefined => {
  // By place, so that what is left over goes to the lower line.
  const over = (spread === 'set' ? all : cheapest).toSorted((a, b) => a.piece.place - b.piece.place);
  return amount <= 0n
    ? undefined
    : discountOf(
        facts,
        over.map(({ piece }) => piece.place),
        shareOverPieces(over, amount),
      );
};

/** The undo of what changes the price. */
export const priceStays: Undo = {
  text: {
    en: 'The price is not decided again: goods that come back are refunded as they were paid, and what stays keeps its discount.',
    es: 'El precio no se decide de nuevo: lo devuelto se reembolsa como se pagó y lo que queda conserva su descuento.',
  },
  keep: decideAgain.keep,
};

/** The undo of a discount that may end with what earned it. */
export const priceMayLapse: Undo = {
  text: {
    en: 'Goods that come back are refunded as they were paid, and what stays keeps its discount; with `onReturn: recheck` only as far as what stays still earns it, or else the refund is less by the rest.',
    es: 'Lo devuelto se reembolsa como se pagó y lo que queda conserva su descuento; con `onReturn: recheck` solo en la medida en que lo que queda todavía da derecho a él; el resto se resta del reembolso.',
  },
  keep: decideAgain.keep,
};
