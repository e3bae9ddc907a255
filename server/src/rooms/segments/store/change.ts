import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { ListChanged } from '../change-list.ts';

const insertChange = statement<{ segment: number }>(
  'segments.insertChange',
  `insert into segments.change (tenant_id, reference, segment, content_digest, answer, changed_at)
   values ($1, $2, $3, $4, '{}', $5) on conflict (tenant_id, reference) do nothing returning segment`,
);
const selectChange = statement<{ segment: number; content_digest: Buffer; answer: ListChanged }>(
  'segments.selectChange',
  'select segment, content_digest, answer from segments.change where tenant_id = $1 and reference = $2',
);
const updateChange = statement(
  'segments.updateChange',
  'update segments.change set answer = $3 where tenant_id = $1 and reference = $2',
);

export type ChangeKey = { readonly tenant: number; readonly reference: string };

/** Takes the reference for this change; whoever has it already is waited for, and given. */
export async function claimReference(
  tx: Tx,
  { tenant, reference }: ChangeKey,
  change: { readonly segment: number; readonly content: Buffer; readonly at: Instant },
): Promise<{ readonly segment: number; readonly content: Buffer; readonly answer: ListChanged } | undefined> {
  const row = [tenant, reference, change.segment, change.content, postgresFromInstant(change.at)];
  const [mine] = await tx.run(insertChange, row);
  if (mine) return undefined;
  const [known] = await tx.run(selectChange, [tenant, reference]);
  return known && { segment: known.segment, content: known.content_digest, answer: known.answer };
}

/** Whether a change of that reference was done. */
export const isChangeDone = async (queries: Queries, { tenant, reference }: ChangeKey): Promise<boolean> =>
  (await queries.run(selectChange, [tenant, reference])).length > 0;

export const keepAnswer = async (tx: Tx, { tenant, reference }: ChangeKey, answer: ListChanged): Promise<void> => {
  await tx.run(updateChange, [tenant, reference, JSON.stringify(answer)]);
};
