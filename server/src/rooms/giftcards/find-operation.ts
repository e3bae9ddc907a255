import type { LookUp, ReferenceKey } from '../../platform/lanes/index.ts';
import { recordSheet, type KeptOperation } from '../ledger/index.ts';
import type { Till } from '../partners/index.ts';
import { giftOfOwner, type GiftFound } from './find-gift.ts';
import type { GiftRecord } from './record.ts';

/** An operation by what its sender calls it, or by its place, and of which outlets he may name any. */
export type Original = ({ readonly reference: ReferenceKey } | { readonly lane: number; readonly seq: bigint }) & {
  readonly mayName: (outlet: number) => boolean;
};

/** An operation on a gift as it was booked, and the gift as it is now. */
export type FoundOperation = {
  readonly lane: number;
  readonly seq: bigint;
  readonly kept: KeptOperation;
  readonly record: GiftRecord;
  readonly found: GiftFound;
};

/** What a name or place leads to: an operation of this room, a name that was closed, one nobody has used, an operation of another room, or something else. */
export type OperationFound =
  | { readonly is: 'found'; readonly operation: FoundOperation }
  | { readonly is: 'closed' | 'unused' | 'elsewhere' | 'other' };

/** Finds an operation of this room. One of another tenant or program, or of an outlet that the sender may not name, is something else. */
export async function findOperation(look: LookUp, till: Till, original: Original): Promise<OperationFound> {
  let place: { readonly lane: number; readonly seq: bigint };
  if ('reference' in original) {
    const known = await look.reference(original.reference);
    if (known?.outcome === 'c') return { is: 'closed' };
    if (!known) return { is: 'unused' };
    place = { lane: known.lane, seq: known.seq };
  } else place = { lane: original.lane, seq: original.seq };
  const kept = await look.row(recordSheet, place);
  const { tenant, program } = till.program;
  if (!kept || kept.tenant !== tenant || kept.program !== program || !original.mayName(kept.outlet))
    return { is: 'other' };
  const record = kept.record as GiftRecord | undefined;
  if (record?.is !== 'gift') return { is: 'elsewhere' };
  const owner = { lane: record.gift.lane, owner: BigInt(record.gift.owner) };
  const found = await giftOfOwner(look, tenant, owner);
  return found ? { is: 'found', operation: { ...place, kept, record, found } } : { is: 'other' };
}
