import { addSeconds } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { RESEND_PAUSE_SECONDS, SENDS_MAX, type Delivery } from './delivery.ts';
import type { DeliveryDeps } from './deps.ts';
import { changeDelivery, findDelivery, lockDelivery } from './store/delivery.ts';

export type ResendOutcome =
  | Ok<{ readonly delivery: Delivery }>
  | Refusal<
      | 'delivery.delivery.not_found'
      | 'delivery.delivery.unfit_state'
      | 'delivery.delivery.resent_too_often'
      | 'delivery.card.on_its_way'
    >;

/**
 * Sends a gift card once more, on an agent's word. Refuses a delivery that is claimed or withdrawn, the sixth sending, and one
 * within a minute of the last. One that waits to be sent is left to that. One that failed is alive again, unless its card went out
 * by another delivery meanwhile.
 */
export const resend = (
  { database, clock }: DeliveryDeps,
  tenant: number,
  id: bigint,
  credential: bigint,
): Promise<ResendOutcome> =>
  database.transaction(async (tx): Promise<ResendOutcome> => {
    const found = await findDelivery(tx, tenant, id);
    const delivery = found && (await lockDelivery(tx, id));
    if (!delivery) return refuse('delivery.delivery.not_found');
    if (delivery.state === 'queued') return { ok: true, delivery };
    if (delivery.state === 'claimed' || delivery.state === 'withdrawn')
      return refuse('delivery.delivery.unfit_state', { state: delivery.state });
    const at = clock.now();
    const free = addSeconds(delivery.sentAt ?? delivery.madeAt, RESEND_PAUSE_SECONDS);
    if (delivery.sends >= SENDS_MAX || free > at) return refuse('delivery.delivery.resent_too_often');
    // From here it succeeds.
    const change = { state: 'queued', reason: 'asked', nextAttemptAt: at, attempts: 0 } as const;
    return { ok: true, delivery: await changeDelivery(tx, delivery, change, { at, credential }) };
  });
