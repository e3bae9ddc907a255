import { addSeconds, type Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/database/database.ts';
import { findByPhone, holderOf } from '../members/index.ts';
import { holdOf } from './claim-waiting.ts';
import { retryAfter, type Delivery } from './delivery.ts';
import type { DeliveryDeps } from './deps.ts';
import { isMemberBlocked } from './read/block-of-member.ts';
import { factsOf, landingUrl, storeLinkOf, TEMPLATES } from './message.ts';
import { waitingSecretOf } from './names.ts';
import { routeOf, type Routed } from './route.ts';
import { openPhone } from './sealed-phone.ts';
import { changeDelivery, claimDueDelivery, writeSalePlace } from './store/delivery.ts';
import { findSetting } from './store/setting.ts';
import { withdraw } from './withdraw.ts';

type Member = { readonly lane: number; readonly owner: bigint };

/**
 * Sends the next gift card that is due; false when none is. Whether its sale still stands is asked here, after the delivery is
 * committed and before anything goes out: a void that comes later finds it by the journal, so none is missed between.
 */
export async function sendNext(deps: DeliveryDeps): Promise<boolean> {
  const { database, clock } = deps;
  return database.transaction(async (tx) => {
    const at = clock.now();
    const delivery = await claimDueDelivery(tx, at);
    if (!delivery) return false;
    const gone = await reasonToWithdraw(deps, tx, delivery);
    if (gone !== undefined) await withdraw(tx, delivery.delivery, { reason: gone, at });
    else await send(deps, tx, delivery, at);
    return true;
  });
}

/** Why nothing may be sent any more; undefined when all stands. Notes where the sale is, once it has come. */
async function reasonToWithdraw(deps: DeliveryDeps, tx: Tx, delivery: Delivery): Promise<string | undefined> {
  const { paidBy, tenant, space } = delivery;
  if (paidBy) {
    let { place } = paidBy;
    if (!place) {
      const { family, reference } = paidBy;
      const found = await deps.look.reference({ tenant, space, family, reference });
      if (found?.outcome === 'c') return 'sale_voided';
      if (found?.outcome === 'b') {
        place = { lane: found.lane, seq: found.seq };
        await writeSalePlace(tx, delivery.delivery, place);
      }
    }
    if (place && (await deps.sales.isVoided(place))) return 'sale_voided';
  }
  const card = await deps.giftCards.show(tenant, delivery);
  return card?.state === 'active' ? undefined : 'card_not_active';
}

async function send(deps: DeliveryDeps, tx: Tx, delivery: Delivery, at: Instant): Promise<void> {
  const kept = await findSetting(tx, delivery.tenant, delivery.program);
  const phone = openPhone(deps.keys, delivery.tenant, delivery.phoneCipher);
  const member = await findProvedMember(deps, delivery.tenant, phone);
  // Blocked since it was taken. An agent sends it again when he is not, or the sale is voided.
  if (member && (await isMemberBlocked(tx, member))) {
    await changeDelivery(tx, delivery, { state: 'failed', reason: 'member_blocked' }, { at });
    return;
  }
  const name = member && deps.tokens.encode('mem', member.lane, member.owner);
  const reach = name === undefined ? undefined : await deps.reach(delivery.tenant, name);
  // A push that did not arrive goes on as an SMS: the app is there and does not answer.
  const isPushLost = delivery.route === 'push' && delivery.reason === 'push_failed';
  const routed: Routed = isPushLost
    ? { route: 'app_inactive', platform: reach?.platform ?? delivery.platform }
    : routeOf(reach);
  const sends = delivery.sends + 1;
  if (!kept) {
    await changeDelivery(tx, delivery, { state: 'failed', reason: 'setting_missing' }, { at });
    return;
  }
  const landing = landingUrl(kept.setting, waitingSecretOf(deps.tokens, delivery.delivery));
  const common = {
    tenant: delivery.tenant,
    reference: messageReference(delivery.delivery, sends),
    language: delivery.language,
    // Its link opens the way to a card: gone from the queue once it was sent.
    isSecret: true,
  };
  const outcome =
    routed.route === 'push' && name !== undefined
      ? await deps.notifications.enqueue(tx, {
          ...{ ...common, kind: 'push' as const, to: { member: name }, template: TEMPLATES.waiting },
          facts: factsOf(kept.setting, delivery, landing),
        })
      : await deps.notifications.enqueue(tx, {
          ...{ ...common, kind: 'sms' as const, to: { phone }, template: TEMPLATES.waiting },
          facts: factsOf(kept.setting, delivery, storeLinkOf(kept.setting, routed.platform, landing)),
        });
  if (!outcome.ok) {
    await changeDelivery(tx, delivery, { state: 'failed', reason: 'reference_reused' }, { at });
    return;
  }
  // Who has proved the number has the card at once: his app shows it whether the message arrives or not.
  if (member) await holdOf(tx, delivery, member, at);
  await changeDelivery(tx, delivery, { state: 'sent', ...routed, attempts: 0, sends, sentAt: at }, { at });
}

/** The message of a delivery's nth sending. */
export const messageReference = (delivery: bigint, sends: number): string => `delivery.${delivery}.${sends}`;

/** The member who proved this phone. Whoever only said that it is his gets nothing by it. */
export async function findProvedMember(deps: DeliveryDeps, tenant: number, phone: string): Promise<Member | undefined> {
  const { defaultCountry } = deps.programs.settings().tenant(tenant);
  const found = await findByPhone(deps.keys, deps.look, tenant, phone, defaultCountry);
  if (!found.ok) return undefined;
  const holder = holderOf(found.holders);
  if (!holder || 'ok' in holder || !holder.isVerified || holder.state !== 'active') return undefined;
  return { lane: holder.lane, owner: holder.owner };
}

/** Whether a phone is a blocked member's, who proved it. Whoever only said that it is his blocks it for nobody. */
export async function isPhoneBlocked(deps: DeliveryDeps, tenant: number, phone: string): Promise<boolean> {
  const member = await findProvedMember(deps, tenant, phone);
  return member !== undefined && isMemberBlocked(deps.database, member);
}

/** What became of a message, as the room notifications tells it. */
export type MessageFate = 'delivered' | 'failed' | 'suppressed';

const REFERENCE = /^delivery\.(\d{1,19})\.(\d{1,2})$/;

/** Reads which delivery and which sending a message was; undefined for messages of others. */
export function readMessageReference(reference: string): { delivery: bigint; sends: number } | undefined {
  const parts = REFERENCE.exec(reference);
  return parts?.[1] === undefined ? undefined : { delivery: BigInt(parts[1]), sends: Number(parts[2]) };
}

/** What a lost message does to its delivery: once more, later, by SMS where it was a push; given up after the last pause. */
export function afterLoss(delivery: Delivery, at: Instant): Partial<Delivery> {
  const attempts = delivery.attempts + 1;
  const pause = retryAfter(attempts);
  if (pause === undefined) return { state: 'failed', reason: 'not_delivered', attempts };
  const wasPush = delivery.route === 'push';
  return {
    state: 'queued',
    reason: wasPush ? 'push_failed' : 'sms_failed',
    attempts,
    nextAttemptAt: wasPush ? at : addSeconds(at, pause),
  };
}
