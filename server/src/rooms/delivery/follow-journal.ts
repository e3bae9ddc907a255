import type { Tx } from '../../platform/database/database.ts';
import { createFollower, type Follower, type JournalWatch } from '../../platform/followers/index.ts';
import { readJournalPage, type FollowedOperation } from '../ledger/index.ts';
import { claimWaiting } from './claim-waiting.ts';
import type { DeliveryDeps } from './deps.ts';
import { isMemberBlocked } from './read/block-of-member.ts';
import { findPhonesOfOwner } from './read/phones-of-owner.ts';
import { findOfOwners, findPaidBy, findUnplaced, moveDelivery, writeSalePlace } from './store/delivery.ts';
import { moveHolding } from './store/holding.ts';
import { tellOfBlocks } from './tell-holders.ts';
import { markTouchedPasses } from './wallet/mark-passes.ts';
import { withdraw } from './withdraw.ts';

/** Operations that undo what paid for a card: `record.original` says what they undid; `void_before` undid what had not come. */
const UNDOES = new Set(['checkout.void', 'checkout.void_before', 'giftcards.void', 'giftcards.void_before']);
/** After these a number may be proved to be somebody's, or whose it is may be blocked no more. */
const PROVES = new Set([
  'members.enrolment',
  'members.change',
  'members.phone.verify',
  'cards.unblock',
  'points.wallet_state',
]);
/** Operations on the card itself: after one of these it may be good for nothing any more. */
const ENDS = /^giftcards\./;

type Place = { readonly lane: number; readonly seq: bigint };

/**
 * Follows the journal: a voided sale or activation takes its card back from the phone, a number that is proved gets the cards
 * that wait for it, those through whose hands
 * a blocked card went are told, and passes of cards that have changed are marked. Effect and cursor are one transaction, so neither is missed or done twice, however often a process dies.
 */
export function followJournal(deps: DeliveryDeps, watch: JournalWatch, onFailure?: (error: unknown) => void): Follower {
  return createFollower<FollowedOperation>({
    name: 'delivery.journal',
    database: deps.database,
    watch,
    read: readJournalPage,
    effect: async (tx, rows) => {
      await withdrawUndone(deps, tx, rows);
      for (const row of rows) if (row.kind === 'giftcards.replacement') await followReplacement(tx, row);
      await tellOfBlocks(deps, tx, rows);
      await markTouchedPasses(tx, rows, deps.clock.now());
      for (const row of rows) if (PROVES.has(row.kind)) await giveWhatWaits(deps, tx, row);
    },
    ...(onFailure && { onFailure }),
  });
}

async function withdrawUndone(deps: DeliveryDeps, tx: Tx, rows: readonly FollowedOperation[]): Promise<void> {
  const undoing = rows.filter((row) => UNDOES.has(row.kind));
  const ending = rows.filter((row) => ENDS.test(row.kind) && isOver(row));
  if (undoing.length + ending.length === 0) return;
  const at = deps.clock.now();
  const voided = undoing.flatMap(originalOf);
  const found = new Set<bigint>();
  // Deliveries that were told before their sale: by now it has come, or was closed by a void that came first.
  for (const tenant of new Set(undoing.map((row) => row.tenant))) {
    for (const delivery of await findUnplaced(tx, tenant)) {
      if (!delivery.paidBy) continue;
      const { family, reference } = delivery.paidBy;
      const known = await deps.look.reference({ tenant, space: delivery.space, family, reference });
      if (known?.outcome === 'c') found.add(delivery.delivery);
      if (known?.outcome !== 'b') continue;
      await writeSalePlace(tx, delivery.delivery, known);
      if (voided.some((place) => place.lane === known.lane && place.seq === known.seq)) found.add(delivery.delivery);
    }
  }
  if (voided.length > 0) for (const delivery of await findPaidBy(tx, voided)) found.add(delivery);
  if (ending.length > 0) for (const delivery of await findOfOwners(tx, ending)) found.add(delivery);
  for (const delivery of found) await withdraw(tx, delivery, { reason: 'sale_voided', at });
}

type KeptPlace = { readonly lane: number; readonly seq: string };

/** What a void undid: checkout calls it the original, gift cards what it is of. */
function originalOf(row: FollowedOperation): Place[] {
  const { original, of } = (row.record ?? {}) as { readonly original?: KeptPlace; readonly of?: KeptPlace };
  const place = original ?? of;
  return place === undefined ? [] : [{ lane: place.lane, seq: BigInt(place.seq) }];
}

/** Whether the gift was left inactive (its activation undone) or closed. */
function isOver(row: FollowedOperation): boolean {
  const { standing } = (row.record ?? {}) as { readonly standing?: { readonly state?: string } };
  return standing?.state === 'inactive' || standing?.state === 'closed';
}

/** A card that was lost or damaged: its holder keeps what is in its place. */
async function followReplacement(tx: Tx, { lane, record }: FollowedOperation): Promise<void> {
  const { card, to } = (record ?? {}) as { readonly card?: string; readonly to?: { readonly card: string } };
  if (card === undefined || to === undefined) return;
  const from = { lane, card: BigInt(card) };
  await moveDelivery(tx, from, BigInt(to.card));
  await moveHolding(tx, from, BigInt(to.card));
}

async function giveWhatWaits(deps: DeliveryDeps, tx: Tx, row: FollowedOperation): Promise<void> {
  const { lane, owner, tenant } = row;
  const phoneKeys = await findPhonesOfOwner(tx, deps.keys, { tenant, lane, owner });
  // A blocked member's wait until he is not.
  if (phoneKeys.length > 0 && !(await isMemberBlocked(tx, { lane, owner })))
    await claimWaiting(tx, { tenant, phoneKeys, member: { lane, owner } }, deps.clock.now());
}
