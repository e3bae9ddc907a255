import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import { pastReader } from '../../checkout/index.ts';

/** The occasions of a program in a stretch of a lane, in order: what was told, and what the program saw itself and gave something for. */
export const readPastOccasions = pastReader('occasions.selectPastOccasions', 'occasions.occasion');

/** The enrolments likewise; of who was a member already, too. */
export const readPastEnrolments = pastReader('occasions.selectPastEnrolments', 'members.enrolment');

const selectReversed = statement<{ seq: bigint }>(
  'occasions.selectPastReversed',
  `select held.seq from occasions.reversed as held where held.lane = $1 and held.seq > $2 and held.seq <= $3`,
);

/** Which occasions of a stretch were reversed, whenever that was. */
export const readReversed = async (
  queries: Queries,
  { lane, after, upto }: { readonly lane: number; readonly after: bigint; readonly upto: bigint },
): Promise<ReadonlySet<bigint>> =>
  new Set((await queries.run(selectReversed, [lane, after, upto])).map(({ seq }) => seq));
