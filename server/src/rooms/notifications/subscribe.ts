import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import { reach } from './channels/reach.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { SUBSCRIPTIONS_PER_MEMBER_MAX, type Platform, type PushSubscription } from './push-subscription.ts';
import { endpointKey, sealTarget } from './push-target.ts';
import { traceSetting } from './trace-setting.ts';
import {
  deleteSubscriptionsOf,
  endSubscriptions,
  selectSubscriptions,
  writeSubscription,
} from './store/push-subscription.ts';

export type SubscriptionInput = {
  /** The member's name outside, `mem_…`. Who may speak for him is for the caller to say. */
  readonly member: string;
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
  readonly platform: Platform;
};

const ENDPOINT_LENGTH_MAX = 1_000;

/**
 * Keeps a browser of a member; the same browser again is a sign of life. Refuses an address that is not https, or leads inside: a
 * browser names it, and we post there. The longest unseen makes room beyond ten.
 */
export async function subscribe(
  deps: NotificationDeps,
  tenant: number,
  { member, endpoint, keys: own, platform }: SubscriptionInput,
  by?: Actor,
): Promise<Ok<{ readonly subscription: bigint }> | Refusal<'notifications.subscription.malformed'>> {
  const { database, keys, clock, guard } = deps;
  const url = endpoint.length <= ENDPOINT_LENGTH_MAX && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isKey = Buffer.from(own.p256dh, 'base64url').length === 65 && Buffer.from(own.auth, 'base64url').length === 16;
  if (url?.protocol !== 'https:' || url.username !== '' || !isKey)
    return refuse('notifications.subscription.malformed');
  const reached = await reach(url.hostname, url.port === '' ? 443 : Number(url.port), guard);
  if (!reached.ok) return refuse('notifications.subscription.malformed');
  const subscription = await database.transaction(async (tx) => {
    const written = await writeSubscription(tx, {
      ...{ tenant, member, platform, at: clock.now(), max: SUBSCRIPTIONS_PER_MEMBER_MAX },
      endpointKey: endpointKey(keys, endpoint),
      sealed: sealTarget(keys, tenant, { endpoint, keys: own }),
    });
    const subject = subjectOf(deps, written);
    const after = { member, platform };
    // What the member does himself is no act of a person who works here.
    if (by) await traceSetting(deps, tx, { tenant, by, act: 'notifications.push_subscription.set', subject, after });
    return written;
  });
  return { ok: true, subscription };
}

/** Ends one; refuses one that is not there. */
export const unsubscribe = (
  deps: Pick<NotificationDeps, 'database' | 'tokens' | 'audit'>,
  tenant: number,
  subscription: bigint,
  by?: Actor,
): Promise<Ok<object> | Refusal<'notifications.subscription.not_found'>> =>
  deps.database.transaction(async (tx) => {
    const ended = await endSubscriptions(tx, tenant, [subscription]);
    if (ended === 0) return refuse('notifications.subscription.not_found');
    const facts = { subject: subjectOf(deps, subscription), before: { state: 'active' }, after: { state: 'ended' } };
    if (by) await traceSetting(deps, tx, { tenant, by, act: 'notifications.push_subscription.ended', ...facts });
    return { ok: true as const };
  });

const NO_LANE = 0;
const subjectOf = ({ tokens }: Pick<NotificationDeps, 'tokens'>, subscription: bigint): string =>
  `push subscription ${tokens.encode('psh', NO_LANE, subscription)}`;

/** The browsers of a member that take pushes, last seen first. None: he has no app, or switched it off. */
export async function subscriptionsOf(
  { database }: Pick<NotificationDeps, 'database'>,
  tenant: number,
  member: string,
): Promise<PushSubscription[]> {
  const rows = await selectSubscriptions(database, tenant, [member]);
  return rows.map(({ subscription, member: of, platform, last_seen_at }) => ({
    ...{ subscription, member: of, platform, lastSeenAt: last_seen_at },
  }));
}

/** Deletes all browsers of a member, who was erased. */
export const forgetSubscriptions = deleteSubscriptionsOf;
