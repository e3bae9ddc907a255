import { postgresFromInstant, type Instant } from '../../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../../platform/database/database.ts';
import { statement } from '../../../../platform/database/sql.ts';

export type Contact = { readonly sealed: Buffer; readonly masked: string; readonly changedAt: Instant };

type ContactRow = { sealed: Buffer; masked: string; changed_at: Instant };
type ChangeRow = {
  contact_change: bigint;
  content: Buffer;
  masked: string;
  approval: bigint | null;
  applied_at: Instant | null;
};

const selectContact = statement<ContactRow>(
  'cards.selectClientContact',
  `select sealed, masked, changed_at from cards.client_contact where tenant_id = $1 and partner = $2`,
);
const insertChange = statement<ChangeRow>(
  'cards.insertContactChange',
  // $1 tenant, $2 partner, $3 sealed, $4 masked, $5 space, $6 reference, $7 content, $8 now
  `insert into cards.contact_change (tenant_id, partner, sealed, masked, space, reference, content, asked_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz)
   on conflict (tenant_id, space, reference) do nothing
   returning contact_change, content, masked, approval, applied_at`,
);
const selectChange = statement<ChangeRow>(
  'cards.selectContactChange',
  `select contact_change, content, masked, approval, applied_at from cards.contact_change
    where tenant_id = $1 and space = $2 and reference = $3`,
);
const noteApproval = statement(
  'cards.noteContactApproval',
  `update cards.contact_change set approval = $2 where contact_change = $1`,
);
// A change that was asked for before the one in force does not undo it.
const applyChange = statement<{ contact_change: bigint }>(
  'cards.applyContactChange',
  `with applied as (
     update cards.contact_change set applied_at = $3::timestamptz
      where tenant_id = $1 and contact_change = $2 and applied_at is null
     returning contact_change, tenant_id, partner, sealed, masked)
   insert into cards.client_contact (tenant_id, partner, sealed, masked, changed_at)
   select tenant_id, partner, sealed, masked, $3::timestamptz from applied
   on conflict (tenant_id, partner) do update
      set sealed = excluded.sealed, masked = excluded.masked, changed_at = excluded.changed_at
   returning $2::bigint as contact_change`,
);

export async function findContact(queries: Queries, tenant: number, partner: number): Promise<Contact | undefined> {
  const [row] = await queries.run(selectContact, [tenant, partner]);
  return row && { sealed: row.sealed, masked: row.masked, changedAt: row.changed_at };
}

export type ChangeToKeep = {
  readonly tenant: number;
  readonly partner: number;
  readonly sealed: Buffer;
  readonly masked: string;
  readonly space: bigint;
  readonly reference: string;
  readonly content: Buffer;
  readonly at: Instant;
};

export type KeptChange = {
  readonly change: bigint;
  readonly content: Buffer;
  readonly approval: bigint | undefined;
  readonly isNew: boolean;
};

/** Keeps a change that waits, or gives the one of the same reference. */
export async function keepChange(tx: Tx, one: ChangeToKeep): Promise<KeptChange> {
  const { tenant, partner, sealed, masked, space, reference, content, at } = one;
  const [made] = await tx.run(insertChange, [
    tenant,
    partner,
    sealed,
    masked,
    space,
    reference,
    content,
    postgresFromInstant(at),
  ]);
  const row = made ?? (await tx.run(selectChange, [tenant, space, reference]))[0]!;
  return {
    change: row.contact_change,
    content: row.content,
    approval: row.approval ?? undefined,
    isNew: made !== undefined,
  };
}

export const keepApproval = (tx: Tx, change: bigint, approval: bigint): Promise<unknown> =>
  tx.run(noteApproval, [change, approval]);

/** Puts a change into force; false when it is in force already. */
export const applyContact = async (tx: Tx, tenant: number, change: bigint, at: Instant): Promise<boolean> =>
  (await tx.run(applyChange, [tenant, change, postgresFromInstant(at)])).length > 0;
