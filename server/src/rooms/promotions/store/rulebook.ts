import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { RulebookContent } from '../rulebook.ts';

/** A rulebook about to be published. */
export type NewRulebook = {
  readonly tenant: number;
  readonly program: number;
  readonly version: number;
  readonly inForceFrom: Instant;
  readonly content: RulebookContent;
  readonly contentDigest: Buffer;
  readonly publishedAt: Instant;
  readonly publishedBy: bigint;
};

// $1 tenant, $2 program, $3 version, $4 in force from, $5 content, $6 digest, $7 published at, $8 published by.
// Two that publish the same version at once: the second waits for the first and inserts nothing.
const insertRulebookRow = statement<{ rulebook: number }>(
  'promotions.insertRulebook',
  `insert into promotions.rulebook
     (tenant_id, program, version, in_force_from, content, content_digest, published_at, published_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict (program, version) do nothing
   returning rulebook`,
);

const selectLastVersion = statement<{ version: number }>(
  'promotions.selectLastVersion',
  'select coalesce(max(version), 0) as version from promotions.rulebook where program = $1',
);

/** Gives the rulebook's number, or undefined when the next version is no longer the one that is asked for. */
export const insertRulebook = async (tx: Tx, row: NewRulebook): Promise<number | undefined> => {
  const [last] = await tx.run(selectLastVersion, [row.program]);
  if (last?.version !== row.version - 1) return undefined;
  const [inserted] = await tx.run(insertRulebookRow, [
    row.tenant,
    row.program,
    row.version,
    postgresFromInstant(row.inForceFrom),
    JSON.stringify(row.content),
    row.contentDigest,
    postgresFromInstant(row.publishedAt),
    row.publishedBy,
  ]);
  return inserted?.rulebook;
};
