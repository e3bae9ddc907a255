import { unpackRecord, unpackWritten, writeRecord } from '../ledger/index.ts';
import type { Basket, CouponGrant, Grant, StampGrant } from '../promotions/index.ts';
import type { ClaimRecord } from './claim-record.ts';
import { grantedOf } from './keep-points.ts';
import { keepBasket, readBasket } from './kept-basket.ts';
import type { PackedSale } from './read/past-receipts.ts';
import { keepGrantOf } from './record.ts';
import type { SaleRecord } from './record.ts';
import { longBasket, saleShape } from './sale-shape.ts';
import type { ShortSale } from './sale-shape.ts';

/** A sale of before as rules see it: the facts that were kept, and what was granted then. */
export type PastSale = {
  readonly basket: Basket;
  readonly rulebook: number;
  /** Whether anybody earned on it: a sale without a buyer was decided and booked nothing. */
  readonly earned: boolean;
  /** The card that was shown. */
  readonly card: string | undefined;
  /** Points by wallet type. */
  readonly granted: ReadonlyMap<string, bigint>;
  /** What each promotion gave then, effect by effect. */
  readonly grants: readonly { readonly promotion: string; readonly points: bigint }[];
  readonly coupons: readonly CouponGrant[];
  readonly stamps: readonly StampGrant[];
  /** Kinds of what paid, `points` among them. */
  readonly tenders: () => readonly string[];
};

const NONE: readonly never[] = [];
const tendersOf = ({ tenders, payments }: Pick<SaleRecord, 'tenders'> & { readonly payments: readonly unknown[] }) => [
  ...new Set([...tenders.map(({ kind }) => kind), ...(payments.length > 0 ? ['points'] : [])]),
];

/** Unpacks a sale: of one that was written short only what rules see is made, which is half of reading it. */
export const openPastSale = ({ at, occurredAt }: Pick<PackedSale, 'at' | 'occurredAt'>): PastSale => {
  const written = unpackWritten(at);
  if (Array.isArray(written) && written[0] === saleShape.is) return ofShort(written[1] as ShortSale);
  const record = unpackRecord(at, { occurredAt }) as SaleRecord;
  return {
    basket: readBasket(record.basket),
    ...{ rulebook: record.rulebook, earned: record.member !== undefined, card: record.card },
    granted: grantedOf(record.grants),
    grants: record.grants.map(({ promotion, points }) => ({ promotion, points: BigInt(points) })),
    ...{ coupons: record.coupons ?? NONE, stamps: record.stamps ?? NONE },
    tenders: () => tendersOf(record),
  };
};

const ofShort = ([basket, rulebook, member, card, grants, , payments, tenders, , rest]: ShortSale): PastSale => {
  const granted = new Map<string, bigint>();
  const given: { promotion: string; points: bigint }[] = [];
  for (const [promotion, , , wallet, perLine] of grants) {
    let sum = 0;
    for (const part of perLine) sum += part;
    const points = BigInt(sum);
    given.push({ promotion, points });
    granted.set(wallet, (granted.get(wallet) ?? 0n) + points);
  }
  return {
    basket: readBasket(longBasket(basket)),
    ...{ rulebook, earned: member !== '', card: card === '' ? undefined : card, granted, grants: given },
    ...{ coupons: rest.coupons ?? NONE, stamps: rest.stamps ?? NONE },
    tenders: () => tendersOf({ tenders, payments }),
  };
};

/** A sale or claim of before, whole as it was kept: for whoever proves it, not for whoever counts very many. */
export const openPastRecord = ({ at, occurredAt }: Pick<PackedSale, 'at' | 'occurredAt'>): SaleRecord | ClaimRecord =>
  unpackRecord(at, { occurredAt }) as SaleRecord | ClaimRecord;

/** The text of a sale's record when nothing but goods, a buyer and points were in it: for migrations' samples and benches. */
export const writePastSale = (
  basket: Basket,
  { rulebook, lane, owner, grants }: { rulebook: number; lane: number; owner: bigint; grants: readonly Grant[] },
): string =>
  writeRecord({
    is: 'sale',
    basket: keepBasket(basket),
    rulebook,
    member: { lane, owner: String(owner) },
    grants: grants.map(keepGrantOf),
    credits: [],
    payments: [],
    tenders: [{ kind: 'cash', amount: 0 }],
    wallets: [],
  } satisfies SaleRecord);
