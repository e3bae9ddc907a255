import { INSTANT_NEVER, postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Kind } from '../message.ts';

/** A sender as it stands in the database. */
export type SenderRow = {
  tenant_id: number;
  kind: Kind;
  settings: Record<string, unknown>;
  secrets: Buffer;
  per_second: number;
  revision: number;
  paced_until: Instant;
  failures: number;
  failing_since: Instant;
  open_until: Instant;
  last_error: string;
  last_sent_at: Instant;
};

const COLUMNS = `tenant_id, kind, settings, secrets, per_second, revision, paced_until, failures, failing_since, open_until,
          last_error, last_sent_at`;

const selectOne = statement<SenderRow>(
  'notifications.selectSender',
  `select ${COLUMNS} from notifications.sender where tenant_id = $1 and kind = $2`,
);

const selectOfTenant = statement<SenderRow>(
  'notifications.selectSenders',
  `select ${COLUMNS} from notifications.sender where tenant_id = $1 order by kind`,
);

// A sender that another worker is claiming for is passed over: it is being served.
const selectForClaim = statement<SenderRow>(
  'notifications.selectSenderForClaim',
  `select ${COLUMNS} from notifications.sender where tenant_id = $1 and kind = $2 for update skip locked`,
);

const selectAll = statement<{ tenant_id: number; kind: Kind; protocol: string }>(
  'notifications.selectAllSenders',
  `select tenant_id, kind, settings->>'protocol' as protocol from notifications.sender order by tenant_id, kind`,
);

// $1 tenant, $2 kind, $3 settings, $4 secrets, $5 per second, $6 now. New settings begin with a clean slate.
const upsertRow = statement<SenderRow>(
  'notifications.writeSender',
  `insert into notifications.sender as kept (tenant_id, kind, settings, secrets, per_second, paced_until, open_until, changed_at)
   values ($1, $2, $3::jsonb, $4, $5, $6::timestamptz, $6, $6)
   on conflict (tenant_id, kind) do update
      set settings = excluded.settings, secrets = excluded.secrets, per_second = excluded.per_second,
          revision = kept.revision + 1, paced_until = excluded.paced_until, failures = 0, failing_since = 'infinity',
          open_until = excluded.open_until, last_error = '', changed_at = excluded.changed_at
   returning ${COLUMNS}`,
);

const deleteRow = statement<{ kind: Kind }>(
  'notifications.deleteSender',
  `delete from notifications.sender where tenant_id = $1 and kind = $2 returning kind`,
);

const updatePace = statement(
  'notifications.updatePace',
  `update notifications.sender set paced_until = $3::timestamptz, open_until = $4::timestamptz where tenant_id = $1 and kind = $2`,
);

// $1 tenant, $2 kind, $3 revision, $4 now, $5 open until, $6 why
const noteFailure = statement(
  'notifications.noteSenderFailure',
  `update notifications.sender
      set failures = failures + 1, failing_since = least(failing_since, $4::timestamptz), open_until = $5::timestamptz, last_error = $6
    where tenant_id = $1 and kind = $2 and revision = $3`,
);

const noteSuccess = statement(
  'notifications.noteSenderSuccess',
  `update notifications.sender
      set failures = 0, failing_since = 'infinity', last_error = '', last_sent_at = $4::timestamptz, open_until = $4
    where tenant_id = $1 and kind = $2 and revision = $3
      and (failures > 0 or last_sent_at = 'infinity' or last_sent_at < $4::timestamptz - interval '1 minute')`,
);

export const findSender = async (queries: Queries, tenant: number, kind: Kind): Promise<SenderRow | undefined> =>
  (await queries.run(selectOne, [tenant, kind]))[0];

export const selectSenders = (queries: Queries, tenant: number): Promise<SenderRow[]> =>
  queries.run(selectOfTenant, [tenant]);

/** The sender, locked until the end of the transaction; undefined where another worker has it, or it was removed. */
export const findSenderForClaim = async (tx: Tx, tenant: number, kind: Kind): Promise<SenderRow | undefined> =>
  (await tx.run(selectForClaim, [tenant, kind]))[0];

/** Every sender of every tenant, by name and protocol. */
export const selectAllSenders = async (
  queries: Queries,
): Promise<{ readonly tenant: number; readonly kind: Kind; readonly protocol: string }[]> =>
  (await queries.run(selectAll)).map(({ tenant_id, kind, protocol }) => ({ tenant: tenant_id, kind, protocol }));

export async function writeSender(
  queries: Queries,
  row: { tenant: number; kind: Kind; settings: object; secrets: Buffer; perSecond: number; at: Instant },
): Promise<SenderRow> {
  const [written] = await queries.run(upsertRow, [
    row.tenant,
    row.kind,
    JSON.stringify(row.settings),
    row.secrets,
    row.perSecond,
    postgresFromInstant(row.at),
  ]);
  return written as SenderRow;
}

export const deleteSender = async (queries: Queries, tenant: number, kind: Kind): Promise<boolean> =>
  (await queries.run(deleteRow, [tenant, kind])).length > 0;

/** Writes how far the rate is used up, and until when nobody else tries. */
export const writePace = async (
  tx: Tx,
  { tenant, kind }: { readonly tenant: number; readonly kind: Kind },
  pacedUntil: Instant,
  openUntil: Instant,
): Promise<void> => {
  await tx.run(updatePace, [tenant, kind, postgresFromInstant(pacedUntil), postgresFromInstant(openUntil)]);
};

type Noted = { readonly tenant: number; readonly kind: Kind; readonly revision: number; readonly at: Instant };

/** One more failure in a row. */
export const noteSenderFailure = async (
  queries: Queries,
  { tenant, kind, revision, at }: Noted,
  openUntil: Instant,
  why: string,
): Promise<void> => {
  await queries.run(noteFailure, [
    tenant,
    kind,
    revision,
    postgresFromInstant(at),
    postgresFromInstant(openUntil),
    why,
  ]);
};

/** It works; written when it is news, and else once a minute. */
export const noteSenderSuccess = async (queries: Queries, { tenant, kind, revision, at }: Noted): Promise<void> => {
  await queries.run(noteSuccess, [tenant, kind, revision, postgresFromInstant(at)]);
};

/** `infinity` in the column means that there is none. */
export const presentInstant = (at: Instant): Instant | undefined => (at === INSTANT_NEVER ? undefined : at);
