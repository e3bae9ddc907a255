import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

export type LinkState = 'open' | 'claimed' | 'declined' | 'revoked';

/** A promise of a card to whoever claims it first. */
export type Link = {
  readonly link: bigint;
  readonly tenant: number;
  readonly holding: bigint;
  readonly content: Buffer;
  readonly state: LinkState;
  readonly madeAt: Instant;
  readonly expiresAt: Instant;
};

type Row = {
  link: bigint;
  tenant_id: number;
  holding: bigint;
  content: Buffer;
  state: LinkState;
  made_at: Instant;
  expires_at: Instant;
};

const COLUMNS = `link, tenant_id, holding, content, state, made_at, expires_at`;

const insertRow = statement<Row>(
  'delivery.insertLink',
  `insert into delivery.link (tenant_id, holding, space, reference, content, made_at, expires_at)
   values ($1, $2, $3, $4, $5, $6::timestamptz, $7::timestamptz)
   on conflict do nothing
   returning ${COLUMNS}`,
);

const selectByReference = statement<Row>(
  'delivery.selectLinkByReference',
  `select ${COLUMNS} from delivery.link where tenant_id = $1 and space = $2 and reference = $3`,
);

const selectOne = statement<Row>('delivery.selectLink', `select ${COLUMNS} from delivery.link where link = $1`);

// What has run out makes room for the next; its state says open, and its end says the rest.
const dropExpired = statement(
  'delivery.revokeExpiredLink',
  `update delivery.link set state = 'revoked', ended_at = $2::timestamptz
    where holding = $1 and state = 'open' and expires_at <= $2::timestamptz`,
);

// The whole race between two who claim, one who revokes and time itself is this one statement: it changes a row once.
const endOpen = statement<Row>(
  'delivery.endOpenLink',
  `update delivery.link set state = $2, ended_at = $3::timestamptz
    where link = $1 and state = 'open' and expires_at > $3::timestamptz
   returning ${COLUMNS}`,
);

const revokeOfHolding = statement(
  'delivery.revokeLinksOfHolding',
  `update delivery.link set state = 'revoked', ended_at = $2::timestamptz where holding = $1 and state = 'open'`,
);

const fromRow = (row: Row): Link => ({
  link: row.link,
  tenant: row.tenant_id,
  holding: row.holding,
  content: row.content,
  state: row.state,
  madeAt: row.made_at,
  expiresAt: row.expires_at,
});

const first = (rows: readonly Row[]): Link | undefined => (rows[0] ? fromRow(rows[0]) : undefined);

/** Makes a link; undefined where its reference is taken or the holding offers its card already. */
export async function insertLink(
  tx: Tx,
  row: Pick<Link, 'tenant' | 'holding' | 'content' | 'madeAt' | 'expiresAt'> & {
    readonly space: bigint;
    readonly reference: Buffer;
  },
): Promise<Link | undefined> {
  await tx.run(dropExpired, [row.holding, postgresFromInstant(row.madeAt)]);
  return first(
    await tx.run(insertRow, [
      ...[row.tenant, row.holding, row.space, row.reference, row.content],
      ...[postgresFromInstant(row.madeAt), postgresFromInstant(row.expiresAt)],
    ]),
  );
}

export const findLinkByReference = async (queries: Queries, tenant: number, space: bigint, reference: Buffer) =>
  first(await queries.run(selectByReference, [tenant, space, reference]));

export const findLink = async (queries: Queries, link: bigint) => first(await queries.run(selectOne, [link]));

/** Ends an open link; undefined for all but the first who does. */
export const endOpenLink = async (
  queries: Queries,
  link: bigint,
  state: Exclude<LinkState, 'open'>,
  at: Instant,
): Promise<Link | undefined> => first(await queries.run(endOpen, [link, state, postgresFromInstant(at)]));

export const revokeLinksOfHolding = (tx: Tx, holding: bigint, at: Instant): Promise<unknown> =>
  tx.run(revokeOfHolding, [holding, postgresFromInstant(at)]);
