import type { Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { CardPlace, Delivery } from './delivery.ts';
import type { DeliveryDeps } from './deps.ts';
import { nameOf } from './names.ts';
import { traceDelivery } from './trace-delivery.ts';
import { changeDelivery, findDelivery, lockDelivery } from './store/delivery.ts';
import { endHolding, findHoldingsOfOwner } from './store/holding.ts';
import { revokeLinksOfHolding } from './store/link.ts';
import { voidPass } from './store/pass.ts';
import { endViews } from './store/view.ts';

/**
 * Takes a card back from its phone, in the caller's transaction: the link is dead, whoever holds it holds it no more, links that he
 * gave are revoked, its pass is void. The card's value is not touched: that is for who voided. Nothing to do is no failure.
 */
export async function withdraw(
  tx: Tx,
  id: bigint,
  about: { readonly reason: string; readonly at: Instant; readonly credential?: bigint | undefined },
): Promise<Delivery | undefined> {
  const held = await lockDelivery(tx, id);
  if (!held || held.state === 'withdrawn') return held;
  await takeFromHolder(tx, held, about.at);
  return changeDelivery(tx, held, { state: 'withdrawn', reason: about.reason }, about);
}

/** Ends what a holder has of a card, wherever it went since: the gift is the same under every number that it got. */
async function takeFromHolder(tx: Tx, card: CardPlace, at: Instant): Promise<void> {
  const holdings = await findHoldingsOfOwner(tx, card);
  for (const holding of holdings) {
    await revokeLinksOfHolding(tx, holding.holding, at);
    await endHolding(tx, holding.holding, at);
  }
  for (const shown of [card, ...holdings]) {
    await endViews(tx, shown);
    await voidPass(tx, shown, at);
  }
}

export type WithdrawOutcome = Ok<{ readonly delivery: Delivery }> | Refusal<'delivery.delivery.not_found'>;

/** The same, asked for by an agent. A second time answers as the first. */
export const withdrawAsked = (
  deps: DeliveryDeps,
  tenant: number,
  delivery: bigint,
  by: Actor & { readonly credential: bigint },
): Promise<WithdrawOutcome> =>
  deps.database.transaction(async (tx) => {
    const found = await findDelivery(tx, tenant, delivery);
    const about = { reason: 'asked', at: deps.clock.now(), credential: by.credential };
    const ended = found && (await withdraw(tx, delivery, about));
    if (!found || !ended) return refuse('delivery.delivery.not_found');
    const facts = { before: { state: found.state }, after: { state: ended.state } };
    const subject = `gift card delivery ${nameOf(deps.tokens, 'delivery', delivery)}`;
    if (found.state !== 'withdrawn')
      await traceDelivery(deps, tx, by, { tenant, act: 'delivery.delivery.withdrawn', subject, ...facts });
    return { ok: true as const, delivery: ended };
  });
