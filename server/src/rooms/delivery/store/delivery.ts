import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Delivery, DeliveryState, PaidBy, Platform, Route } from '../delivery.ts';

type Row = {
  delivery: bigint;
  tenant_id: number;
  program: number;
  outlet: number;
  space: bigint;
  content: Buffer;
  card_lane: number;
  card: bigint;
  card_owner: bigint;
  phone_key: Buffer;
  phone_cipher: Buffer;
  phone_masked: string;
  language: 'en' | 'es';
  amount: string;
  unit: string;
  state: DeliveryState;
  reason: string;
  route: Route | '';
  platform: Platform | '';
  attempts: number;
  sends: number;
  next_attempt_at: Instant;
  sale_family: PaidBy['family'] | null;
  sale_reference: Buffer | null;
  sale_lane: number | null;
  sale_seq: bigint | null;
  made_at: Instant;
  state_at: Instant;
  sent_at: Instant | null;
};

const COLUMNS = `delivery, tenant_id, program, outlet, space, content, card_lane, card, card_owner, phone_key, phone_cipher,
          phone_masked, language, amount, unit, state, reason, route, platform, attempts, sends, next_attempt_at, sale_family,
          sale_reference, sale_lane, sale_seq, made_at, state_at, sent_at`;

const insertRow = statement<Row>(
  'delivery.insertDelivery',
  // $1 tenant, $2 program, $3 outlet, $4 space, $5 reference, $6 content, $7 lane, $8 card, $9 owner, $10 phone key,
  // $11 phone cipher, $12 masked, $13 language, $14 amount, $15 unit, $16 family, $17 sale reference, $18 lane, $19 seq, $20 now
  `insert into delivery.delivery (tenant_id, program, outlet, space, reference, content, card_lane, card, card_owner, phone_key,
                                  phone_cipher, phone_masked, language, amount, unit, sale_family, sale_reference, sale_lane,
                                  sale_seq, made_at, state_at, next_attempt_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20::timestamptz,
           $20::timestamptz, $20::timestamptz)
   on conflict do nothing
   returning ${COLUMNS}`,
);

const selectByReference = statement<Row>(
  'delivery.selectByReference',
  `select ${COLUMNS} from delivery.delivery where tenant_id = $1 and space = $2 and reference = $3`,
);

const selectOne = statement<Row>(
  'delivery.selectDelivery',
  `select ${COLUMNS} from delivery.delivery where ($1::int is null or tenant_id = $1) and delivery = $2`,
);

const lockOne = statement<Row>(
  'delivery.lockDelivery',
  `select ${COLUMNS} from delivery.delivery where delivery = $1 for update`,
);

const lockOfCard = statement<Row>(
  'delivery.lockDeliveryOfCard',
  `select ${COLUMNS} from delivery.delivery
    where card_lane = $1 and card = $2 and state not in ('failed', 'withdrawn') for update`,
);

const claimDue = statement<Row>(
  'delivery.claimDueDelivery',
  `select ${COLUMNS} from delivery.delivery
    where state = 'queued' and next_attempt_at <= $1::timestamptz
    order by next_attempt_at limit 1 for update skip locked`,
);

const lockWaiting = statement<Row>(
  'delivery.lockWaitingOfPhone',
  `select ${COLUMNS} from delivery.delivery
    where tenant_id = $1 and phone_key = any($2::bytea[]) and state in ('queued', 'sent', 'delivered', 'opened')
    order by delivery for update`,
);

const selectWaiting = statement<{ delivery: bigint }>(
  'delivery.selectWaitingOfPhone',
  `select delivery from delivery.delivery
    where tenant_id = $1 and phone_key = any($2::bytea[]) and state in ('queued', 'sent', 'delivered', 'opened') limit 1`,
);

const updateState = statement(
  'delivery.updateDelivery',
  // $1 delivery, $2 state, $3 reason, $4 route, $5 platform, $6 attempts, $7 sends, $8 next, $9 now, $10 sent at
  `update delivery.delivery
      set state = $2, reason = $3, route = $4, platform = $5, attempts = $6, sends = $7, next_attempt_at = $8::timestamptz,
          state_at = $9::timestamptz, sent_at = $10::timestamptz
    where delivery = $1`,
);

