import { assert } from '../../kernel/assert.ts';
import type { Queries, Tx } from '../database/connection.ts';
import type { Database } from '../database/database.ts';
import { statement } from '../database/sql.ts';
import type { Pot } from './pot.ts';

/** What a lane needs of a pot for the operation that asks. */
export type Draw = Pot & { readonly lane: number; readonly need: bigint };

// While there is plenty, a slice covers so many operations like the one that asks; it never takes more than this part of what is
// free, so that slices shrink to one operation's need as the pot runs dry.
const OPERATIONS_PER_SLICE = 64n;
const PART_OF_FREE = 8n;

// Draws of one pot wait for one another here, and for nothing else before it. A batch never locks this row.
const lockPot = statement<{ drawn: bigint }>(
  'pots.lockPot',
  `insert into pots.pot (tenant_id, pot, budget) values ($1, $2, $3)
   on conflict (tenant_id, pot) do update set budget = excluded.budget
   returning drawn`,
);

// Passes by those that a confirm has locked: they are used just now.
const dropLapsed = statement<{ amount: bigint }>(
  'pots.dropLapsed',
  `delete from pots.reservation as gone
    using (select lane, seq, pot from pots.reservation
            where tenant_id = $1 and pot = $2 and expires_at <= clock_timestamp()
              for update skip locked) as lapsed
    where gone.lane = lapsed.lane and gone.seq = lapsed.seq and gone.pot = lapsed.pot
   returning gone.amount`,
);

// In the order in which batches lock them.
const lockAllSlices = statement<{ lane: number; unused: bigint }>(
  'pots.lockAllSlices',
  `select lane, unused from pots.slice where tenant_id = $1 and pot = $2 order by pot, lane for no key update`,
);

const recallSlices = statement(
  'pots.recallSlices',
  `update pots.slice set unused = 0 where tenant_id = $1 and pot = $2 and lane = any($3::int[])`,
);

const addToSlice = statement(
  'pots.addToSlice',
  `insert into pots.slice (lane, pot, tenant_id, unused, touched_at) values ($1, $2, $3, $4, clock_timestamp())
   on conflict (lane, pot) do update set unused = slice.unused + excluded.unused, touched_at = excluded.touched_at`,
);

const changeDrawn = statement(
  'pots.changeDrawn',
  `update pots.pot set drawn = drawn + $3 where tenant_id = $1 and pot = $2`,
);

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/**
 * Brings a lane's slice to what one operation needs, as far as the pot has it: first what is free, with what lapsed reservations give
 * back; then what lies unused in other lanes. A short transaction that holds no lane. Gives what the slice has after it.
 */
export const draw = (database: Database, asked: Draw): Promise<bigint> =>
  database.transaction((tx) => drawIn(tx, asked));

async function drawIn(tx: Tx, { tenant, pot, budget, lane, need }: Draw): Promise<bigint> {
  assert(need > 0n, 'a draw needs something');
  const [{ drawn }] = await tx.run(lockPot, [tenant, pot, budget]);
  const [lapsed, slices] = await Promise.all([tx.run(dropLapsed, [tenant, pot]), tx.run(lockAllSlices, [tenant, pot])]);
  let change = -lapsed.reduce((sum, one) => sum + one.amount, 0n);
  const own = slices.find((one) => one.lane === lane)?.unused ?? 0n;
  const missing = need - own;
  if (missing > 0n && budget - drawn - change < missing) {
    // The pot alone does not do: whatever lies idle elsewhere comes back, so that "exhausted" is said of the whole.
    const others = slices.filter((one) => one.lane !== lane && one.unused > 0n);
    if (others.length > 0) await tx.run(recallSlices, [tenant, pot, others.map((one) => one.lane)]);
    change -= others.reduce((sum, one) => sum + one.unused, 0n);
  }
  const free = most(0n, budget - drawn - change);
  const size = most(missing, least(missing * OPERATIONS_PER_SLICE, free / PART_OF_FREE));
  const given = missing > 0n ? least(free, size) : 0n;
  if (given > 0n) await tx.run(addToSlice, [lane, pot, tenant, given]);
  change += given;
  if (change !== 0n) await tx.run(changeDrawn, [tenant, pot, change]);
  return own + given;
}

const findIdle = statement<{ lane: number; pot: string; tenant_id: number }>(
  'pots.findIdle',
  `select lane, pot, tenant_id from pots.slice
    where unused > 0 and touched_at < clock_timestamp() - $1 * interval '1 second'
    order by touched_at limit $2`,
);

const lockPotAsItIs = statement<{ drawn: bigint }>(
  'pots.lockPotAsItIs',
  `select drawn from pots.pot where tenant_id = $1 and pot = $2 for no key update`,
);

const lockIdle = statement<{ unused: bigint }>(
  'pots.lockIdle',
  `select unused from pots.slice
    where lane = $1 and pot = $2 and touched_at < clock_timestamp() - $3 * interval '1 second' for no key update`,
);

export const IDLE_SECONDS = 60;
const SLICES_AT_ONCE = 200;

/** Gives back to their pots the slices that nobody has taken from for a minute; gives how many. So a crash between draw and use loses nothing. */
export async function recallIdle(
  database: Database,
  isStopping: () => boolean = () => false,
  idleSeconds = IDLE_SECONDS,
): Promise<number> {
  let recalled = 0;
  for (let found = SLICES_AT_ONCE; found === SLICES_AT_ONCE;) {
    const idle = await database.run(findIdle, [idleSeconds, SLICES_AT_ONCE]);
    found = idle.length;
    for (const { lane, pot, tenant_id: tenant } of idle) {
      if (isStopping()) return recalled;
      recalled += await database.transaction(async (tx) => {
        await tx.run(lockPotAsItIs, [tenant, pot]);
        const [slice] = await tx.run(lockIdle, [lane, pot, idleSeconds]);
        if (!slice || slice.unused === 0n) return 0;
        await Promise.all([
          tx.run(recallSlices, [tenant, pot, [lane]]),
          tx.run(changeDrawn, [tenant, pot, -slice.unused]),
        ]);
        return 1;
      });
    }
  }
  return recalled;
}

/** How a pot stands: `used` was taken, `reserved` is kept for quotes, `unused` lies drawn in lanes and can be had back. */
export type PotStanding = {
  readonly pot: string;
  readonly budget: bigint;
  readonly used: bigint;
  readonly reserved: bigint;
  readonly unused: bigint;
};

const readPots = statement<PotStanding>(
  'pots.readPots',
  `select pot.pot, pot.budget,
          (select coalesce(sum(slice.used), 0) from pots.slice as slice
            where slice.tenant_id = pot.tenant_id and slice.pot = pot.pot)::bigint as used,
          (select coalesce(sum(slice.unused), 0) from pots.slice as slice
            where slice.tenant_id = pot.tenant_id and slice.pot = pot.pot)::bigint as unused,
          (select coalesce(sum(kept.amount), 0) from pots.reservation as kept
            where kept.tenant_id = pot.tenant_id and kept.pot = pot.pot and kept.expires_at > clock_timestamp())::bigint as reserved
     from pots.pot as pot
    where pot.tenant_id = $1 and starts_with(pot.pot, $2)
    order by pot.pot`,
);

/** The pots of a tenant whose names begin so. */
export const potsNamed = (queries: Queries, tenant: number, prefix: string): Promise<PotStanding[]> =>
  queries.run(readPots, [tenant, prefix]);
