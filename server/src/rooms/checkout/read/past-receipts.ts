import { assert } from '../../../kernel/assert.ts';
import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { RecordPlace } from '../../ledger/index.ts';

// $1 lane, $2 behind which number, $3 up to which, $4 program, $5 from, $6 before. One row a page with the bodies one behind the
// other: 2,000 rows of six columns cost the driver more than the decisions on them. Heads are five big-endian numbers of 8 bytes: how
// far back the body is, number in the lane, owner, rulebook, occurred at (as the eight bytes of microseconds). Sizes are two: number
// of the row that holds a body, its length.
const selectPast = (kind: string) => `with picked as (
            select row.record_back, row.seq, row.owner, row.rulebook, row.occurred_at
              from ledger.journal as row
             where row.lane = $1 and row.seq > $2 and row.seq <= $3 and row.kind = '${kind}' and row.program = $4
               and row.occurred_at >= $5 and row.occurred_at < $6),
          holder as (
            select held.seq, held.body from ledger.journal as held
             where held.lane = $1 and held.seq in (select picked.seq - picked.record_back from picked))
   select (select string_agg(int8send(record_back) || int8send(seq) || int8send(owner) || int8send(rulebook)
                    || int8send((extract(epoch from occurred_at) * 1000000)::bigint), ''::bytea order by seq) from picked) as heads,
          string_agg(int8send(holder.seq) || int8send(length(holder.body)), ''::bytea order by holder.seq) as sizes,
          string_agg(holder.body, ''::bytea order by holder.seq) as bodies
     from holder`;
type Page = { heads: Buffer | null; sizes: Buffer | null; bodies: Buffer | null };

/** A confirmed sale, or another operation, as it stands in the journal, still packed. */
export type PackedSale = {
  readonly seq: bigint;
  readonly owner: bigint;
  readonly rulebook: number;
  readonly occurredAt: number;
  readonly at: RecordPlace;
};

export type SalesAsked = {
  readonly lane: number;
  readonly after: bigint;
  readonly upto: bigint;
  readonly program: number;
  readonly from: Instant;
  readonly before: Instant;
};

const HEAD_BYTES = 40;
const SIZE_BYTES = 16;

/** Operations of one kind and program in a stretch of a lane, in order. The stretch bounds the memory: it is read whole. */
export type ReadPast = (queries: Queries, asked: SalesAsked) => Promise<readonly PackedSale[]>;

/** How operations of a kind are read; `name` is that of the statement. */
export const pastReader = (name: string, kind: string): ReadPast => {
  const select = statement<Page>(name, selectPast(kind));
  return async (queries, { lane, after, upto, program, from, before }) => {
    const period = [postgresFromInstant(from), postgresFromInstant(before)];
    const [row] = await queries.run(select, [lane, after, upto, program, ...period]);
    return packedOn(row);
  };
};

export const readPastSales = pastReader('checkout.selectPastSales', 'checkout.sale');
export const readPastClaims = pastReader('checkout.selectPastClaims', 'checkout.claim');

const packedOn = (row: Page | undefined): readonly PackedSale[] => {
  const sales: PackedSale[] = [];
  if (!row?.heads || !row.sizes || !row.bodies) return sales;
  const bodies = bodiesOf(row.sizes, row.bodies);
  for (let head = 0; head < row.heads.length; head += HEAD_BYTES) {
    const place = row.heads.readUInt32BE(head + 4);
    const seq = row.heads.readBigInt64BE(head + 8);
    const body = bodies.get(seq - BigInt(place));
    assert(body, `the body of row ${seq} is not there`);
    sales.push({
      seq,
      owner: row.heads.readBigInt64BE(head + 16),
      rulebook: row.heads.readUInt32BE(head + 28),
      occurredAt: row.heads.readUInt32BE(head + 32) * 0x1_0000_0000 + row.heads.readUInt32BE(head + 36),
      at: { body, place },
    });
  }
  return sales;
};

/** Bodies by the number of the row that holds them. */
const bodiesOf = (sizes: Buffer, joined: Buffer): ReadonlyMap<bigint, Buffer> => {
  const bodies = new Map<bigint, Buffer>();
  let from = 0;
  for (let size = 0; size < sizes.length; size += SIZE_BYTES) {
    const upto = from + sizes.readUInt32BE(size + 12);
    bodies.set(sizes.readBigInt64BE(size), joined.subarray(from, upto));
    from = upto;
  }
  return bodies;
};

// By the primary key of what came back, of which there is little: beside the page, not joined to it.
const selectPastReturns = statement<{ seq: bigint; lines: Readonly<Record<string, number>>; voided: boolean }>(
  'checkout.selectPastReturns',
  `select held.seq, held.state->'lines' as lines, coalesce((held.state->>'isVoided')::boolean, false) as voided
     from checkout.returned as held
    where held.lane = $1 and held.seq > $2 and held.seq <= $3`,
);

/** What has come back of a sale: thousandths by line; all of it when it was voided. */
export type PastReturn = { readonly back: ReadonlyMap<number, bigint>; readonly isVoided: boolean };

/** What has come back of the sales in a stretch of a lane, by their numbers, whenever it did. */
export const readPastReturns = async (
  queries: Queries,
  { lane, after, upto }: Pick<SalesAsked, 'lane' | 'after' | 'upto'>,
): Promise<ReadonlyMap<bigint, PastReturn>> => {
  const rows = await queries.run(selectPastReturns, [lane, after, upto]);
  return new Map(
    rows.map(({ seq, lines, voided }) => [
      seq,
      {
        back: new Map(Object.entries(lines).map(([line, quantity]) => [Number(line), BigInt(quantity)])),
        isVoided: voided,
      },
    ]),
  );
};
