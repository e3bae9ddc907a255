import type { Database } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** Rows of a lane in one piece of the journal, as ledger.make_piece cuts them. */
export const ROWS_PER_PIECE = 10_000_000n;

const findFarthest = statement<{ upto: bigint | null }>(
  'ledger.findFarthestLane',
  `select max(last.upto) as upto
     from lanes.lane as open
    cross join lateral (
      select batch.upto from lanes.lane_batch as batch where batch.lane = open.lane order by batch.upto desc limit 1) as last`,
);

const findPiece = statement<{ isThere: boolean }>(
  'ledger.findPiece',
  `select to_regclass('ledger.journal_' || lpad($1::int::text, 4, '0')) is not null as "isThere"`,
);

// A new piece locks the journal for a moment. Behind somebody's long reading it gives up soon, so that no sale waits for both.
const giveUpSoon = statement<{ set: string }>(
  'ledger.giveUpSoon',
  `select set_config('lock_timeout', '1s', true) as set`,
);
const makePiece = statement('ledger.makePiece', `select ledger.make_piece($1::int)`);

/** How far the farthest lane has come. */
export async function selectFarthest(database: Database): Promise<bigint> {
  return (await database.run(findFarthest))[0]?.upto ?? 0n;
}

export const hasPiece = async (database: Database, piece: bigint): Promise<boolean> =>
  (await database.run(findPiece, [piece]))[0].isThere;

/** Adds a piece to every table of the journal. */
export async function insertPiece(database: Database, piece: bigint): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.run(giveUpSoon);
    await tx.run(makePiece, [piece]);
  });
}
