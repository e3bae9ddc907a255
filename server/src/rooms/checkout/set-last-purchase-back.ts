import type { Instant } from '../../kernel/instant.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { memberSheet } from '../members/index.ts';
import type { FoundSale } from './plan-return.ts';
import { lastPurchaseSheet } from './read/last-purchases.ts';
import { returnedSheet } from './store/returned.ts';

/**
 * The last purchase of a member came back whole: the one before it is his last again. A function of what has not come back, so of no
 * order of returns. Does nothing where he has bought since.
 */
export function setLastPurchaseBack(
  { lane, seq, sale, claim, member: key }: FoundSale,
  desk: Desk<JournalEntry>,
): void {
  const member = key && desk.read(memberSheet, key);
  if (!member || member.lastPurchaseAt !== sale.occurredAt) return;
  // Returns of the same batch are not in the database yet.
  const back = new Set(
    desk.known(returnedSheet).flatMap((one) => (one.isWhole && one.lane === key.lane ? [one.seq] : [])),
  );
  back.add(lane === key.lane ? seq : -1n).add(claim && claim.lane === key.lane ? claim.seq : -1n);
  let last: Instant | undefined;
  for (const one of desk.read(lastPurchaseSheet, { lane: key.lane, owner: key.owner }) ?? [])
    if (!back.has(one.seq) && (last === undefined || one.at > last)) last = one.at;
  desk.put(memberSheet, key, { ...member, lastPurchaseAt: last });
}
