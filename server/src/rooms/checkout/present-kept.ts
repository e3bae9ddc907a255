import type { KeptOperation } from '../ledger/index.ts';
import { saleOfClaim, type ClaimRecord } from './claim-record.ts';
import type { CheckoutDeps } from './deps.ts';
import { presentRescore, type RescoreAnswer } from './present-rescore.ts';
import { presentReturn, type ReturnAnswer } from './present-return.ts';
import { presentSale, type SaleAnswer } from './present-sale.ts';
import type { SaleRecord } from './record.ts';
import type { RescoreRecord } from './rescore-record.ts';
import type { ClosedRecord, ParkedRecord, ReturnRecord } from './return-record.ts';

/** The answer to a kept operation of this room, as its till got it; undefined for an operation of another room. */
export function presentKept(
  deps: CheckoutDeps,
  kept: KeptOperation,
): SaleAnswer | ReturnAnswer | RescoreAnswer | undefined {
  const booked = { lane: kept.lane, seq: kept.seq, recordedAt: kept.recordedAt, repeated: false };
  switch (kept.kind) {
    case 'checkout.sale':
      return presentSale(deps, kept.record as SaleRecord, booked);
    case 'checkout.claim':
      return presentSale(deps, saleOfClaim(kept.record as ClaimRecord), booked);
    case 'checkout.rescore':
      return presentRescore(deps, kept.record as RescoreRecord, booked);
    case 'checkout.return':
    case 'checkout.return_parked':
    case 'checkout.void':
    case 'checkout.void_before':
      return presentReturn(deps, kept.record as ReturnRecord | ParkedRecord | ClosedRecord, booked);
    default:
      return undefined;
  }
}
