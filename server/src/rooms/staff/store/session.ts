import { assert } from '../../../kernel/assert.ts';
import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Email } from '../../../kernel/email.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Language, PersonState } from '../person.ts';
import type { Session } from '../session.ts';

type SessionRow = {
  session: bigint;
  tenant_id: number;
  person: bigint;
  stage: Session['stage'];
  device: string;
  device_digest: Buffer;
  made_at: Instant;
  seen_at: Instant;
  ends_at: Instant;
  stepped_up_at: Instant;
  ended_at: Instant | null;
  name: string;
  email: Email;
  language: Language;
  state: PersonState;
  person_made_at: Instant;
};

const SELECT = `select s.session, s.tenant_id, s.person, s.stage, s.device, s.device_digest, s.made_at, s.seen_at, s.ends_at,
     s.stepped_up_at, s.ended_at, p.name, p.email, p.language, p.state, p.made_at as person_made_at
   from staff.session s join staff.person p on p.tenant_id = s.tenant_id and p.person = s.person`;

export type KeptSession = Session & { readonly deviceDigest: Buffer; readonly isEnded: boolean };

const fromRow = (row: SessionRow): KeptSession => ({
  session: row.session,
  tenant: row.tenant_id,
  person: {
    person: row.person,
    tenant: row.tenant_id,
    name: row.name,
    email: row.email,
    language: row.language,
    state: row.state,
    madeAt: row.person_made_at,
  },
  stage: row.stage,
  device: row.device,
  deviceDigest: row.device_digest,
  madeAt: row.made_at,
  seenAt: row.seen_at,
  endsAt: row.ends_at,
  steppedUpAt: row.stepped_up_at,
  isEnded: row.ended_at !== null,
});

const insertRow = statement<{ session: bigint }>(
  'staff.insertSession',
  `insert into staff.session (tenant_id, person, token_digest, stage, device, device_digest, made_at, seen_at, ends_at)
   values ($1, $2, $3, 'password', $4, $5, $6, $6, $7) returning session`,
);

const selectByToken = statement<SessionRow>('staff.selectSessionByToken', `${SELECT} where s.token_digest = $1`);

const selectOpen = statement<SessionRow>(
  'staff.selectSessionsOf',
  `${SELECT} where s.tenant_id = $1 and s.person = $2 and s.ended_at is null and s.stage = 'full'
     and s.ends_at > $3 and s.seen_at > $4
   order by s.session desc`,
);

// The token changes with the stage: one that somebody planted before is worth nothing after.
const raiseRow = statement<{ session: bigint }>(
  'staff.raiseSession',
  `update staff.session set stage = 'full', token_digest = $3, ends_at = $4, seen_at = $5, stepped_up_at = $5,
     code_digest = null
   where tenant_id = $1 and session = $2 and stage = 'password' and ended_at is null returning session`,
);

const stepUpRow = statement(
  'staff.stepUpSession',
  'update staff.session set stepped_up_at = $3, code_digest = null where tenant_id = $1 and session = $2',
);

const touchRow = statement('staff.touchSession', 'update staff.session set seen_at = $2 where session = $1');

const endRow = statement<{ session: bigint }>(
  'staff.endSession',
  `update staff.session set ended_at = $4, end_reason = $5
   where tenant_id = $1 and person = $2 and session = $3 and ended_at is null returning session`,
);

const endOfPerson = statement(
  'staff.endSessionsOf',
  `update staff.session set ended_at = $3, end_reason = $4
   where tenant_id = $1 and person = $2 and ended_at is null and session <> $5`,
);

const writeCode = statement(
  'staff.updateSessionCode',
  'update staff.session set code_digest = $3, code_until = $4, code_tries = 0 where tenant_id = $1 and session = $2',
);

// One statement judges and counts, so that of many tries at once no sixth is looked at.
const tryCode = statement<{ is_it: boolean }>(
  'staff.trySessionCode',
  `update staff.session set code_tries = code_tries + 1
   where tenant_id = $1 and session = $2 and code_digest is not null and code_until > $4 and code_tries < $5
   returning code_digest = any($3::bytea[]) as is_it`,
);

