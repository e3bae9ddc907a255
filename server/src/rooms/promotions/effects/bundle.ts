import { z } from 'zod';
import { costOfPieces, discountOf, piecesOn, priceMayLapse, shareOverPieces, takePieces } from '../discount.ts';
import type { Pieces } from '../discount.ts';
import type { Facts } from '../facts.ts';
import { defineEffect } from '../kind.ts';
import { lineFilterSchema, lineFilterText } from '../line-filter.ts';
import { onReturnText, onReturnWords } from '../on-return.ts';
import { quantityText } from '../parameter.ts';
import { anyOf, mostTelling, triggerOfFilter } from '../trigger.ts';

const PARTS_MAX = 10;
const PIECES_MAX = 100;
const BUNDLES_MAX = 1_000;

type Part = { readonly selection: number; readonly pieces: bigint };

// One bundle after another takes the dearest pieces, so that the buyer saves most; a piece belongs to one bundle only.
const gather = (facts: Facts, parts: readonly Part[], used: Map<number, bigint>): Map<number, bigint> | undefined => {
  const taken = new Map<number, bigint>();
  for (const { selection, pieces } of parts) {
    const free = piecesOn(facts, facts.selection(selection))
      .map((piece): Pieces => ({
        ...piece,
        count: piece.count - (used.get(piece.place) ?? 0n) - (taken.get(piece.place) ?? 0n),
      }))
      .filter(({ count }) => count > 0n)
      .reverse();
    const some = takePieces(free, pieces);
    if (some.reduce((sum, { count }) => sum + count, 0n) < pieces) return undefined;
    for (const { piece, count } of some) taken.set(piece.place, (taken.get(piece.place) ?? 0n) + count);
  }
  return taken;
};

/** Several things together for one price; what they cost more is taken off them in proportion. */
export const bundle = defineEffect({
  code: 'bundle',
  version: 1,
  gives: 'discount',
  isOfSet: true,
  params: z.strictObject({
    price: quantityText,
    parts: z
      .array(z.strictObject({ lines: lineFilterSchema, pieces: z.int().min(1).max(PIECES_MAX).default(1) }))
      .min(1)
      .max(PARTS_MAX),
    times: z.int().min(1).max(BUNDLES_MAX).default(BUNDLES_MAX),
    onReturn: onReturnText.default('keep'),
  }),
  // All parts are needed, so the most telling of them will do.
  trigger: ({ parts }) => mostTelling(parts.map(({ lines }) => anyOf([triggerOfFilter(lines)]))),
  text: { en: '{parts} together for {price}{lapses}', es: '{parts} juntos por {price}{lapses}' },
  example: {
    params: { price: '5.00', parts: [{ lines: { skus: ['coffee'] } }, { lines: { skus: ['cake'] } }] },
    basket: {
      lines: [
        { sku: 'coffee', gross: 300n },
        { sku: 'cake', gross: 400n },
      ],
    },
    points: 200n,
  },
  undo: priceMayLapse,
  words: ({ params: { price, parts, onReturn } }, language) => ({
    price,
    parts: parts.map(({ lines, pieces }) => `${pieces} × ${lineFilterText(lines, language)}`).join(' + '),
    lapses: onReturnWords(onReturn, language),
  }),
  prepare: ({ price, parts, times }, bench) => ({
    price: bench.positive(price, bench.currencyDecimals, 'price'),
    parts: parts.map(({ lines, pieces }, i) => ({
      selection: bench.at(['parts', i], () => bench.selection(lines)),
      pieces: BigInt(pieces),
    })),
    times,
  }),
  apply({ price, parts, times }, facts) {
    const used = new Map<number, bigint>();
    const off = new Map<number, bigint>();
    for (let round = 0; round < times; round++) {
      const taken = gather(facts, parts, used);
      if (taken === undefined) break;
      const places = [...taken.keys()];
      const pieces = new Map(piecesOn(facts, places).map((piece) => [piece.place, piece]));
      const set = [...taken].map(([place, count]) => ({ piece: pieces.get(place) as Pieces, count }));
      const cost = costOfPieces(set);
      // The dearest are taken first: when these are no dearer than the bundle, the rest is not either.
      if (cost <= price) break;
      const shares = shareOverPieces(set, cost - price);
      for (const [i, place] of places.entries()) {
        off.set(place, (off.get(place) ?? 0n) + (shares[i] as bigint));
        used.set(place, (used.get(place) ?? 0n) + (taken.get(place) as bigint));
      }
    }
    return off.size === 0 ? undefined : discountOf(facts, [...off.keys()], [...off.values()]);
  },
});
