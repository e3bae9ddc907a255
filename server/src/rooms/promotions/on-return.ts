import { z } from 'zod';
import type { Language, Texts } from './language.ts';

/**
 * What a return does to a discount. `keep`: it stays with what stays. `recheck`: it stays as far as what stays still earns it by its conditions
 * and, where it is for several goods together, by how many of them are there; the rest of it is kept from the refund.
 */
export const onReturnText = z.enum(['keep', 'recheck']);

export type OnReturn = z.output<typeof onReturnText>;

const RECHECKED: Texts = {
  en: ', as far as what stays after a return still earns it',
  es: ', en la medida en que lo que quede tras una devolución todavía dé derecho a él',
};

/** What a sentence says of it, at its end. */
export const onReturnWords = (onReturn: OnReturn, language: Language): string =>
  onReturn === 'keep' ? '' : RECHECKED[language];