const insertStep = statement(
  'delivery.insertStep',
  `insert into delivery.step (delivery, n, tenant_id, at, state, reason, credential)
   select $1, coalesce(max(n), 0) + 1, $2, $3::timestamptz, $4, $5, $6 from delivery.step where delivery = $1`,
);

const placeSale = statement(
  'delivery.placeSale',
  `update delivery.delivery set sale_lane = $2, sale_seq = $3 where delivery = $1`,
);

const moveRow = statement(
  'delivery.moveDelivery',
  `update delivery.delivery set card = $3 where card_lane = $1 and card = $2 and state not in ('failed', 'withdrawn')`,
);

const selectUnplaced = statement<Row>(
  'delivery.selectUnplaced',
  `select ${COLUMNS} from delivery.delivery
    where tenant_id = $1 and sale_reference is not null and sale_lane is null and state not in ('failed', 'withdrawn')
    order by delivery desc limit 1000`,
);

const selectPaidBy = statement<{ delivery: bigint }>(
  'delivery.selectPaidBy',
  `select held.delivery from unnest($1::int[], $2::bigint[]) as voided(lane, seq)
     join delivery.delivery as held on held.sale_lane = voided.lane and held.sale_seq = voided.seq
    where held.state <> 'withdrawn'`,
);

const selectOfOwners = statement<{ delivery: bigint }>(
  'delivery.selectOfOwners',
  `select held.delivery from unnest($1::int[], $2::bigint[]) as wanted(lane, owner)
     join delivery.delivery as held on held.card_lane = wanted.lane and held.card_owner = wanted.owner
    where held.state <> 'withdrawn'`,
);

export const fromRow = (row: Row): Delivery => ({
  delivery: row.delivery,
  tenant: row.tenant_id,
  program: row.program,
  outlet: row.outlet,
  space: row.space,
  content: row.content,
  lane: row.card_lane,
  card: row.card,
  owner: row.card_owner,
  phoneKey: row.phone_key,
  phoneCipher: row.phone_cipher,
  phoneMasked: row.phone_masked,
  language: row.language,
  amount: row.amount,
  unit: row.unit,
  state: row.state,
  reason: row.reason,
  route: row.route,
  platform: row.platform,
  attempts: row.attempts,
  sends: row.sends,
  nextAttemptAt: row.next_attempt_at,
  paidBy:
    row.sale_family === null || row.sale_reference === null
      ? undefined
      : {
          family: row.sale_family,
          reference: row.sale_reference,
          place:
            row.sale_lane === null || row.sale_seq === null ? undefined : { lane: row.sale_lane, seq: row.sale_seq },
        },
  madeAt: row.made_at,
  stateAt: row.state_at,
  sentAt: row.sent_at ?? undefined,
});

/** What is known when a delivery is told. */
export type NewDelivery = Pick<
  Delivery,
  | 'tenant'
  | 'program'
  | 'outlet'
  | 'space'
  | 'content'
  | 'lane'
  | 'card'
  | 'owner'
  | 'phoneKey'
  | 'phoneCipher'
  | 'phoneMasked'
  | 'language'
  | 'amount'
  | 'unit'
  | 'paidBy'
  | 'madeAt'
> & { readonly reference: Buffer };

const first = (rows: readonly Row[]): Delivery | undefined => (rows[0] ? fromRow(rows[0]) : undefined);

/** Writes a delivery; undefined where its reference is taken or its card is on its way already. */
export const insertDelivery = async (tx: Tx, row: NewDelivery): Promise<Delivery | undefined> =>
  first(
    await tx.run(insertRow, [
      ...[row.tenant, row.program, row.outlet, row.space, row.reference, row.content, row.lane, row.card, row.owner],
      ...[row.phoneKey, row.phoneCipher, row.phoneMasked, row.language, row.amount, row.unit],
      ...[row.paidBy?.family ?? null, row.paidBy?.reference ?? null],
      ...[row.paidBy?.place?.lane ?? null, row.paidBy?.place?.seq ?? null],
      postgresFromInstant(row.madeAt),
    ]),
  );

