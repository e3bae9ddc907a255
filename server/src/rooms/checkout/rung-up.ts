import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { KeptOperation } from '../ledger/index.ts';
import { usagesOf } from '../promotions/index.ts';
import type { ClaimRecord } from './claim-record.ts';
import type { KeptBasket } from './kept-basket.ts';
import type { KeptGrant, SaleRecord } from './record.ts';
import type { ReturnRecord } from './return-record.ts';

/** What promotions gave on a receipt, and at whose hands: what is counted after the sale. */
export type RungUp = {
  /** The sale, also of what a claim gave later. */
  readonly receipt: { readonly lane: number; readonly seq: bigint };
  readonly rulebook: number;
  readonly outlet: number;
  readonly terminal: number;
  readonly cashier: string | undefined;
  /** Business day of the purchase. */
  readonly on: LocalDate;
  /** The purchase. */
  readonly at: Instant;
  /** Who earned, as `lane/owner`; undefined where nobody did. */
  readonly member: string | undefined;
  readonly given: readonly { readonly promotion: string; readonly points: bigint; readonly money: bigint }[];
};

type Place = { readonly lane: number; readonly seq: bigint };
type Frame = Pick<KeptOperation, 'lane' | 'seq' | 'kind' | 'bookedOn' | 'occurredAt' | 'outlet' | 'terminal'>;

/** The sale that a claim or void speaks of; undefined for anything else. */
export function receiptNamedBy({
  kind,
  record,
}: {
  readonly kind: string;
  readonly record: unknown;
}): Place | undefined {
  if (kind !== 'checkout.claim' && kind !== 'checkout.void') return undefined;
  const { original } = record as Pick<ReturnRecord | ClaimRecord, 'original'>;
  return { lane: original.lane, seq: BigInt(original.seq) };
}

/** What a sale gave. Nothing was granted on a receipt without a buyer; what it took off, it took off. */
export function rungUpBySale({ record: told, ...at }: Frame & { readonly record: unknown }): RungUp {
  const record = told as SaleRecord;
  return {
    ...placeOf(at, record),
    receipt: { lane: at.lane, seq: at.seq },
    ...{ rulebook: record.rulebook, member: memberText(record.member) },
    given: givenBy(record.member === undefined ? [] : record.grants, record.basket.priced, record),
  };
}

/** What a claim gave, at the hands of whoever rang up its sale: a receipt of the till's own, claimed for a card of its own, counts there. */
export function rungUpByClaim(
  { record }: { readonly record: unknown },
  sale: Frame & { readonly record: unknown },
): RungUp {
  const claim = record as ClaimRecord;
  return {
    ...placeOf(sale, sale.record as SaleRecord),
    receipt: { lane: sale.lane, seq: sale.seq },
    ...{ rulebook: claim.rulebook, member: memberText(claim.member) },
    // Money was taken off when it was sold.
    given: givenBy(claim.grants, undefined, claim),
  };
}

const memberText = (member: SaleRecord['member']): string | undefined => member && `${member.lane}/${member.owner}`;

const placeOf = (
  { outlet, terminal, bookedOn: on, occurredAt: at }: Frame,
  { cashier }: Pick<SaleRecord, 'cashier'>,
) => ({
  ...{ outlet, terminal, cashier, on, at },
});

function givenBy(
  grants: readonly KeptGrant[],
  priced: KeptBasket['priced'] = [],
  { coupons = [], stamps = [] }: Pick<SaleRecord, 'coupons' | 'stamps'>,
): RungUp['given'] {
  const usages = usagesOf({
    grants: grants.map(({ promotion, points }) => ({ promotion, points: BigInt(points) })),
    priced: priced.map(([promotion, , perLine]) => ({
      promotion,
      perLine: perLine.map(([line, money]) => [line, BigInt(money)] as const),
    })),
    ...{ coupons, stamps },
  });
  return [...usages].map(([promotion, given]) => ({ promotion, ...given }));
}
