import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../kernel/canonical.ts';
import { statement } from '../database/sql.ts';
import type { Change, Sheet } from './sheet.ts';

/**
 * The families of client references. A sale confirmed at the till, uploaded later or imported is one family, so that it
 * counts once whatever way it comes.
 */
export const FAMILY = {
  sale: 's',
  return: 'r',
  void: 'v',
  redeem: 'p',
  load: 'l',
  card: 'c',
  member: 'm',
  adjust: 'a',
  followUp: 'f',
  occasion: 'o',
} as const;
export type Family = (typeof FAMILY)[keyof typeof FAMILY];

/** The unique name of an operation: within a tenant, a reference space (partner or terminal) and a family. */
export type ReferenceKey = {
  readonly tenant: number;
  readonly space: bigint;
  readonly family: Family;
  readonly reference: Buffer;
};

/** What became of a reference: booked, closed by a void that came first, or awaited by a parked return. */
export type Reference = ReferenceKey & {
  readonly outcome: 'b' | 'c' | 'a';
  readonly content: Buffer;
  readonly lane: number;
  readonly seq: bigint;
};

const REFERENCE_BYTES_MAX = 32;
const CONTENT_BYTES = 16;

/** A client's reference as a key: its bytes, or their sha256 when they are longer than 32. */
export function referenceBytes(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length <= REFERENCE_BYTES_MAX ? bytes : createHash('sha256').update(bytes).digest();
}

/** Half a sha256 over the canonical form of validated content, by which a repeat is told from a reuse. */
export function contentDigest(content: unknown): Buffer {
  return createHash('sha256').update(canonicalJson(content)).digest().subarray(0, CONTENT_BYTES);
}

type Row = {
  tenant_id: number;
  space: bigint;
  family: Family;
  reference: Buffer;
  outcome: 'b' | 'c' | 'a';
  content: Buffer;
  lane: number;
  seq: bigint;
};

const loadReferences = statement<Row>(
  'lanes.loadReferences',
  `select known.tenant_id, known.space, known.family, known.reference, known.outcome, known.content, known.lane, known.seq
     from unnest($1::int[], $2::bigint[], $3::text[], $4::bytea[]) as wanted(tenant_id, space, family, reference)
     join lanes.reference as known
       on known.tenant_id = wanted.tenant_id and known.space = wanted.space
      and known.family = wanted.family::"char" and known.reference = wanted.reference`,
);

// A conflict here is a race between lanes for one name. It fails the batch, which runs again and finds the winner.
const insertReferences = statement(
  'lanes.insertReferences',
  `insert into lanes.reference (tenant_id, space, family, reference, outcome, content, lane, seq)
   select tenant_id, space, family::"char", reference, outcome::"char", content, lane, seq
     from unnest($1::int[], $2::bigint[], $3::text[], $4::bytea[], $5::text[], $6::bytea[], $7::int[], $8::bigint[])
       as added(tenant_id, space, family, reference, outcome, content, lane, seq)`,
);

// Only an awaited name may change: another return waits for its sale, or that has come, or was voided before it came. The name is
// given up as this batch has seen it and taken anew, so that of two batches which do so at one moment the second meets a conflict.
const yieldReferences = statement(
  'lanes.yieldReferences',
  `delete from lanes.reference as known
    using unnest($1::int[], $2::bigint[], $3::text[], $4::bytea[], $5::int[], $6::bigint[])
       as seen(tenant_id, space, family, reference, lane, seq)
    where known.tenant_id = seen.tenant_id and known.space = seen.space
      and known.family = seen.family::"char" and known.reference = seen.reference
      and known.outcome = 'a' and known.lane = seen.lane and known.seq = seen.seq`,
);

/** The unique index whose violation means: another batch has taken the name meanwhile, look again. */
export const REFERENCE_CONFLICT = 'reference_pkey';

const keyColumns = (rows: readonly ReferenceKey[]): unknown[] => [
  rows.map((row) => row.tenant),
  rows.map((row) => row.space),
  rows.map((row) => row.family),
  rows.map((row) => row.reference),
];

const columns = (rows: readonly Reference[]): unknown[] => [
  ...keyColumns(rows),
  rows.map((row) => row.outcome),
  rows.map((row) => row.content),
  rows.map((row) => row.lane),
  rows.map((row) => row.seq),
];

export const referenceSheet: Sheet<ReferenceKey, Reference> = {
  name: 'lanes.reference',
  keyOf: (key) => `${key.tenant}/${key.space}/${key.family}/${key.reference.toString('latin1')}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadReferences, keyColumns(keys));
    for (const row of rows) {
      const known: Reference = { ...row, tenant: row.tenant_id };
      facts.fill(referenceSheet, known, known);
    }
  },
  write(tx, changes: readonly Change<Reference>[]) {
    const seen = changes.flatMap(({ before }) => before ?? []);
    return [
      ...(seen.length > 0
        ? [tx.run(yieldReferences, [...keyColumns(seen), seen.map((row) => row.lane), seen.map((row) => row.seq)])]
        : []),
      tx.run(insertReferences, columns(changes.map((change) => change.after))),
    ];
  },
};

/** The name of a message that may carry it in its body and beside it (Idempotency-Key). Refuses two that differ. */
export function oneReference(
  inBody: string | undefined,
  beside: string | undefined,
): Ok<{ reference: string | undefined }> | Refusal<'operation.reference_differs'> {
  if (inBody !== undefined && beside !== undefined && inBody !== beside) return refuse('operation.reference_differs');
  return { ok: true, reference: inBody ?? beside };
}
