import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { MadePlace } from '../names.ts';

/** Who opened them. */
export type LinksOpener = { readonly credential: bigint; readonly person: bigint | undefined };

/** That the cards of a batch have links. */
export type BatchLinks = {
  readonly batch: bigint;
  readonly tenant: number;
  readonly openedBy: LinksOpener;
  readonly madeAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | undefined;
};

type Row = {
  batch: bigint;
  tenant_id: number;
  opened_by: bigint;
  opened_person: bigint | null;
  made_at: Instant;
  expires_at: Instant;
  revoked_at: Instant | null;
};

const COLUMNS = 'batch, tenant_id, opened_by, opened_person, made_at, expires_at, revoked_at';

const insertRow = statement<Row>(
  'delivery.insertBatchLinks',
  `insert into delivery.batch_links (batch, tenant_id, opened_by, opened_person, made_at, expires_at)
   values ($1, $2, $3, $4, $5::timestamptz, $6::timestamptz) on conflict do nothing returning ${COLUMNS}`,
);

const selectRow = statement<Row>(
  'delivery.selectBatchLinks',
  `select ${COLUMNS} from delivery.batch_links where batch = $1`,
);

const revokeRow = statement<Row>(
  'delivery.revokeBatchLinks',
  `update delivery.batch_links set revoked_at = $3::timestamptz
    where batch = $1 and tenant_id = $2 and revoked_at is null returning ${COLUMNS}`,
);

// The row of the batch is held against a revocation that comes between: whoever revokes waits, or has been.
const endRow = statement<{ serial: number }>(
  'delivery.endCardLink',
  `with open as (
     select tenant_id from delivery.batch_links
      where batch = $1 and revoked_at is null and ($3 = 'revoked' or expires_at > $4::timestamptz) for share
   )
   insert into delivery.card_link_end (batch, serial, tenant_id, state, ended_at)
   select $1, $2, tenant_id, $3, $4::timestamptz from open
   on conflict do nothing returning serial`,
);

const selectEnd = statement<{ state: CardLinkEnd }>(
  'delivery.selectCardLinkEnd',
  'select state from delivery.card_link_end where batch = $1 and serial = $2',
);

const selectKey = statement<{ key: Buffer }>(
  'delivery.selectKeyOfMade',
  `select key from cards.stock where batch = $1 and serial = $2 and tenant_id = $3 and state = 'activated'`,
);

const selectPrograms = statement<{ program: number }>(
  'delivery.selectDeliveringPrograms',
  'select program from delivery.setting where tenant_id = $1 order by program limit 2',
);

/** How the link of one card ended. */
export type CardLinkEnd = 'claimed' | 'declined' | 'revoked';

const fromRow = (row: Row): BatchLinks => ({
  batch: row.batch,
  tenant: row.tenant_id,
  openedBy: { credential: row.opened_by, person: row.opened_person ?? undefined },
  madeAt: row.made_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at ?? undefined,
});

/** Opens the links of a batch; undefined where they are open already, or were. */
export async function insertBatchLinks(
  queries: Queries,
  row: Omit<BatchLinks, 'revokedAt'>,
): Promise<BatchLinks | undefined> {
  const { openedBy } = row;
  const at = [postgresFromInstant(row.madeAt), postgresFromInstant(row.expiresAt)];
  const [made] = await queries.run(insertRow, [
    row.batch,
    row.tenant,
    openedBy.credential,
    openedBy.person ?? null,
    ...at,
  ]);
  return made && fromRow(made);
}

export const findBatchLinks = async (queries: Queries, batch: bigint): Promise<BatchLinks | undefined> => {
  const [row] = await queries.run(selectRow, [batch]);
  return row && fromRow(row);
};

/** Ends all that are open; undefined where there is nothing to end. */
export const revokeBatchLinks = async (queries: Queries, batch: bigint, tenant: number, at: Instant) => {
  const [row] = await queries.run(revokeRow, [batch, tenant, postgresFromInstant(at)]);
  return row && fromRow(row);
};

/** Ends the link of one card; false for all but the first who does, and where the batch has no open links. */
export const endCardLink = async (
  queries: Queries,
  { batch, serial }: MadePlace,
  state: CardLinkEnd,
  at: Instant,
): Promise<boolean> => (await queries.run(endRow, [batch, serial, state, postgresFromInstant(at)])).length === 1;

export const findCardLinkEnd = async (queries: Queries, { batch, serial }: MadePlace) =>
  (await queries.run(selectEnd, [batch, serial]))[0]?.state;

/** Under what digest a card of a batch stands in the lanes, once it is activated; before, there is nothing to find. */
export const findKeyOfMade = async (queries: Queries, tenant: number, { batch, serial }: MadePlace) =>
  (await queries.run(selectKey, [batch, serial, tenant]))[0]?.key;

/** The one program of a tenant that delivers; undefined where none does, or several do. */
export const findOnlyDeliverer = async (queries: Queries, tenant: number): Promise<number | undefined> => {
  const rows = await queries.run(selectPrograms, [tenant]);
  return rows.length === 1 ? rows[0]?.program : undefined;
};

const countEnds = statement<{ state: CardLinkEnd; count: bigint }>(
  'delivery.countCardLinkEnds',
  'select state, count(*) as count from delivery.card_link_end where batch = $1 group by state',
);

const selectEnds = statement<{ serial: number; state: CardLinkEnd }>(
  'delivery.selectCardLinkEnds',
  'select serial, state from delivery.card_link_end where batch = $1 and serial between $2 and $3',
);

// A member card that was taken into use without its link, by somebody: at a till, at enrolment. Whose account has a profile is a person.
const selectUsed = statement<{ serial: number }>(
  'delivery.selectUsedOfBatch',
  `select stock.serial from cards.stock as stock
     join lanes.name as named on named.tenant_id = stock.tenant_id and named.kind = 'card' and named.key = stock.key
     join lanes.owner as owner on owner.lane = named.lane and owner.owner = named.owner
    where stock.batch = $1 and stock.tenant_id = $2 and stock.serial between $3 and $4 and stock.state = 'activated'
      and owner.kind = 'member'
      and (owner.state <> 'active'
        or exists (select 1 from members.profile as known where known.tenant_id = stock.tenant_id and known.member = owner.owner))`,
);

/** How many links of a batch have ended, and how; of one that was revoked whole this tells what had ended before. */
export const countLinkEnds = async (queries: Queries, batch: bigint): Promise<Partial<Record<CardLinkEnd, number>>> =>
  Object.fromEntries((await queries.run(countEnds, [batch])).map(({ state, count }) => [state, Number(count)]));

/** How the links of serials `from` to `to` have ended: those that have. */
export async function findLinkEnds(
  queries: Queries,
  { tenant, batch }: { readonly tenant: number; readonly batch: bigint },
  from: number,
  to: number,
): Promise<Map<number, CardLinkEnd | 'used'>> {
  const used = await queries.run(selectUsed, [batch, tenant, from, to]);
  const ends = await queries.run(selectEnds, [batch, from, to]);
  return new Map([
    ...used.map(({ serial }) => [serial, 'used'] as const),
    ...ends.map(({ serial, state }) => [serial, state] as const),
  ]);
}
