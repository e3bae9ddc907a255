import { addSeconds } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import { RESEND_PAUSE_SECONDS, SENDS_MAX, type Delivery } from './delivery.ts';
import type { DeliveryDeps } from './deps.ts';
import { nameOf } from './names.ts';
import { traceDelivery } from './trace-delivery.ts';
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
  deps: DeliveryDeps,
  tenant: number,
  id: bigint,
  by: Actor & { readonly credential: bigint },
): Promise<ResendOutcome> =>
  deps.database.transaction(async (tx): Promise<ResendOutcome> => {
    const found = await findDelivery(tx, tenant, id);
    const delivery = found && (await lockDelivery(tx, id));
    if (!delivery) return refuse('delivery.delivery.not_found');
    if (delivery.state === 'queued') return { ok: true, delivery };
    if (delivery.state === 'claimed' || delivery.state === 'withdrawn')
      return refuse('delivery.delivery.unfit_state', { state: delivery.state });
    const at = deps.clock.now();
    const free = addSeconds(delivery.sentAt ?? delivery.madeAt, RESEND_PAUSE_SECONDS);
    if (delivery.sends >= SENDS_MAX || free > at) return refuse('delivery.delivery.resent_too_often');
    // From here it succeeds.
    const change = { state: 'queued', reason: 'asked', nextAttemptAt: at, attempts: 0 } as const;
    const changed = await changeDelivery(tx, delivery, change, { at, credential: by.credential });
    await traceDelivery(deps, tx, by, {
      ...{ tenant, act: 'delivery.delivery.resent' },
      subject: `gift card delivery ${nameOf(deps.tokens, 'delivery', id)}`,
      ...{ before: { state: delivery.state }, after: { state: changed.state } },
    });
    return { ok: true, delivery: changed };
  });
