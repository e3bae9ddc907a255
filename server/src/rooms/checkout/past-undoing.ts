import type { LookUp } from '../../platform/lanes/index.ts';
import { recordSheet, type KeptOperation } from '../ledger/index.ts';
import type { Basket } from '../promotions/index.ts';
import type { RefundOrder } from '../programs/index.ts';
import type { ClaimRecord } from './claim-record.ts';
import { basketFor, buyersBasket, quantitiesOf } from './points-decided.ts';
import type { SaleRecord } from './record.ts';
import type { RescoreRecord } from './rescore-record.ts';
import type { ReturnRecord } from './return-record.ts';
import { claimSheet } from './store/claim.ts';
import { returnedSheet } from './store/returned.ts';

type Place = { readonly lane: number; readonly seq: bigint };
type Quantities = ReadonlyMap<number, bigint>;

/** Something that became of a receipt. Quantities in thousandths by line. */
export type PastEvent = Place &
  (
    | { readonly is: 'claim'; readonly record: ClaimRecord; readonly basket: Basket; readonly before: Quantities }
    | { readonly is: 'rescore'; readonly record: RescoreRecord; readonly basket: Basket; readonly before: Quantities }
    | { readonly is: 'return'; readonly record: ReturnRecord; readonly back: Quantities }
  );

/** A receipt with what became of it up to one of its returns, voids or rescores, which is the last: all that decides that one. */
export type PastUndoing = {
  readonly sale: KeptOperation;
  readonly record: SaleRecord;
  /** The facts by which its sale was decided. */
  readonly basket: Basket;
  /** Who is paid back first, as its first return has found it. */
  readonly order: RefundOrder | undefined;
  readonly events: readonly PastEvent[];
};

type Undoing = Place & { readonly record: Pick<ReturnRecord | RescoreRecord, 'original'> };

/** Finds what decides a return, a void or a rescore of before. Undefined where its receipt is not there. */
export async function openPastUndoing(look: LookUp, undoing: Undoing): Promise<PastUndoing | undefined> {
  const { original } = undoing.record;
  const place = { lane: original.lane, seq: BigInt(original.seq) };
  const [sale, claim, returned] = await Promise.all([
    look.row(recordSheet, place),
    look.row(claimSheet, place),
    look.row(returnedSheet, place),
  ]);
  if (sale?.kind !== 'checkout.sale' || !returned) return undefined;
  const record = sale.record as SaleRecord;
  const places: Place[] = [
    ...(claim ? [{ lane: claim.claimLane, seq: claim.claimSeq }] : []),
    ...(returned.rescored?.by ?? []).map(([lane, seq]) => ({ lane, seq: BigInt(seq) })),
    ...(returned.by ?? []).map(([, lane, seq]) => ({ lane, seq: BigInt(seq) })),
  ];
  const kept = await Promise.all(places.map((one) => look.row(recordSheet, one)));
  const inOrder = kept.filter((one) => one !== undefined).sort(earlier);
  const at = inOrder.findIndex(({ lane, seq }) => lane === undoing.lane && seq === undoing.seq);
  if (at < 0) return undefined;
  const buyer = inOrder.find(({ kind }) => kind === 'checkout.claim');
  const found = {
    record,
    claim: buyer && { lane: buyer.lane, seq: buyer.seq, record: buyer.record as ClaimRecord },
  };
  const back = new Map<number, bigint>();
  const events = inOrder.slice(0, at + 1).map(({ lane, seq, record: own }): PastEvent => {
    const one = own as ClaimRecord | RescoreRecord | ReturnRecord;
    if (one.is === 'claim')
      return {
        ...{ lane, seq, is: 'claim', record: one },
        basket: buyersBasket(found),
        before: quantitiesOf(one.returned),
      };
    if (one.is === 'rescore') {
      const before = quantitiesOf(one.returned);
      return { ...{ lane, seq, is: 'rescore', record: one, before }, basket: basketFor(found, one.rulebook) };
    }
    for (const [line, quantity] of one.lines) back.set(line, (back.get(line) ?? 0n) + BigInt(quantity));
    return { ...{ lane, seq, is: 'return', record: one }, back: new Map(back) };
  });
  return {
    ...{ sale, record, events, order: returned.orders?.refund },
    basket: buyersBasket({ record, claim: undefined }),
  };
}

/** By the moment of their batches; of one batch by their numbers, which grow within a lane. */
const earlier = (a: KeptOperation, b: KeptOperation): number =>
  a.recordedAt === b.recordedAt ? Number(a.seq - b.seq) : a.recordedAt - b.recordedAt;