export const findByReference = async (queries: Queries, tenant: number, space: bigint, reference: Buffer) =>
  first(await queries.run(selectByReference, [tenant, space, reference]));

/** The tenant's delivery; of any tenant where none is named, for who came by a secret. */
export const findDelivery = async (queries: Queries, tenant: number | undefined, delivery: bigint) =>
  first(await queries.run(selectOne, [tenant ?? null, delivery]));

/** Locks it until the end of the transaction. Every change of a delivery begins so. */
export const lockDelivery = async (tx: Tx, delivery: bigint) => first(await tx.run(lockOne, [delivery]));

export const lockDeliveryOfCard = async (tx: Tx, place: { readonly lane: number; readonly card: bigint }) =>
  first(await tx.run(lockOfCard, [place.lane, place.card]));

/** The next that is due, locked; another worker skips it. */
export const claimDueDelivery = async (tx: Tx, now: Instant) =>
  first(await tx.run(claimDue, [postgresFromInstant(now)]));

export const lockWaitingOfPhone = async (tx: Tx, tenant: number, phoneKeys: readonly Buffer[]): Promise<Delivery[]> =>
  (await tx.run(lockWaiting, [tenant, phoneKeys])).map(fromRow);

type Change = Partial<
  Pick<Delivery, 'state' | 'reason' | 'route' | 'platform' | 'attempts' | 'sends' | 'nextAttemptAt' | 'sentAt'>
>;

/** Writes a change of a locked delivery and the step of its trace. */
export async function changeDelivery(
  tx: Tx,
  before: Delivery,
  change: Change,
  { at, credential }: { readonly at: Instant; readonly credential?: bigint | undefined },
): Promise<Delivery> {
  const after: Delivery = { ...before, reason: '', ...change, stateAt: at };
  await tx.run(updateState, [
    ...[after.delivery, after.state, after.reason, after.route, after.platform, after.attempts, after.sends],
    ...[postgresFromInstant(after.nextAttemptAt), postgresFromInstant(at)],
    after.sentAt === undefined ? null : postgresFromInstant(after.sentAt),
  ]);
  await noteStep(tx, after, at, credential);
  return after;
}

/** Adds to the trace what a delivery is now. */
export const noteStep = (
  tx: Tx,
  { delivery, tenant, state, reason }: Delivery,
  at: Instant,
  credential?: bigint,
): Promise<unknown> =>
  tx.run(insertStep, [delivery, tenant, postgresFromInstant(at), state, reason, credential ?? null]);

export const writeSalePlace = (
  queries: Queries,
  delivery: bigint,
  place: { readonly lane: number; readonly seq: bigint },
): Promise<unknown> => queries.run(placeSale, [delivery, place.lane, place.seq]);

/** The card in the place of another: what was on its way goes on with it. */
export const moveDelivery = (queries: Queries, from: { readonly lane: number; readonly card: bigint }, to: bigint) =>
  queries.run(moveRow, [from.lane, from.card, to]);

/** Deliveries whose sale had not come when they were told. */
export const findUnplaced = async (queries: Queries, tenant: number): Promise<Delivery[]> =>
  (await queries.run(selectUnplaced, [tenant])).map(fromRow);

export const findPaidBy = async (
  queries: Queries,
  places: readonly { readonly lane: number; readonly seq: bigint }[],
): Promise<bigint[]> =>
  (await queries.run(selectPaidBy, [places.map((one) => one.lane), places.map((one) => one.seq)])).map(
    (row) => row.delivery,
  );

export const findOfOwners = async (
  queries: Queries,
  owners: readonly { readonly lane: number; readonly owner: bigint }[],
): Promise<bigint[]> =>
  (await queries.run(selectOfOwners, [owners.map((one) => one.lane), owners.map((one) => one.owner)])).map(
    (row) => row.delivery,
  );

/** A delivery that waits for a phone, without lock. */
export const findWaitingOfPhone = async (
  queries: Queries,
  tenant: number,
  phoneKeys: readonly Buffer[],
): Promise<readonly bigint[]> => (await queries.run(selectWaiting, [tenant, phoneKeys])).map((row) => row.delivery);
