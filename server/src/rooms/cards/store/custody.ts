import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { CustodyStage } from '../batch.ts';
import type { Asked } from '../card-deps.ts';

type Row = { n: number; stage: CustodyStage; holder: string; by_credential: bigint; at: Instant };
export type CustodyLine = {
  readonly stage: CustodyStage;
  readonly holder: string;
  readonly by: bigint;
  readonly at: Instant;
};

const moveStage = statement<{ batch: bigint }>(
  'cards.moveBatchStage',
  `update cards.batch set stage = $3
    where tenant_id = $1 and batch = $2 and stage = any ($4) and state in ('made', 'released')
   returning batch`,
);
// $1 batch, $2 tenant, $3 stage, $4 holder, $5 by, $6 now, $7 space, $8 reference
const insertRow = statement(
  'cards.insertCustody',
  `insert into cards.custody (batch, n, tenant_id, stage, holder, by_credential, at, space, reference)
   values ($1, (select coalesce(max(n), 0) + 1 from cards.custody where batch = $1), $2, $3, $4, $5, $6, $7, $8)`,
);
const selectByReference = statement<Row & { batch: bigint }>(
  'cards.selectCustodyByReference',
  `select batch, n, stage, holder, by_credential, at from cards.custody
    where tenant_id = $1 and space = $2 and reference = $3`,
);
const selectRows = statement<Row>(
  'cards.selectCustody',
  `select n, stage, holder, by_credential, at from cards.custody where tenant_id = $1 and batch = $2 order by n`,
);

/** Moves a batch's plastic to a stage from one of `from`, and writes who has it. False: it is in none of these. */
export async function writeCustody(
  tx: Tx,
  one: Asked & { batch: bigint; stage: CustodyStage; holder: string; from: readonly string[]; now: Instant },
): Promise<boolean> {
  const { tenant, batch, stage } = one;
  if ((await tx.run(moveStage, [tenant, batch, stage, one.from])).length === 0) return false;
  const who = [one.by, postgresFromInstant(one.now), one.space, one.reference];
  await tx.run(insertRow, [batch, tenant, stage, one.holder, ...who]);
  return true;
}

/** What was written under a reference. */
export async function findCustodyByReference(
  queries: Queries,
  { tenant, space, reference }: Pick<Asked, 'tenant' | 'space' | 'reference'>,
): Promise<{ batch: bigint; stage: CustodyStage; holder: string } | undefined> {
  return (await queries.run(selectByReference, [tenant, space, reference]))[0];
}

/** Through whose hands a batch went, in order. */
export async function listCustody(queries: Queries, tenant: number, batch: bigint): Promise<CustodyLine[]> {
  const rows = await queries.run(selectRows, [tenant, batch]);
  return rows.map(({ stage, holder, by_credential, at }) => ({ stage, holder, by: by_credential, at }));
}
