import type { CardNumber } from '../../kernel/card-number.ts';
import type { Instant } from '../../kernel/instant.ts';

/**
 * What a processor made of a question. `no`: it answered, and the answer is no. `not_sent`: for certain it never heard it.
 * `unknown`: nobody here knows whether it did what it was asked; that is not a no.
 */
export type Answer<What extends object = object> =
  | ({ readonly outcome: 'yes' } & What)
  | { readonly outcome: 'no'; readonly reason: string }
  | { readonly outcome: 'not_sent'; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly reason: string };

/** One line of a card's history, as the processor tells it. Amounts in smallest steps; what leaves the card is negative. */
export type ToldLine = {
  readonly outsideId: string;
  readonly amount: bigint;
  readonly at: Instant;
  readonly kind: string;
  readonly balanceAfter: bigint | undefined;
  /** Our own name of it, where it was passed through by us. */
  readonly outsideReference: string;
};

/** A payment under the name that the processor knows it by. */
export type OutsidePayment = {
  readonly card: CardNumber;
  readonly amount: bigint;
  readonly reference: string;
  readonly outsideId: string;
};

/**
 * Another company's processor. The first two are all that is needed; the others are there where it lets payments through. Every
 * question may be asked again: a payment has one reference however often it is sent.
 */
export type ProcessorPort = {
  readonly balance: (card: CardNumber) => Promise<Answer<{ readonly balance: bigint }>>;
  /** The history since `from`, or all of it; `from` in the answer says from when on it is whole. */
  readonly transactions: (
    card: CardNumber,
    from: Instant | undefined,
  ) => Promise<Answer<{ readonly transactions: readonly ToldLine[]; readonly from: Instant | undefined }>>;
  readonly redeem?: (
    payment: Omit<OutsidePayment, 'outsideId'> & {
      readonly pin?: string | undefined;
      /** Less than `amount` is taken too, where the card has no more. */
      readonly isPartial?: boolean;
    },
  ) => Promise<Answer<{ readonly outsideId: string; readonly balance: bigint | undefined; readonly paid: bigint }>>;
  /** No: it has no such payment, or does not undo it. */
  readonly reverse?: (payment: OutsidePayment) => Promise<Answer>;
  /** Yes: the payment was made; of how much is told where the processor says so. No: it was not. */
  readonly find?: (
    payment: OutsidePayment,
  ) => Promise<Answer<{ readonly outsideId: string; readonly paid: bigint | undefined }>>;
  /** Brings `amount` back to the card; `payment` is the name of what had been paid. No: it does not do so. */
  readonly refund?: (refund: OutsidePayment & { readonly payment: string }) => Promise<Answer>;
};

/** Whether so much is what was asked for: all of it, or a part where a part is taken. */
export const isPaidAs = (
  { amount, isPartial = false }: { readonly amount: bigint; readonly isPartial?: boolean },
  paid: bigint,
): boolean => paid === amount || (isPartial && paid > 0n && paid < amount);
