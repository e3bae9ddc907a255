import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** How a person proves to be one, as it is kept. */
export type Login = {
  readonly password: string | undefined;
  /** Encrypted; confirmed when `totpSince` is there. */
  readonly totpSecret: Buffer | undefined;
  readonly totpSince: Instant | undefined;
  readonly totpStep: bigint;
};

type LoginRow = {
  password: string | null;
  totp_secret: Buffer | null;
  totp_since: Instant | null;
  totp_step: bigint;
};

const selectRow = statement<LoginRow>(
  'staff.selectLogin',
  'select password, totp_secret, totp_since, totp_step from staff.login where tenant_id = $1 and person = $2',
);

const selectRowLocked = statement<LoginRow>(
  'staff.selectLoginLocked',
  `select password, totp_secret, totp_since, totp_step from staff.login where tenant_id = $1 and person = $2
   for update`,
);

const upsertPassword = statement(
  'staff.upsertPassword',
  `insert into staff.login (tenant_id, person, password, password_set_at) values ($1, $2, $3, $4)
   on conflict (person) do update set password = excluded.password, password_set_at = excluded.password_set_at`,
);

const updateTotp = statement(
  'staff.updateTotp',
  'update staff.login set totp_secret = $3, totp_since = $4, totp_step = $5 where tenant_id = $1 and person = $2',
);

const deleteCodes = statement(
  'staff.deleteRecoveryCodes',
  'delete from staff.recovery_code where tenant_id = $1 and person = $2',
);

const insertCodes = statement(
  'staff.insertRecoveryCodes',
  'insert into staff.recovery_code (tenant_id, person, code_digest) select $1, $2, unnest($3::bytea[])',
);

const useCode = statement<{ person: bigint }>(
  'staff.useRecoveryCode',
  `update staff.recovery_code set used_at = $4
   where tenant_id = $1 and person = $2 and code_digest = any($3::bytea[]) and used_at is null
   returning person`,
);

const fromRow = (row: LoginRow | undefined): Login => ({
  password: row?.password ?? undefined,
  totpSecret: row?.totp_secret ?? undefined,
  totpSince: row?.totp_since ?? undefined,
  totpStep: row?.totp_step ?? 0n,
});

/** What is kept of the person; of nobody, nothing. */
export const findLogin = async (queries: Queries, tenant: number, person: bigint): Promise<Login> =>
  fromRow((await queries.run(selectRow, [tenant, person]))[0]);

/** The same, locked until the end of the transaction. */
export const findLoginLocked = async (tx: Tx, tenant: number, person: bigint): Promise<Login> =>
  fromRow((await tx.run(selectRowLocked, [tenant, person]))[0]);

/** Keeps the hash of a new password. */
export const writePassword = async (
  tx: Tx,
  tenant: number,
  person: bigint,
  password: string,
  now: Instant,
): Promise<void> => {
  await tx.run(upsertPassword, [tenant, person, password, postgresFromInstant(now)]);
};

/** Keeps the authenticator: its secret, since when it counts, and the last time step that was accepted. */
export const writeTotp = async (
  tx: Tx,
  tenant: number,
  person: bigint,
  { totpSecret, totpSince, totpStep }: Omit<Login, 'password'>,
): Promise<void> => {
  const since = totpSince === undefined ? null : postgresFromInstant(totpSince);
  await tx.run(updateTotp, [tenant, person, totpSecret ?? null, since, totpStep]);
};

/** Replaces the recovery codes by these digests. */
export const writeRecoveryCodes = async (
  tx: Tx,
  tenant: number,
  person: bigint,
  digests: readonly Buffer[],
): Promise<void> => {
  await tx.run(deleteCodes, [tenant, person]);
  if (digests.length > 0) await tx.run(insertCodes, [tenant, person, digests]);
};

/** Uses up the code, once: true when it was one that had not been used. */
export const useRecoveryCode = async (
  tx: Tx,
  tenant: number,
  person: bigint,
  digests: readonly Buffer[],
  now: Instant,
): Promise<boolean> => (await tx.run(useCode, [tenant, person, digests, postgresFromInstant(now)])).length > 0;
