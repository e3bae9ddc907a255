import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Phone } from '../../../kernel/phone.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import { decryptField, type Keys } from '../../../platform/keys.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';
import { cipherContext, type Session } from '../session.ts';

type Row = {
  session: bigint;
  tenant_id: number;
  lane: number | null;
  member: bigint | null;
  phone_cipher: Buffer;
  browser: string;
  device: bigint | null;
  made_at: Instant;
  seen_at: Instant;
  ends_at: Instant;
};

const COLUMNS = 'session, tenant_id, lane, member, phone_cipher, browser, device, made_at, seen_at, ends_at';

const insertRow = statement<{ session: bigint }>(
  'memberpage.insertSession',
  // $1 tenant, $2 lane, $3 member, $4 phone key, $5 phone cipher, $6 token digest, $7 browser, $8 device, $9 now, $10 end
  `insert into memberpage.session (tenant_id, lane, member, phone_key, phone_cipher, token_digest, browser, device, made_at, seen_at,
                                   ends_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9::timestamptz, $9::timestamptz, $10::timestamptz) returning session`,
);

const selectByToken = statement<Row>(
  'memberpage.selectSessionByToken',
  `select ${COLUMNS} from memberpage.session
    where token_digest = $1 and ended_at is null and ends_at > $2::timestamptz`,
);

const selectOfPhone = statement<Row>(
  'memberpage.selectSessionsOfPhone',
  `select ${COLUMNS} from memberpage.session
    where tenant_id = $1 and phone_key = any($2::bytea[]) and ended_at is null and ends_at > $3::timestamptz
    order by session desc limit 100`,
);

const touchRow = statement(
  'memberpage.touchSession',
  'update memberpage.session set seen_at = $2::timestamptz where session = $1',
);

const endRow = statement<{ device: bigint | null }>(
  'memberpage.endSession',
  `update memberpage.session set ended_at = $4::timestamptz
    where tenant_id = $1 and phone_key = any($2::bytea[]) and session = $3 and ended_at is null returning device`,
);

const endOfMember = statement<{ device: bigint | null }>(
  'memberpage.endSessionsOfMember',
  `update memberpage.session set ended_at = $4::timestamptz
    where tenant_id = $1 and lane = $2 and member = $3 and ended_at is null returning device`,
);

const dropOld = statement(
  'memberpage.dropSessions',
  'delete from memberpage.session where ends_at < $1::timestamptz or ended_at < $1::timestamptz',
);

const fromRow = (keys: Keys, row: Row): Session => ({
  session: row.session,
  tenant: row.tenant_id,
  member: row.lane === null || row.member === null ? undefined : { lane: row.lane, owner: row.member },
  phone: decryptField(keys, row.phone_cipher, cipherContext(row.tenant_id)).toString('utf8') as Phone,
  browser: row.browser,
  device: row.device ?? undefined,
  madeAt: row.made_at,
  seenAt: row.seen_at,
  endsAt: row.ends_at,
});

export type SessionToKeep = {
  readonly tenant: number;
  readonly member: OwnerKey | undefined;
  readonly phoneKey: Buffer;
  readonly phoneCipher: Buffer;
  readonly tokenDigest: Buffer;
  readonly browser: string;
  readonly device: bigint | undefined;
  readonly at: Instant;
  readonly endsAt: Instant;
};

export const insertSession = async (queries: Queries, made: SessionToKeep): Promise<bigint> =>
  (
    await queries.run(insertRow, [
      ...[made.tenant, made.member?.lane ?? null, made.member?.owner ?? null, made.phoneKey, made.phoneCipher],
      ...[made.tokenDigest, made.browser, made.device ?? null],
      ...[postgresFromInstant(made.at), postgresFromInstant(made.endsAt)],
    ])
  )[0].session;

/** The session of a token while it lasts. */
export async function findSession(
  queries: Queries,
  keys: Keys,
  digest: Buffer,
  now: Instant,
): Promise<Session | undefined> {
  const [row] = await queries.run(selectByToken, [digest, postgresFromInstant(now)]);
  return row && fromRow(keys, row);
}

/** Sessions of a phone that last, newest first. */
export const listSessions = async (
  queries: Queries,
  keys: Keys,
  of: { readonly tenant: number; readonly phoneKeys: readonly Buffer[] },
  now: Instant,
): Promise<Session[]> =>
  (await queries.run(selectOfPhone, [of.tenant, of.phoneKeys, postgresFromInstant(now)])).map((row) =>
    fromRow(keys, row),
  );

export const touchSession = (queries: Queries, session: bigint, now: Instant): Promise<unknown> =>
  queries.run(touchRow, [session, postgresFromInstant(now)]);

/** Ends one of a phone's sessions; undefined where there is none, else the device that ends with it. */
export const endSession = async (
  queries: Queries,
  of: { readonly tenant: number; readonly phoneKeys: readonly Buffer[]; readonly session: bigint },
  now: Instant,
): Promise<{ readonly device: bigint | undefined } | undefined> => {
  const [row] = await queries.run(endRow, [of.tenant, of.phoneKeys, of.session, postgresFromInstant(now)]);
  return row && { device: row.device ?? undefined };
};

/** Ends all sessions of a member; gives the devices that end with them. */
export const endSessionsOfMember = async (
  queries: Queries,
  tenant: number,
  member: OwnerKey,
  now: Instant,
): Promise<bigint[]> => {
  const rows = await queries.run(endOfMember, [tenant, member.lane, member.owner, postgresFromInstant(now)]);
  return rows.flatMap(({ device }) => (device === null ? [] : [device]));
};

/** Forgets sessions that were over before that moment: a phone's digest is not kept longer than it serves. */
export const dropSessions = (queries: Queries, before: Instant): Promise<unknown> =>
  queries.run(dropOld, [postgresFromInstant(before)]);
