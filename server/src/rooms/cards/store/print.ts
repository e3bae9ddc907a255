import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

type Chunk = { first_serial: number; sealed: Buffer };

const selectChunk = statement<Chunk>(
  'cards.selectPrintChunk',
  `select first_serial, sealed from cards.print_chunk where batch = $1 and first_serial > $2 order by first_serial limit 1`,
);
const deleteChunks = statement('cards.deletePrintChunks', 'delete from cards.print_chunk where batch = $1');
const approveRow = statement<{ batch: bigint }>(
  'cards.approvePrint',
  `update cards.batch set print_state = 'ready', print_approval = $3
    where tenant_id = $1 and batch = $2 and print_state = 'none' and state in ('made', 'released')
   returning batch`,
);
// $1 tenant, $2 batch, $3 by, $4 now, $5 layout
const takeRow = statement<{ batch: bigint }>(
  'cards.takePrint',
  `update cards.batch set print_state = 'downloaded', print_downloaded_by = $3, print_downloaded_at = $4, print_layout = $5
    where tenant_id = $1 and batch = $2 and print_state = 'ready' and state in ('made', 'released')
   returning batch`,
);
const keepDigest = statement('cards.keepPrintDigest', 'update cards.batch set print_sha256 = $2 where batch = $1');

/** The sealed chunk after a serial. */
export const nextChunk = async (queries: Queries, batch: bigint, after: number): Promise<Chunk | undefined> =>
  (await queries.run(selectChunk, [batch, after]))[0];

/** Drops what the printer was to get: from then on only digests are left. */
export const dropChunks = async (queries: Queries, batch: bigint): Promise<void> => {
  await queries.run(deleteChunks, [batch]);
};

/** Opens the file of a whole batch to its one download. False: it was opened or downloaded before, or the batch is not whole. */
export const approvePrint = async (
  queries: Queries,
  tenant: number,
  batch: bigint,
  approval: bigint,
): Promise<boolean> => (await queries.run(approveRow, [tenant, batch, approval])).length > 0;

/** Takes the one download. False: somebody has, or no second person has opened it. */
export const takePrint = async (
  queries: Queries,
  taken: { tenant: number; batch: bigint; by: bigint; now: Instant; layout: unknown },
): Promise<boolean> => {
  const { tenant, batch, by, now, layout } = taken;
  const values = [tenant, batch, by, postgresFromInstant(now), JSON.stringify(layout)];
  return (await queries.run(takeRow, values)).length > 0;
};

/** Keeps the sha256 of the file that went out. */
export const keepPrintDigest = async (queries: Queries, batch: bigint, sha256: Buffer): Promise<void> => {
  await queries.run(keepDigest, [batch, sha256]);
};
