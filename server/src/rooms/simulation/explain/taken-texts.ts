import type { Texts } from './words.ts';

/** How points were got back, be it by a return or by the reversal of an occasion. */
export const TAKEN = {
  taken: {
    en: '{points} {wallet} [points:was|were] taken back.',
    es: 'Se [points:retiró|retiraron] {points} {wallet}.',
  },
  how: { en: 'Of {points} {wallet}: {parts}.', es: 'De {points} {wallet}: {parts}.' },
  pending: {
    en: '{amount} had still been pending',
    es: '{amount} [amount:estaba pendiente|estaban pendientes]',
  },
  lots: { en: '{amount} came out of lots', es: '{amount} [amount:salió|salieron] de partidas' },
  owed: { en: '{amount} [amount:is|are] owed', es: '{amount} se [amount:debe|deben]' },
  writtenOff: {
    en: '{amount} [amount:was|were] written off',
    es: '{amount} se [amount:condonó|condonaron]',
  },
} as const satisfies Readonly<Record<string, Texts>>;
