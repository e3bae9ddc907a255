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

type Row = { tenant_id: number; space: bigint; family: Family; reference: Buffer; outcome: 'b' | 'c' | 'a'; content: Buffer; lane: number; seq: bigint };

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

// Only an awaited name may change: the sale that a parked return waits for has come, or was voided before it came.
const settleReferences = statement(
  'lanes.settleReferences',
  `update lanes.reference as known
      set outcome = settled.outcome::"char", content = settled.content, lane = settled.lane, seq = settled.seq
     from unnest($1::int[], $2::bigint[], $3::text[], $4::bytea[], $5::text[], $6::bytea[], $7::int[], $8::bigint[])
       as settled(tenant_id, space, family, reference, outcome, content, lane, seq)
    where known.tenant_id = settled.tenant_id and known.space = settled.space
      and known.family = settled.family::"char" and known.reference = settled.reference and known.outcome = 'a'`,
);

/** The unique index whose violation means: another batch has taken the name meanwhile, look again. */
export const REFERENCE_CONFLICT = 'reference_pkey';

const columns = (rows: readonly Reference[]): unknown[] => [
  rows.map((row) => row.tenant),
  rows.map((row) => row.space),
  rows.map((row) => row.family),
  rows.map((row) => row.reference),
  rows.map((row) => row.outcome),
  rows.map((row) => row.content),
  rows.map((row) => row.lane),
  rows.map((row) => row.seq),
];

export const referenceSheet: Sheet<ReferenceKey, Reference> = {
  name: 'lanes.reference',
  keyOf: (key) => `${key.tenant}/${key.space}/${key.family}/${key.reference.toString('latin1')}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadReferences, [
      keys.map((key) => key.tenant),
      keys.map((key) => key.space),
      keys.map((key) => key.family),
      keys.map((key) => key.reference),
    ]);
    for (const row of rows) {
      const known: Reference = { ...row, tenant: row.tenant_id };
      facts.fill(referenceSheet, known, known);
    }
  },
  write(tx, changes: readonly Change<Reference>[]) {
    const added = changes.filter((change) => change.before === undefined).map((change) => change.after);
    const settled = changes.filter((change) => change.before !== undefined).map((change) => change.after);
    return [
      ...(added.length > 0 ? [tx.run(insertReferences, columns(added))] : []),
      ...(settled.length > 0 ? [tx.run(settleReferences, columns(settled))] : []),
    ];
  },
};
