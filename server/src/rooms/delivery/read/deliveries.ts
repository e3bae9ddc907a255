import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Keys } from '../../../platform/keys.ts';
import type { DeliveryState, Platform, Route } from '../delivery.ts';
import { findPhonesOfOwner } from './phones-of-owner.ts';

/** A delivery as an agent sees it: the phone masked, the card by its place. */
export type DeliveryShown = {
  readonly delivery: bigint;
  readonly card_lane: number;
  readonly card: bigint;
  readonly outlet: number;
  readonly phone_masked: string;
  readonly amount: string;
  readonly unit: string;
  readonly state: DeliveryState;
  readonly reason: string;
  readonly route: Route | '';
  readonly platform: Platform | '';
  readonly sends: number;
  readonly made_at: Instant;
  readonly state_at: Instant;
};

export type Step = { readonly at: Instant; readonly state: DeliveryState; readonly reason: string };

const COLUMNS = `delivery, card_lane, card, outlet, phone_masked, amount, unit, state, reason, route, platform, sends, made_at,
          state_at`;

const selectShown = statement<DeliveryShown>(
  'delivery.selectShown',
  `select ${COLUMNS} from delivery.delivery
    where tenant_id = $1 and delivery = $2 and ($3::int[] is null or outlet = any($3) or (outlet = 0 and space = $4))`,
);

const selectSteps = statement<Step>(
  'delivery.selectSteps',
  `select at, state, reason from delivery.step where delivery = $1 and tenant_id = $2 order by n`,
);

// $1 tenant, $2 state or null, $3 before, $4 limit, $5 lane and $6 number of a card or null, $7 outlets or null, $8 space
const ON_PAGE = `tenant_id = $1 and ($2::text is null or state = $2) and delivery < $3
      and ($6::bigint is null or (card_lane = $5 and card = $6))
      and ($7::int[] is null or outlet = any($7) or (outlet = 0 and space = $8))`;

const selectPage = statement<DeliveryShown>(
  'delivery.selectPage',
  `select ${COLUMNS} from delivery.delivery where ${ON_PAGE} order by delivery desc limit $4`,
);

const selectPageOfPhones = statement<DeliveryShown>(
  'delivery.selectPageOfPhones',
  // $9 keys of a phone
  `select ${COLUMNS} from delivery.delivery where ${ON_PAGE} and phone_key = any($9::bytea[])
    order by delivery desc limit $4`,
);

/** What of a tenant's deliveries somebody sees: those of these outlets, and those of this space that were told without one. */
export type Seen = { readonly outlets: readonly number[]; readonly space: bigint };

const seenValues = (seen: Seen | undefined) => [seen?.outlets ?? null, seen?.space ?? null];

export type ListQuestion = {
  readonly state: DeliveryState | undefined;
  readonly before: bigint;
  readonly limit: number;
  /** Only those of this card; all when left out. */
  readonly card?: { readonly lane: number; readonly id: bigint } | undefined;
  /** Only those to the phone that this member has proved. */
  readonly member?: { readonly lane: number; readonly id: bigint } | undefined;
  /** All when left out. */
  readonly seen?: Seen | undefined;
};

/** One delivery with its trace. */
export async function findDeliveryShown(
  queries: Queries,
  tenant: number,
  delivery: bigint,
  seen?: Seen,
): Promise<{ readonly shown: DeliveryShown; readonly steps: readonly Step[] } | undefined> {
  const [shown] = await queries.run(selectShown, [tenant, delivery, ...seenValues(seen)]);
  return shown && { shown, steps: await queries.run(selectSteps, [delivery, tenant]) };
}

/** Deliveries of a tenant, newest first. A member who has proved no phone has none, whatever number he told. */
export async function listDeliveries(
  queries: Queries,
  keys: Keys,
  tenant: number,
  question: ListQuestion,
): Promise<DeliveryShown[]> {
  const { member, card } = question;
  const asked = [
    ...[tenant, question.state ?? null, question.before, question.limit, card?.lane ?? null, card?.id ?? null],
    ...seenValues(question.seen),
  ];
  if (member === undefined) return queries.run(selectPage, asked);
  const phones = await findPhonesOfOwner(queries, keys, { tenant, lane: member.lane, owner: member.id });
  return phones.length === 0 ? [] : queries.run(selectPageOfPhones, [...asked, phones]);
}
