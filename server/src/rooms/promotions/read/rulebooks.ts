import type { Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** A rulebook as it stands in the database. */
export type RulebookRow = {
  readonly rulebook: number;
  readonly tenant: number;
  readonly program: number;
  readonly version: number;
  readonly inForceFrom: Instant;
  readonly content: unknown;
  readonly contentDigest: Buffer;
  readonly publishedAt: Instant;
};

const selectRulebookNumbers = statement<{ rulebook: number }>(
  'promotions.selectRulebookNumbers',
  'select rulebook from promotions.rulebook',
);

const selectRulebooks = statement<{
  rulebook: number;
  tenant_id: number;
  program: number;
  version: number;
  in_force_from: Instant;
  content: unknown;
  content_digest: Buffer;
  published_at: Instant;
}>(
  'promotions.selectRulebooks',
  `select rulebook, tenant_id, program, version, in_force_from, content, content_digest, published_at
   from promotions.rulebook
   where rulebook = any($1)
   order by rulebook`,
);

/**
 * Reads the rulebooks that are not known yet. Asked by number and not by "above the last one", because numbers are given
 * before the commit: a lower one may appear after a higher one.
 */
export const readNewRulebooks = async (
  tx: Tx,
  isKnown: (rulebook: number) => boolean,
): Promise<readonly RulebookRow[]> => {
  const numbers = (await tx.run(selectRulebookNumbers)).map(({ rulebook }) => rulebook).filter((one) => !isKnown(one));
  if (numbers.length === 0) return [];
  const rows = await tx.run(selectRulebooks, [numbers]);
  return rows.map((row) => ({
    rulebook: row.rulebook,
    tenant: row.tenant_id,
    program: row.program,
    version: row.version,
    inForceFrom: row.in_force_from,
    content: row.content,
    contentDigest: row.content_digest,
    publishedAt: row.published_at,
  }));
};
