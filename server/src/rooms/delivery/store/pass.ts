import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { MadePlace } from '../names.ts';

type Place = { readonly lane: number; readonly card: bigint };

/** What a phone wallet shows of a card; its number is its serial. */
export type Pass = {
  readonly pass: bigint;
  readonly tenant: number;
  /** The card: by its lane, or, of a member card that was made with a link, by its place in stock. */
  readonly of: Place | MadePlace;
  readonly program: number;
  readonly isVoided: boolean;
  /** When what it shows changed last. */
  readonly changedAt: Instant;
};

type Row = {
  pass: bigint;
  tenant_id: number;
  program: number;
  card_lane: number | null;
  card: bigint | null;
  made_batch: bigint | null;
  made_serial: number | null;
  is_voided: boolean;
  changed_at: Instant;
};

const COLUMNS = 'pass, tenant_id, program, card_lane, card, made_batch, made_serial, is_voided, changed_at';

const insertRow = statement<Row>(
  'delivery.insertPass',
  `insert into delivery.pass (tenant_id, program, card_lane, card, card_owner, made_at, changed_at)
   values ($1, $2, $3, $4, $5, $6::timestamptz, $6::timestamptz)
   on conflict (card_lane, card) do update set card_owner = excluded.card_owner
   returning ${COLUMNS}`,
);
const insertMade = statement<Row>(
  'delivery.insertMadePass',
  `insert into delivery.pass (tenant_id, program, made_batch, made_serial, made_at, changed_at)
   values ($1, $2, $3, $4, $5::timestamptz, $5::timestamptz)
   on conflict (made_batch, made_serial) do update set made_serial = excluded.made_serial
   returning ${COLUMNS}`,
);
const selectRow = statement<Row>('delivery.selectPass', `select ${COLUMNS} from delivery.pass where pass = $1`);
// A change within the microsecond of the one before would not be news to a phone that asks since then.
const voidRow = statement(
  'delivery.voidPass',
  `update delivery.pass
      set is_voided = true, changed_at = greatest($3::timestamptz, changed_at + interval '1 microsecond'), push_at = $3::timestamptz
    where card_lane = $1 and card = $2 and not is_voided`,
);
const markRows = statement(
  'delivery.markPasses',
  `update delivery.pass
      set changed_at = greatest($3::timestamptz, changed_at + interval '1 microsecond'), push_at = $3::timestamptz
     from unnest($1::int[], $2::bigint[]) as touched(lane, owner)
    where card_lane = touched.lane and card_owner = touched.owner and not is_voided`,
);
const claimRows = statement<Row>(
  'delivery.claimPassesToPush',
  `update delivery.pass set push_at = $2::timestamptz
    where pass in (
      select pass from delivery.pass where push_at <= $1::timestamptz order by push_at limit $3 for update skip locked)
   returning ${COLUMNS}`,
);
const endPush = statement(
  'delivery.endPassPush',
  `update delivery.pass set push_at = 'infinity' where pass = $1 and push_at = $2::timestamptz`,
);

const fromRow = (row: Row): Pass => ({
  pass: row.pass,
  tenant: row.tenant_id,
  program: row.program,
  of:
    row.made_batch === null || row.made_serial === null
      ? { lane: row.card_lane!, card: row.card! }
      : { batch: row.made_batch, serial: row.made_serial },
  isVoided: row.is_voided,
  changedAt: row.changed_at,
});

/** The pass of a card, made at the first call; its number is its serial. */
export async function takePass(
  queries: Queries,
  card: Place & { readonly tenant: number; readonly program: number; readonly owner: bigint },
  now: Instant,
): Promise<Pass> {
  const values = [card.tenant, card.program, card.lane, card.card, card.owner, postgresFromInstant(now)];
  const [row] = await queries.run(insertRow, values);
  return fromRow(row);
}

/** The pass of a member card that was made with a link, made at the first call. */
export async function takeMadePass(
  queries: Queries,
  { tenant, program, batch, serial }: MadePlace & { readonly tenant: number; readonly program: number },
  now: Instant,
): Promise<Pass> {
  const [row] = await queries.run(insertMade, [tenant, program, batch, serial, postgresFromInstant(now)]);
  return fromRow(row);
}

export const findPass = async (queries: Queries, pass: bigint): Promise<Pass | undefined> => {
  const [row] = await queries.run(selectRow, [pass]);
  return row && fromRow(row);
};

/** Voids it: a pass that is fetched from now on says so, and its phones are told that there is news. */
export const voidPass = (queries: Queries, card: Place, now: Instant): Promise<unknown> =>
  queries.run(voidRow, [card.lane, card.card, postgresFromInstant(now)]);

/** Notes that what passes of these owners' cards show has changed, to be told to their phones. */
export const markPasses = (
  queries: Queries,
  owners: readonly { readonly lane: number; readonly owner: bigint }[],
  now: Instant,
): Promise<unknown> =>
  queries.run(markRows, [owners.map(({ lane }) => lane), owners.map(({ owner }) => owner), postgresFromInstant(now)]);

/** Passes whose phones are to be told, for this process until `until`; then they are due again. */
export const claimPassesToPush = async (
  queries: Queries,
  { now, until, limit }: { readonly now: Instant; readonly until: Instant; readonly limit: number },
): Promise<Pass[]> =>
  (await queries.run(claimRows, [postgresFromInstant(now), postgresFromInstant(until), limit])).map(fromRow);

/** Everybody was told; a change since the claim stays due. */
export const passIsTold = (queries: Queries, pass: bigint, until: Instant): Promise<unknown> =>
  queries.run(endPush, [pass, postgresFromInstant(until)]);
