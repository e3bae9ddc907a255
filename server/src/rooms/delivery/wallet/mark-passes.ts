import type { Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/database/database.ts';
import type { FollowedOperation } from '../../ledger/index.ts';
import { markPasses } from '../store/pass.ts';

type Owner = { readonly lane: number; readonly owner: bigint };

/** Deeper than any record names an owner. */
const DEPTH_MAX = 6;

/**
 * Marks the passes of everybody whom operations of the journal touched. Who that is a record says wherever it names an owner
 * (`{ lane, owner }`): a gift card that paid, was loaded, got money back. Done by the follower, so no till waits for it.
 */
export async function markTouchedPasses(tx: Tx, rows: readonly FollowedOperation[], now: Instant): Promise<void> {
  const touched = new Map<string, Owner>();
  const add = (one: Owner): unknown => touched.set(`${one.lane}/${one.owner}`, one);
  for (const { lane, owner, record } of rows) {
    add({ lane, owner });
    for (const one of ownersIn(record)) add(one);
  }
  if (touched.size > 0) await markPasses(tx, [...touched.values()], now);
}

/** Every owner that a record names. */
export function ownersIn(value: unknown, depth = 0): Owner[] {
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return [];
  const { lane, owner } = value as { readonly lane?: unknown; readonly owner?: unknown };
  const own =
    typeof lane === 'number' && typeof owner === 'string' && /^\d{1,19}$/.test(owner)
      ? [{ lane, owner: BigInt(owner) }]
      : [];
  return [...own, ...Object.values(value).flatMap((one) => ownersIn(one, depth + 1))];
}
