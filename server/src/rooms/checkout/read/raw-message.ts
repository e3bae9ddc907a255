import { inflateRawSync } from 'node:zlib';
import { isoFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

// The messages of a lane's batch lie together, under the batch's last number; batches without any have no row.
const selectRawMessages = statement<{ messages: Buffer }>(
  'checkout.selectRawMessages',
  `select messages from ledger.raw_message
    where recorded_on = $1::date and lane = $2 and upto >= $3
    order by upto
    limit 1`,
);

/** The message that an operation came in, identities masked; undefined where there was none, or it is kept no longer. */
export async function findRawMessage(
  queries: Queries,
  { lane, seq, recordedAt }: { readonly lane: number; readonly seq: bigint; readonly recordedAt: Instant },
): Promise<unknown> {
  const [row] = await queries.run(selectRawMessages, [isoFromInstant(recordedAt).slice(0, 10), lane, seq]);
  const start = `${seq}\t`;
  const found =
    row &&
    inflateRawSync(row.messages)
      .toString('utf8')
      .split('\n')
      .find((one) => one.startsWith(start));
  return found === undefined ? undefined : JSON.parse(found.slice(start.length));
}
