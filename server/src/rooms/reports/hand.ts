import type { Hand } from '../partners/index.ts';
import type { Kept } from './operation.ts';

// The words of closed lists. Whatever else stands there might name somebody.
const REASON = /^[a-z][a-z0-9_.-]{0,39}$/;

/** Why, where the record says so by a word of a closed list. */
export const reasonOf = ({ reason }: Pick<Kept, 'reason'>): string | undefined =>
  typeof reason === 'string' && REASON.test(reason) ? reason : undefined;

/** A hand as marks name it. */
export const handText = (hand: Hand): string => ('person' in hand ? `p${hand.person}` : `c${hand.credential}`);

/** Reads what `handText` wrote. */
export const handOfText = (text: string): Hand =>
  text.startsWith('p') ? { person: BigInt(text.slice(1)) } : { credential: BigInt(text.slice(1)) };
