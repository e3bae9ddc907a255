import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

export type LinkKind = 'invitation' | 'reset';

// A newer link makes the older ones worthless: whoever asks twice opens the last mail.
const endEarlier = statement(
  'staff.endLinks',
  'update staff.link set used_at = $3 where tenant_id = $1 and person = $2 and used_at is null',
);

const insertRow = statement(
  'staff.insertLink',
  `insert into staff.link (token_digest, tenant_id, person, kind, made_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
);

const useRow = statement<{ tenant_id: number; person: bigint; kind: LinkKind }>(
  'staff.useLink',
  `update staff.link set used_at = $2 where token_digest = $1 and used_at is null and expires_at > $2
   returning tenant_id, person, kind`,
);

const selectRow = statement<{ tenant_id: number; person: bigint; kind: LinkKind }>(
  'staff.selectLink',
  `select tenant_id, person, kind from staff.link where token_digest = $1 and used_at is null and expires_at > $2`,
);

export type Link = { readonly tenant: number; readonly person: bigint; readonly kind: LinkKind };

const fromRow = (row: { tenant_id: number; person: bigint; kind: LinkKind } | undefined): Link | undefined =>
  row && { tenant: row.tenant_id, person: row.person, kind: row.kind };

/** Makes a link in place of all earlier ones of the person. */
export const insertLink = async (
  tx: Tx,
  link: Link & { readonly digest: Buffer; readonly madeAt: Instant; readonly expiresAt: Instant },
): Promise<void> => {
  const made = postgresFromInstant(link.madeAt);
  await tx.run(endEarlier, [link.tenant, link.person, made]);
  const values = [link.digest, link.tenant, link.person, link.kind, made, postgresFromInstant(link.expiresAt)];
  await tx.run(insertRow, values);
};

/** Makes the person's links worthless. */
export const endLinks = async (tx: Tx, tenant: number, person: bigint, now: Instant): Promise<void> => {
  await tx.run(endEarlier, [tenant, person, postgresFromInstant(now)]);
};

/** The link that still works, without using it. */
export const findLink = async (tx: Tx, digest: Buffer, now: Instant): Promise<Link | undefined> =>
  fromRow((await tx.run(selectRow, [digest, postgresFromInstant(now)]))[0]);

/** Uses it up; undefined when it was used, has ended or never was. */
export const useLink = async (tx: Tx, digest: Buffer, now: Instant): Promise<Link | undefined> =>
  fromRow((await tx.run(useRow, [digest, postgresFromInstant(now)]))[0]);
