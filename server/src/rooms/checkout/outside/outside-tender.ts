import type { CardNumber } from '../../../kernel/card-number.ts';
import { normaliseCardNumber } from '../../../kernel/card-number.ts';
import { keptElsewhere, type GiftDeps } from '../../giftcards/index.ts';
import type { Sale, Tender } from '../sale.ts';

/** A card of another company's processor that is to pay: which tender it is, and what it is asked for. */
export type OutsidePlace = {
  readonly at: number;
  readonly number: CardNumber;
  readonly pin: string | undefined;
  /** `most`: the till has not said how much. */
  readonly wanted: bigint | 'most';
  /** Whether the till takes less, where the card has no more. */
  readonly short: 'decline' | 'partial';
};

/** An attempt to let such a card pay: its number is the payment's name at the room processors. */
export type OutsideTender = { readonly tender: bigint; readonly attempt: number; readonly isUsed: boolean };

/** What has been paid outside, as a tender of the sale that is decided on it. */
export type OutsideUse = { readonly tender: bigint; readonly payment: bigint; readonly processor: string };

/** How a receipt names what another processor's card has paid. */
export const OUTSIDE_KIND = 'outside_card';

/** The tenders of a sale whose card another processor keeps, in the order of the receipt. */
export const outsidePlaces = (gifts: Pick<GiftDeps, 'cardSettings'>, sale: Sale): OutsidePlace[] =>
  sale.tenders.flatMap((tender, at) => {
    if (!('gift' in tender) || tender.gift.number === undefined) return [];
    const read = normaliseCardNumber(tender.gift.number);
    if (!read.ok || !keptElsewhere(gifts, sale.till.program.tenant, read.value)) return [];
    return [{ at, number: read.value, pin: tender.pin, wanted: tender.wanted, short: tender.short }];
  });

/** The sale with tenders in place of those that stand at these places. */
export const withTenders = (sale: Sale, instead: ReadonlyMap<number, Tender>): Sale => ({
  ...sale,
  tenders: sale.tenders.map((tender, at) => instead.get(at) ?? tender),
});

/** The sale as if those cards had paid: for looking whether anything else stands against it. */
export const asIfPaid = (sale: Sale, places: readonly OutsidePlace[]): Sale =>
  withTenders(
    sale,
    new Map(
      places.map(({ at, wanted }) => [at, { kind: OUTSIDE_KIND, amount: wanted === 'most' ? 0n : wanted }] as const),
    ),
  );
