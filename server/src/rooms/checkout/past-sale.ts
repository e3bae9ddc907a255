import { packBody, unpackBody } from '../ledger/index.ts';
import type { Basket, Grant } from '../promotions/index.ts';
import { grantedOf } from './keep-points.ts';
import { keepBasket, readBasket } from './kept-basket.ts';
import type { PackedSale } from './read/past-receipts.ts';
import { keepGrantOf } from './record.ts';
import type { KeptGrant, SaleRecord } from './record.ts';

/** A sale of before as rules see it: the facts that were kept, and what was granted then. */
export type PastSale = {
  readonly basket: Basket;
  readonly rulebook: number;
  /** Whether anybody earned on it: a sale without a buyer was decided and booked nothing. */
  readonly earned: boolean;
  /** Points by wallet type. */
  readonly granted: ReadonlyMap<string, bigint>;
  /** Per promotion and effect, as they were granted. */
  readonly grants: readonly KeptGrant[];
};

/** Unpacks a sale. */
export const openPastSale = ({ body, occurredAt }: PackedSale): PastSale => {
  const record = unpackBody(body, { occurredAt }) as SaleRecord;
  return {
    basket: readBasket(record.basket),
    rulebook: record.rulebook,
    earned: record.member !== undefined,
    granted: grantedOf(record.grants),
    grants: record.grants,
  };
};

/** A sale as the journal keeps it when nothing but goods, a buyer and points were in it: for migrations' samples and benches. */
export const packPastSale = (
  basket: Basket,
  { rulebook, lane, owner, grants }: { rulebook: number; lane: number; owner: bigint; grants: readonly Grant[] },
): Buffer =>
  packBody({
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
