import type { z } from 'zod';
import type { madeCardsSentSchema } from '../../../contract/card-making.ts';

export type SentPage = z.output<typeof madeCardsSentSchema>;
type SentCard = SentPage['items'][number];
export type NotSent = Pick<SentCard, 'serial'> & { readonly refusal: NonNullable<SentCard['refusal']> };

/** What became of the cards of a batch that were looked at so far. */
export type Sending = {
  readonly sent: number;
  /** Went out when it was asked for before. */
  readonly before: number;
  readonly withoutPhone: number;
  readonly refused: number;
  /** The first of those that were refused; a batch may have a million. */
  readonly notSent: readonly NotSent[];
  /** The last serial that was looked at; undefined once all were. */
  readonly at: number | undefined;
};

export const NOT_SENT_MAX = 200;
export const NOTHING_SENT: Sending = { sent: 0, before: 0, withoutPhone: 0, refused: 0, notSent: [], at: 0 };

/** The sums so far with one more page of answers. */
export function withPage(so: Sending, { items, withoutPhone, next }: SentPage): Sending {
  const went = items.filter(({ refusal }) => refusal === undefined);
  const before = went.filter(({ repeated }) => repeated).length;
  const refused = items.flatMap(({ serial, refusal }) => (refusal ? [{ serial, refusal }] : []));
  return {
    sent: so.sent + went.length - before,
    before: so.before + before,
    withoutPhone: so.withoutPhone + withoutPhone,
    refused: so.refused + refused.length,
    notSent: [...so.notSent, ...refused].slice(0, NOT_SENT_MAX),
    at: next,
  };
}
