import type { Tx } from '../../platform/database/database.ts';
import type { Message } from '../notifications/index.ts';
import { afterLoss, readMessageReference, type MessageFate } from './courier.ts';
import { SENDS_MAX } from './delivery.ts';
import type { DeliveryDeps } from './deps.ts';
import { changeDelivery, lockDelivery } from './store/delivery.ts';

/**
 * Hears what became of a message of this room; for the slot of notifications, in its transaction. Only the last sending of a
 * delivery counts, and only while it is on its way. Messages of others are nobody's business.
 */
export async function hearFate(
  { clock }: Pick<DeliveryDeps, 'clock'>,
  tx: Tx,
  { tenant, reference }: Pick<Message, 'tenant' | 'reference'>,
  fate: MessageFate,
): Promise<void> {
  const named = readMessageReference(reference);
  const delivery = named && (await lockDelivery(tx, named.delivery));
  if (!named || delivery?.tenant !== tenant || delivery.sends !== named.sends || delivery.state !== 'sent') return;
  const at = clock.now();
  if (fate === 'delivered') await changeDelivery(tx, delivery, { state: 'delivered' }, { at });
  // Nothing is sent to such a phone, however often it is tried.
  else if (fate === 'suppressed')
    await changeDelivery(tx, delivery, { state: 'failed', reason: 'phone_suppressed' }, { at });
  else if (delivery.sends >= SENDS_MAX)
    await changeDelivery(tx, delivery, { state: 'failed', reason: 'not_delivered' }, { at });
  else await changeDelivery(tx, delivery, afterLoss(delivery, at), { at });
}
