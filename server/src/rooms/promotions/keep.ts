import type { Undo } from './kind.ts';

// Semantics 3.4: a return takes everything back and decides the rest of the basket again by the version of the sale.
// Only when that cannot be done (the version now gives another result than it gave then) is the old grant shared.

/** What stays of a line's points, in proportion to the goods that stay; what is lost to rounding goes back. */
const keepInProportion = (part: bigint, kept: bigint, sold: bigint): bigint => (sold <= 0n ? 0n : (part * kept) / sold);

/** The undo of every effect so far. */
export const decideAgain: Undo = {
  text: {
    en: 'A return decides what is left of the receipt again by the same version and takes back the difference; where that is not possible, each line keeps its points in proportion to the goods kept.',
    es: 'Una devolución decide de nuevo lo que queda del recibo con la misma versión y retira la diferencia; si no es posible, cada línea conserva sus puntos en proporción a lo conservado.',
  },
  keep: keepInProportion,
};