const dropOld = statement('staff.dropSessions', 'delete from staff.session where ends_at < $1 or ended_at < $1');

/** Begins a session at its first stage; gives its id. */
export const insertSession = async (
  tx: Queries,
  made: {
    readonly tenant: number;
    readonly person: bigint;
    readonly digest: Buffer;
    readonly device: string;
    readonly deviceDigest: Buffer;
    readonly now: Instant;
    readonly endsAt: Instant;
  },
): Promise<bigint> => {
  const times = [postgresFromInstant(made.now), postgresFromInstant(made.endsAt)];
  const values = [made.tenant, made.person, made.digest, made.device, made.deviceDigest, ...times];
  const [row] = await tx.run(insertRow, values);
  assert(row !== undefined, 'a session that was begun has an id');
  return row.session;
};

/** The session of that token, ended ones too. */
export const findSession = async (queries: Queries, digest: Buffer): Promise<KeptSession | undefined> => {
  const [row] = await queries.run(selectByToken, [digest]);
  return row && fromRow(row);
};

/** The person's sessions that work now. */
export const selectSessionsOf = async (
  queries: Queries,
  tenant: number,
  person: bigint,
  now: Instant,
  seenAfter: Instant,
): Promise<readonly Session[]> =>
  (await queries.run(selectOpen, [tenant, person, postgresFromInstant(now), postgresFromInstant(seenAfter)])).map(
    (row) => fromRow(row),
  );

/** Completes a session under a new token; false when it was completed or ended meanwhile. */
export const raiseSession = async (
  tx: Tx,
  tenant: number,
  session: bigint,
  to: { readonly digest: Buffer; readonly endsAt: Instant; readonly now: Instant },
): Promise<boolean> => {
  const values = [to.digest, postgresFromInstant(to.endsAt), postgresFromInstant(to.now)];
  return (await tx.run(raiseRow, [tenant, session, ...values])).length > 0;
};

/** Notes a fresh second factor. */
export const stepUpSession = async (tx: Tx, tenant: number, session: bigint, now: Instant): Promise<void> => {
  await tx.run(stepUpRow, [tenant, session, postgresFromInstant(now)]);
};

/** Notes that it was used. */
export const touchSession = async (queries: Queries, session: bigint, now: Instant): Promise<void> => {
  await queries.run(touchRow, [session, postgresFromInstant(now)]);
};

/** Ends one session of the person; false when there is no such open one. */
export const endSession = async (
  tx: Queries,
  tenant: number,
  person: bigint,
  session: bigint,
  now: Instant,
  reason: string,
): Promise<boolean> => (await tx.run(endRow, [tenant, person, session, postgresFromInstant(now), reason])).length > 0;

/** Ends all sessions of the person, but for the one that is kept, from the next request on. */
export const endSessionsOf = async (
  tx: Tx,
  tenant: number,
  person: bigint,
  now: Instant,
  reason: string,
  kept = 0n,
): Promise<void> => {
  await tx.run(endOfPerson, [tenant, person, postgresFromInstant(now), reason, kept]);
};

/** Keeps the digest of a code that was sent for this session, in place of an earlier one. */
export const writeSessionCode = async (
  tx: Tx,
  tenant: number,
  session: bigint,
  digest: Buffer,
  until: Instant,
): Promise<void> => {
  await tx.run(writeCode, [tenant, session, digest, postgresFromInstant(until)]);
};

/** Tries a code: false also when there is none, when it has ended, or after `triesMax` tries. */
export const trySessionCode = async (
  tx: Tx,
  tenant: number,
  session: bigint,
  digests: readonly Buffer[],
  now: Instant,
  triesMax: number,
): Promise<boolean> => {
  const [row] = await tx.run(tryCode, [tenant, session, digests, postgresFromInstant(now), triesMax]);
  return row?.is_it ?? false;
};

/** Forgets sessions that ended before that moment. */
export const dropSessions = async (queries: Queries, before: Instant): Promise<void> => {
  await queries.run(dropOld, [postgresFromInstant(before)]);
};
