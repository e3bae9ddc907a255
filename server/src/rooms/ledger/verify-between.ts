import type { Queries } from '../../platform/database/database.ts';
import { findLostName, findOpenCrossing, pageReferences, readLaneEnds, readStrays } from './read/verify.ts';
import { wrong } from './verify-problem.ts';
import type { WeighedSum } from './verify-sums.ts';

/** Legs and home rows of every operation cancel each other on between-lanes, in every unit. */
export async function verifyCrossings(queries: Queries, crossings: WeighedSum): Promise<void> {
  if (crossings.total === 0n) return;
  const [open] = await queries.run(findOpenCrossing);
  const what = 'what this operation sent between lanes has not arrived in full';
  wrong({ lane: open?.lane ?? 0, seq: open?.seq ?? 0n }, 'ledger.posting', what, 0n, open?.amount);
}

/** Nothing stands in a lane's tables outside of its numbers. Gives the lane's last number, of the same snapshot. */
export async function verifyStrays(queries: Queries, lane: number): Promise<bigint> {
  const [stray] = await queries.run(readStrays, [lane]);
  if (stray)
    wrong(
      { lane, seq: stray.seq },
      stray.table,
      'a row stands outside of the numbers that batches of the lane gave out',
      `1 to ${stray.upto}`,
      stray.seq,
    );
  return (await queries.run(readLaneEnds, [lane, undefined]))[0]?.upto ?? 0n;
}

const REFERENCE_PAGE = 5_000;

/** Every reference in the directory names a row of its tenant. What a parked return awaits has none yet. */
export async function verifyReferences(queries: Queries): Promise<bigint> {
  let count = 0n;
  let last: readonly unknown[] = [0, 0n, ' ', Buffer.alloc(0)];
  for (;;) {
    const page = await queries.run(pageReferences, [...last, REFERENCE_PAGE]);
    for (const row of page) {
      if (row.is_found || row.outcome === 'a') continue;
      const name = `reference ${row.reference.toString('utf8')} (tenant ${row.tenant_id}, space ${row.space}, family ${row.family})`;
      wrong(row, 'lanes.reference', `${name} names a row that is not there`, `${row.lane}-${row.seq}`, undefined);
    }
    count += BigInt(page.length);
    const end = page.at(-1);
    if (!end || page.length < REFERENCE_PAGE) return count;
    last = [end.tenant_id, end.space, end.family, end.reference];
  }
}

/** Every name and phone in the directory leads to an owner of its tenant. */
export async function verifyNames(queries: Queries): Promise<void> {
  const [lost] = await queries.run(findLostName);
  if (!lost) return;
  const what = `a name of tenant ${lost.tenant_id} leads to an owner who is not there`;
  wrong({ lane: lost.lane, seq: 0n }, lost.table, what, `owner ${lost.owner} in lane ${lost.lane}`, undefined);
}
