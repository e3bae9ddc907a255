import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { TierContent, TierDefinition } from '../definition.ts';

/** A published version as it is kept. */
export type DefinitionRow = Omit<TierDefinition, 'thresholds'>;

type Row = {
  tenant_id: number;
  program: number;
  version: number;
  in_force_from: Instant;
  content: TierContent;
};

const readDefinitions = statement<Row>(
  'tiers.readDefinitions',
  `select tenant_id, program, version, in_force_from, content from tiers.definition order by program, version`,
);

const addDefinition = statement<{ version: number }>(
  'tiers.addDefinition',
  `insert into tiers.definition (tenant_id, program, version, in_force_from, content, published_at)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (program, version) do nothing returning version`,
);

/** Every version of every program, the oldest first. */
export async function selectDefinitions(queries: Queries): Promise<DefinitionRow[]> {
  return (await queries.run(readDefinitions)).map((row) => ({
    tenant: row.tenant_id,
    program: row.program,
    version: row.version,
    inForceFrom: row.in_force_from,
    content: row.content,
  }));
}

/** Adds a version; false when somebody was faster. */
export async function insertDefinition(tx: Tx, row: DefinitionRow, publishedAt: Instant): Promise<boolean> {
  const added = await tx.run(addDefinition, [
    row.tenant,
    row.program,
    row.version,
    postgresFromInstant(row.inForceFrom),
    JSON.stringify(row.content),
    postgresFromInstant(publishedAt),
  ]);
  return added.length === 1;
}
