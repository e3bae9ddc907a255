import { postgresFromInstant } from '../../../../kernel/instant.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../../platform/database/database.ts';
import { statement } from '../../../../platform/database/sql.ts';
import type { Publication } from '../draft.ts';

type Row = {
  tenant_id: number;
  program: number;
  version: number;
  kind: Publication['kind'];
  promotion: string | null;
  draft: bigint | null;
  restored: number | null;
  approval: bigint | null;
  reference: string;
  reason: string | null;
  published_at: Instant;
};

const COLUMNS =
  'tenant_id, program, version, kind, promotion, draft, restored, approval, reference, reason, published_at';

const fromRow = (row: Row): Publication => ({
  tenant: row.tenant_id,
  program: row.program,
  version: row.version,
  kind: row.kind,
  promotion: row.promotion ?? undefined,
  draft: row.draft ?? undefined,
  restored: row.restored ?? undefined,
  approval: row.approval ?? undefined,
  reference: row.reference,
  reason: row.reason ?? undefined,
  publishedAt: row.published_at,
});

const insertRow = statement(
  'promotions.insertPublication',
  `insert into promotions.publication (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

const selectByReference = statement<Row>(
  'promotions.selectPublicationsByReference',
  `select ${COLUMNS} from promotions.publication where tenant_id = $1 and reference = $2 order by program, version`,
);

const selectOfProgram = statement<Row>(
  'promotions.selectPublications',
  `select ${COLUMNS} from promotions.publication where program = $1 order by version`,
);

export const insertPublication = (tx: Tx, made: Publication): Promise<unknown> =>
  tx.run(insertRow, [
    ...[made.tenant, made.program, made.version, made.kind, made.promotion ?? null, made.draft ?? null],
    ...[made.restored ?? null, made.approval ?? null, made.reference, made.reason ?? null],
    postgresFromInstant(made.publishedAt),
  ]);

/** The versions that an act of that reference has written; a pause may have written several. */
export const findPublications = async (
  queries: Queries,
  tenant: number,
  reference: string,
): Promise<readonly Publication[]> => (await queries.run(selectByReference, [tenant, reference])).map(fromRow);

/** Of a whole program, by version. There are as many as publications, which people make. */
export const selectPublications = async (queries: Queries, program: number): Promise<readonly Publication[]> =>
  (await queries.run(selectOfProgram, [program])).map(fromRow);
