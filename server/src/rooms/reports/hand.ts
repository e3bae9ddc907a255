import type { Tokens } from '../../kernel/token.ts';
import type { Kept } from './operation.ts';

/** Who did an operation by hand: a person, or a credential, which may be a person's. */
export type Hand = { readonly person: bigint } | { readonly credential: bigint };

const WORDED = /^(person|credential) (\d{1,18})$/;
const BARE = /^\d{1,18}$/;
// The words of closed lists. Whatever else stands there might name somebody.
const REASON = /^[a-z][a-z0-9_.-]{0,39}$/;

/** Whom a record names, in any of the ways in which records of the rooms do; undefined where it names nobody, as a till's. */
export function handOf(tokens: Pick<Tokens, 'decode'>, { by }: Pick<Kept, 'by'>): Hand | undefined {
  if (typeof by !== 'string') return undefined;
  if (BARE.test(by)) return { credential: BigInt(by) };
  const worded = WORDED.exec(by);
  if (worded) return worded[1] === 'person' ? { person: BigInt(worded[2]) } : { credential: BigInt(worded[2]) };
  const place = tokens.decode('cred', by);
  return place && { credential: place.id };
}

/** Why, where the record says so by a word of a closed list. */
export const reasonOf = ({ reason }: Pick<Kept, 'reason'>): string | undefined =>
  typeof reason === 'string' && REASON.test(reason) ? reason : undefined;

/** A hand as marks name it. */
export const handText = (hand: Hand): string => ('person' in hand ? `p${hand.person}` : `c${hand.credential}`);

/** Reads what `handText` wrote. */
export const handOfText = (text: string): Hand =>
  text.startsWith('p') ? { person: BigInt(text.slice(1)) } : { credential: BigInt(text.slice(1)) };
