import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Kind, Language, MessageState, Purpose } from '../message.ts';

// $1 tenant, $2 reference, $3 content, $4 kind, $5 template, $6 language, $7 purpose, $8 address, $9 masked, $10 sealed,
// $11 secret, $12 expires, $13 keep until, $14 made
const insertRow = statement<{ message: bigint }>(
  'notifications.insertMessage',
  `insert into notifications.message
     (tenant_id, reference, content_digest, kind, template, language, purpose, address_key, masked, sealed, is_secret,
      expires_at, keep_until, made_at, state_at, next_attempt_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::timestamptz, $13::timestamptz, $14::timestamptz, $14, $14)
   on conflict (tenant_id, reference) do nothing
   returning message`,
);

const selectByReference = statement<{ message: bigint; content_digest: Buffer; state: MessageState }>(
  'notifications.selectByReference',
  `select message, content_digest, state from notifications.message where tenant_id = $1 and reference = $2`,
);

export type NewMessage = {
  readonly tenant: number;
  readonly reference: string;
  readonly contentDigest: Buffer | undefined;
  readonly kind: Kind;
  readonly template: string;
  readonly language: Language;
  readonly purpose: Purpose;
  readonly addressKey: Buffer;
  readonly masked: string;
  readonly sealed: Buffer;
  readonly isSecret: boolean;
  readonly expiresAt: Instant;
  readonly keepUntil: Instant;
  readonly madeAt: Instant;
};

/** Its number; undefined where the tenant has one of that reference. */
export async function insertMessage(tx: Queries, row: NewMessage): Promise<bigint | undefined> {
  const [inserted] = await tx.run(insertRow, [
    row.tenant,
    row.reference,
    row.contentDigest,
    row.kind,
    row.template,
    row.language,
    row.purpose,
    row.addressKey,
    row.masked,
    row.sealed,
    row.isSecret,
    postgresFromInstant(row.expiresAt),
    postgresFromInstant(row.keepUntil),
    postgresFromInstant(row.madeAt),
  ]);
  return inserted?.message;
}

/** The message of that reference, as far as a repeat has to know it. */
export async function findByReference(
  tx: Queries,
  tenant: number,
  reference: string,
): Promise<{ readonly message: bigint; readonly contentDigest: Buffer; readonly state: MessageState } | undefined> {
  const [row] = await tx.run(selectByReference, [tenant, reference]);
  return row && { message: row.message, contentDigest: row.content_digest, state: row.state };
}
