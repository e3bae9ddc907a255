import type { Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Delivery } from './delivery.ts';
import { changeDelivery, lockWaitingOfPhone } from './store/delivery.ts';
import { insertHolding, type Holding } from './store/holding.ts';

/** Gives the card of a delivery to the phone that it was sent to; undefined where another holds it. */
export const holdOf = (
  tx: Tx,
  delivery: Delivery,
  member: Holding['member'],
  at: Instant,
): Promise<Holding | undefined> => {
  const { lane, card, owner, tenant, program, phoneKey, phoneCipher } = delivery;
  return insertHolding(tx, {
    ...{ lane, card, owner, tenant, program, phoneKey, phoneCipher, member },
    delivery: delivery.delivery,
    link: undefined,
    isSettled: true,
    heldFrom: at,
  });
};

/**
 * Gives a phone that was proved every card that waits for it; how many. Whoever had the number before and did not prove it gets
 * nothing. A second time finds nothing that waits.
 */
export async function claimWaiting(
  tx: Tx,
  who: { readonly tenant: number; readonly phoneKeys: readonly Buffer[]; readonly member: Holding['member'] },
  at: Instant,
): Promise<number> {
  const waiting = await lockWaitingOfPhone(tx, who.tenant, who.phoneKeys);
  for (const delivery of waiting) {
    await holdOf(tx, delivery, who.member, at);
    await changeDelivery(tx, delivery, { state: 'claimed' }, { at });
  }
  return waiting.length;
}
