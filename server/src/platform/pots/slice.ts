import { statement } from '../database/sql.ts';
import type { Tx } from '../database/connection.ts';
import type { Facts, Sheet } from '../lanes/index.ts';
import type { PotKey } from './pot.ts';

/** A lane's share of a pot. */
export type SliceKey = PotKey & { readonly lane: number };

/**
 * What a lane has of a pot: `unused` can be taken at once, `used` was. `drawn` and `elsewhere` are of the whole pot as it stood when
 * this was loaded: what all lanes have drawn, and what of it lies unused in other lanes or in reservations that have lapsed.
 */
export type Slice = SliceKey & {
  readonly unused: bigint;
  readonly used: bigint;
  readonly drawn: bigint;
  readonly elsewhere: bigint;
};

type Row = {
  lane: number;
  tenant_id: number;
  pot: string;
  unused: bigint;
  used: bigint;
  drawn: bigint;
  elsewhere: bigint;
};

// Locked for the batch, so that no draw takes back what it is about to use; in one order, so that two who lock never wait in a circle.
const lockSlices = statement<{ lane: number }>(
  'pots.lockSlices',
  `select slice.lane from pots.slice as slice
     join unnest($1::int[], $2::text[]) as wanted(lane, pot) on slice.lane = wanted.lane and slice.pot = wanted.pot
    order by slice.pot, slice.lane for no key update of slice`,
);

// A statement of its own after the lock: its snapshot is younger than the wait, so what a draw moved meanwhile is seen.
const readSlices = statement<Row>(
  'pots.readSlices',
  `select wanted.lane, wanted.tenant_id, wanted.pot, coalesce(own.unused, 0) as unused, coalesce(own.used, 0) as used,
          coalesce(pot.drawn, 0) as drawn,
          (select coalesce(sum(other.unused), 0) from pots.slice as other
            where other.tenant_id = wanted.tenant_id and other.pot = wanted.pot and other.lane <> wanted.lane)::bigint
          + (select coalesce(sum(lapsed.amount), 0) from pots.reservation as lapsed
              where lapsed.tenant_id = wanted.tenant_id and lapsed.pot = wanted.pot
                and lapsed.expires_at <= clock_timestamp())::bigint as elsewhere
     from unnest($1::int[], $2::text[], $3::int[]) as wanted(lane, pot, tenant_id)
     left join pots.slice as own on own.lane = wanted.lane and own.pot = wanted.pot
     left join pots.pot as pot on pot.tenant_id = wanted.tenant_id and pot.pot = wanted.pot`,
);

const writeSlices = statement(
  'pots.writeSlices',
  `insert into pots.slice (lane, pot, tenant_id, unused, used, touched_at)
   select lane, pot, tenant_id, unused, used, clock_timestamp()
     from unnest($1::int[], $2::text[], $3::int[], $4::bigint[], $5::bigint[]) as changed(lane, pot, tenant_id, unused, used)
   on conflict (lane, pot) do update
      set unused = excluded.unused, used = excluded.used, touched_at = excluded.touched_at`,
);

const columns = (keys: readonly SliceKey[]): [number[], string[], number[]] => [
  keys.map((key) => key.lane),
  keys.map((key) => key.pot),
  keys.map((key) => key.tenant),
];

const fill = (sheet: Sheet<SliceKey, Slice>, facts: Facts, rows: readonly Row[]): void => {
  for (const { tenant_id, ...rest } of rows) {
    const slice: Slice = { ...rest, tenant: tenant_id };
    facts.fill(sheet, slice, slice);
  }
};

const keyOf = ({ lane, pot }: SliceKey): string => `${lane}/${pot}`;

/** Slices that a batch may take from: locked until its end. A slice that was never drawn is there, empty. */
export const sliceSheet: Sheet<SliceKey, Slice> = {
  name: 'pots.slice',
  keyOf,
  async load(tx: Tx, keys, facts) {
    const [lanes, pots, tenants] = columns(keys);
    const [, rows] = await Promise.all([tx.run(lockSlices, [lanes, pots]), tx.run(readSlices, [lanes, pots, tenants])]);
    fill(sliceSheet, facts, rows);
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [tx.run(writeSlices, [...columns(rows), rows.map((row) => row.unused), rows.map((row) => row.used)])];
  },
};

/** The same without lock, for whoever only looks. */
export const sliceSeenSheet: Sheet<SliceKey, Slice> = {
  name: 'pots.sliceSeen',
  keyOf,
  async load(tx, keys, facts) {
    fill(sliceSeenSheet, facts, await tx.run(readSlices, columns(keys)));
  },
};
