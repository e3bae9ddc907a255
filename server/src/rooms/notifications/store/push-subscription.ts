import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Platform } from '../push-subscription.ts';

export type SubscriptionRow = {
  subscription: bigint;
  member: string;
  endpoint_key: Buffer;
  sealed: Buffer;
  platform: Platform;
  last_seen_at: Instant;
};

// $1 tenant, $2 member, $3 endpoint, $4 sealed, $5 platform, $6 now. A browser that changes hands is the new member's.
const upsertRow = statement<{ subscription: bigint }>(
  'notifications.writeSubscription',
  `insert into notifications.push_subscription as kept
     (tenant_id, member, endpoint_key, sealed, platform, last_seen_at, made_at)
   values ($1, $2, $3, $4, $5, $6::timestamptz, $6)
   on conflict (tenant_id, endpoint_key) do update
      set member = excluded.member, sealed = excluded.sealed, platform = excluded.platform, state = 'active',
          last_seen_at = excluded.last_seen_at
   returning subscription`,
);

const selectOfMembers = statement<SubscriptionRow>(
  'notifications.selectSubscriptions',
  `select subscription, member, endpoint_key, sealed, platform, last_seen_at from notifications.push_subscription
    where tenant_id = $1 and member = any($2::text[]) and state = 'active' order by last_seen_at desc`,
);

// The oldest make room: a person has few browsers, and old ones say goodbye to nobody.
const endOldest = statement(
  'notifications.endOldestSubscriptions',
  `update notifications.push_subscription set state = 'ended'
    where subscription in (select subscription from notifications.push_subscription
                            where tenant_id = $1 and member = $2 and state = 'active'
                            order by last_seen_at desc, subscription desc offset $3)`,
);

const endRows = statement<{ subscription: bigint }>(
  'notifications.endSubscriptions',
  `update notifications.push_subscription set state = 'ended'
    where tenant_id = $1 and subscription = any($2::bigint[]) and state = 'active'
   returning subscription`,
);

const deleteOfMember = statement(
  'notifications.deleteSubscriptions',
  `delete from notifications.push_subscription where tenant_id = $1 and member = $2`,
);

/** Keeps a browser of a member. */
export async function writeSubscription(
  queries: Queries,
  row: {
    tenant: number;
    member: string;
    endpointKey: Buffer;
    sealed: Buffer;
    platform: Platform;
    at: Instant;
    max: number;
  },
): Promise<bigint> {
  const { tenant, member, endpointKey, sealed, platform, at, max } = row;
  const values = [tenant, member, endpointKey, sealed, platform, postgresFromInstant(at)];
  const [written] = await queries.run(upsertRow, values);
  await queries.run(endOldest, [tenant, member, max]);
  return written?.subscription ?? 0n;
}

/** Browsers of members that take pushes, last seen first. */
export const selectSubscriptions = (
  queries: Queries,
  tenant: number,
  members: readonly string[],
): Promise<SubscriptionRow[]> => queries.run(selectOfMembers, [tenant, members]);

/** Ends subscriptions; how many were still there. */
export const endSubscriptions = async (
  queries: Queries,
  tenant: number,
  subscriptions: readonly bigint[],
): Promise<number> => (await queries.run(endRows, [tenant, subscriptions])).length;

export const deleteSubscriptionsOf = async (queries: Queries, tenant: number, member: string): Promise<void> => {
  await queries.run(deleteOfMember, [tenant, member]);
};
