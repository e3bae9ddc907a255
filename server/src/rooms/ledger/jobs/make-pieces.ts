import type { Database } from '../../../platform/database/database.ts';
import { hasPiece, insertPiece, ROWS_PER_PIECE, selectFarthest } from '../store/pieces.ts';

/** Pieces that stand ready behind the one that the farthest lane writes to: ten million rows are minutes at the fastest. */
const PIECES_AHEAD = 2n;

/**
 * Makes pieces of the journal before a lane needs them; gives how many it made. `upto` is how far the farthest lane has come,
 * if it is known already.
 */
export async function makePieces(database: Database, upto?: bigint): Promise<number> {
  const current = (upto ?? (await selectFarthest(database))) / ROWS_PER_PIECE;
  let made = 0;
  for (let piece = current; piece <= current + PIECES_AHEAD; piece++) {
    if (await hasPiece(database, piece)) continue;
    await insertPiece(database, piece);
    made++;
  }
  return made;
}
