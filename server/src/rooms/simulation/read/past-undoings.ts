import type { Queries } from '../../../platform/database/database.ts';
import { pastReader, type PackedSale, type SalesAsked } from '../../checkout/index.ts';

// Each kind by a statement of its own, as sales are read: few rows of a page are any of these.
const READERS = [
  pastReader('simulation.selectReturnsAgain', 'checkout.return'),
  pastReader('simulation.selectVoidsAgain', 'checkout.void'),
  pastReader('simulation.selectRescoresAgain', 'checkout.rescore'),
  pastReader('simulation.selectOccasionsAgain', 'occasions.occasion'),
  pastReader('simulation.selectReversalsAgain', 'occasions.reversal'),
];

/** Returns, voids and rescores of a program in a stretch of a lane; occasions and their reversals. */
export const readPastUndoings = async (queries: Queries, asked: SalesAsked): Promise<readonly PackedSale[]> =>
  (await Promise.all(READERS.map((read) => read(queries, asked)))).flat();
