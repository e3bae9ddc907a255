import { z } from 'zod';
import type { Language, Texts } from './language.ts';

/**
 * Where the discount of a set lies. `set`: shared over all its pieces by what they cost, so that whoever brings some of them back is
 * refunded what they came to, and has paid his share of what stays. `cheapest`: all of it on the cheapest pieces; whoever brings the
 * others back has those for nothing.
 */
export const spreadText = z.enum(['cheapest', 'set']);

export type Spread = z.output<typeof spreadText>;

const SPREADS: Readonly<Record<Spread, Texts>> = {
  set: { en: ', shared over all of them', es: ', repartido entre todos' },
  cheapest: { en: '', es: '' },
};

/** What a sentence says of it, at its end. */
export const spreadWords = (spread: Spread, language: Language): string => SPREADS[spread][language];
