import type { Instant } from '../../../kernel/instant.ts';
import { instantOf } from '../../../platform/database/instants.ts';
import { statement } from '../../../platform/database/sql.ts';
import { ownerKeyText, type Facts, type OwnerKey, type Sheet } from '../../../platform/lanes/index.ts';
import type { Lot, LotKey } from '../lot.ts';

type Row = {
  lane: number;
  seq: bigint;
  n: number;
  wallet: bigint;
  amount: bigint;
  remaining: bigint;
  held: bigint;
  is_pending: boolean;
  is_frozen: boolean;
  earned_at: Instant;
  active_at: Instant;
  expires_at: Instant;
  issuer: number;
  contract: number;
  origin_lane: number | null;
  origin_seq: bigint | null;
};

const COLUMNS = `lot.lane, lot.seq, lot.n, lot.wallet, lot.amount, lot.remaining, lot.held, lot.is_pending, lot.is_frozen,
          lot.earned_at, lot.active_at, lot.expires_at, lot.issuer, lot.contract, lot.origin_lane, lot.origin_seq`;

const loadLots = statement<Row>(
  'points.loadLots',
  `select ${COLUMNS}
     from unnest($1::int[], $2::bigint[], $3::smallint[]) as wanted(lane, seq, n)
     join points.lot as lot on lot.lane = wanted.lane and lot.seq = wanted.seq and lot.n = wanted.n`,
);

const insertLots = statement(
  'points.insertLots',
  `insert into points.lot (lane, seq, n, wallet, amount, remaining, held, is_pending, is_frozen, earned_at, active_at, expires_at,
                           issuer, origin_lane, origin_seq, contract)
   select lane, seq, n, wallet, amount, remaining, held, is_pending, is_frozen, ${instantOf('earned_at')}, ${instantOf('active_at')},
          ${instantOf('expires_at')}, issuer, origin_lane, origin_seq, contract
     from unnest($1::int[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::boolean[],
                 $9::boolean[], $10::bigint[], $11::bigint[], $12::bigint[], $13::int[], $14::int[], $15::bigint[], $16::int[])
       as added(lane, seq, n, wallet, amount, remaining, held, is_pending, is_frozen, earned_at, active_at, expires_at, issuer,
                origin_lane, origin_seq, contract)`,
);

const updateLots = statement(
  'points.updateLots',
  `update points.lot as lot
      set remaining = changed.remaining, held = changed.held, is_pending = changed.is_pending, is_frozen = changed.is_frozen
     from unnest($1::int[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::boolean[], $7::boolean[])
       as changed(lane, seq, n, remaining, held, is_pending, is_frozen)
    where lot.lane = changed.lane and lot.seq = changed.seq and lot.n = changed.n`,
);

export const lotSheet: Sheet<LotKey, Lot> = {
  name: 'points.lot',
  keyOf: ({ lane, seq, n }) => `${lane}/${seq}/${n}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadLots, [
      keys.map((key) => key.lane),
      keys.map((key) => key.seq),
      keys.map((key) => key.n),
    ]);
    for (const row of rows) fill(facts, row);
  },
  write(tx, changes) {
    const added = changes.filter((change) => change.before === undefined).map((change) => change.after);
    const changed = changes.filter((change) => change.before !== undefined).map((change) => change.after);
    return [
      ...(added.length > 0 ? [tx.run(insertLots, insertColumns(added))] : []),
      ...(changed.length > 0 ? [tx.run(updateLots, updateColumns(changed))] : []),
    ];
  },
};

const fill = (facts: Facts, row: Row): Lot => {
  const { lane, seq, n, wallet, amount, remaining, held, issuer, contract, origin_lane, origin_seq } = row;
  const lot: Lot = {
    ...{ lane, seq, n, wallet, amount, remaining, held, issuer },
    isPending: row.is_pending,
    isFrozen: row.is_frozen,
    earnedAt: row.earned_at,
    activeAt: row.active_at,
    expiresAt: row.expires_at,
    ...(contract === 0 ? undefined : { contract }),
    ...(origin_lane !== null && origin_seq !== null ? { originLane: origin_lane, originSeq: origin_seq } : undefined),
  };
  facts.fill(lotSheet, lot, lot);
  return lot;
};

/** A look at one end of a wallet's lots: the first of an order, or all. `horizon` is the last one seen, if there may be more. */
export type Shelf = { readonly horizon: Lot | undefined };
/** `depth` says how far one looks: 32 lots, then eight times as many each time. */
export type ShelfKey = { readonly lane: number; readonly wallet: bigint; readonly depth: number };

const SHELF_LOTS_FIRST = 32;
const SHELF_GROWTH = 8;
/** At depth 5 a million lots are in memory: nobody has more in one wallet. */
export const SHELF_DEPTH_MAX = 5;
const shelfSize = (depth: number): number => SHELF_LOTS_FIRST * SHELF_GROWTH ** depth;

const shelfKeyText = ({ lane, wallet, depth }: ShelfKey): string => `${lane}/${wallet}/${depth}`;

const loadOpenLots = statement<Row>(
  'points.loadOpenLots',
  `select ${COLUMNS}
     from unnest($1::int[], $2::bigint[], $3::int[]) as wanted(lane, wallet, size)
    cross join lateral (
      select * from points.lot as open
       where open.lane = wanted.lane and open.wallet = wanted.wallet and open.remaining > 0
       order by open.lane, open.wallet, open.expires_at, open.active_at, open.earned_at, open.seq, open.n
       limit wanted.size) as lot`,
);

const loadPendingLots = statement<Row>(
  'points.loadPendingLots',
  `select ${COLUMNS}
     from unnest($1::int[], $2::bigint[], $3::int[]) as wanted(lane, wallet, size)
    cross join lateral (
      select * from points.lot as open
       where open.lane = wanted.lane and open.wallet = wanted.wallet and open.is_pending
       order by open.lane, open.wallet, open.active_at
       limit wanted.size) as lot`,
);

const shelf = (name: string, load: typeof loadOpenLots): Sheet<ShelfKey, Shelf> => {
  const sheet: Sheet<ShelfKey, Shelf> = {
    name,
    keyOf: shelfKeyText,
    async load(tx, keys, facts) {
      const seen = new Map<string, { count: number; last: Lot }>();
      const rows = await tx.run(load, [
        keys.map((key) => key.lane),
        keys.map((key) => key.wallet),
        keys.map((key) => shelfSize(key.depth)),
      ]);
      for (const row of rows) {
        const lot = fill(facts, row);
        const at = `${lot.lane}/${lot.wallet}`;
        seen.set(at, { count: (seen.get(at)?.count ?? 0) + 1, last: lot });
      }
      for (const key of keys) {
        const of = seen.get(`${key.lane}/${key.wallet}`);
        facts.fill(sheet, key, { horizon: of && of.count >= shelfSize(key.depth) ? of.last : undefined });
      }
    },
  };
  return sheet;
};

/** Open lots in the order in which they are spent. */
export const openShelf = shelf('points.openShelf', loadOpenLots);
const loadSpendableLots = statement<Row & { of_lane: number; of_wallet: bigint }>(
  'points.loadSpendableLots',
  `select held.lane as of_lane, held.wallet as of_wallet, ${COLUMNS}
     from unnest($1::int[], $2::bigint[]) as wanted(lane, owner)
     join points.wallet as held on held.lane = wanted.lane and held.owner = wanted.owner
     left join lateral (
      select * from points.lot as open
       where open.lane = held.lane and open.wallet = held.wallet and open.remaining > 0
       order by open.lane, open.wallet, open.expires_at, open.active_at, open.earned_at, open.seq, open.n
       limit ${SHELF_LOTS_FIRST}) as lot on true`,
);

/**
 * The first lots of all wallets of an owner: for somebody who is known to spend before it is known from which wallet. It fills the
 * open shelves at their first depth, so that a batch needs no second round trip for them.
 */
export const spendableSheet: Sheet<OwnerKey, true> = {
  name: 'points.spendable',
  keyOf: ownerKeyText,
  async load(tx, keys, facts) {
    const shelves = new Map<bigint, { lane: number; count: number; last: Lot | undefined }>();
    const rows = await tx.run(loadSpendableLots, [keys.map((key) => key.lane), keys.map((key) => key.owner)]);
    for (const row of rows) {
      const { of_lane: lane, of_wallet: wallet } = row;
      const shelf = shelves.get(wallet) ?? { lane, count: 0, last: undefined };
      shelves.set(wallet, shelf);
      // A wallet without lots comes as one row of nothing.
      if (row.seq === null) continue;
      shelf.last = fill(facts, row);
      shelf.count++;
    }
    for (const [wallet, { lane, count, last }] of shelves) {
      facts.fill(openShelf, { lane, wallet, depth: 0 }, { horizon: count >= SHELF_LOTS_FIRST ? last : undefined });
    }
    for (const key of keys) facts.fill(spendableSheet, key, true);
  },
};

/** Pending lots in the order in which they activate. */
export const pendingShelf = shelf('points.pendingShelf', loadPendingLots);

const loadLotsOfOrigin = statement<Row>(
  'points.loadLotsOfOrigin',
  `select ${COLUMNS}
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join points.lot as lot on lot.lane = wanted.lane and lot.seq = wanted.seq
    where lot.origin_seq is null
   union all
   select ${COLUMNS}
     from unnest($3::int[], $1::int[], $2::bigint[]) as wanted(held_lane, lane, seq)
     join points.lot as lot
       on lot.lane = wanted.held_lane and lot.origin_lane = wanted.lane and lot.origin_seq = wanted.seq`,
);

/** An operation's place, and the lane in which the lots that it granted stand now. */
export type OriginKey = { readonly lane: number; readonly seq: bigint; readonly heldLane: number };

/** Loads the lots that an operation granted, also those that have moved since; they are then found in memory. */
export const originSheet: Sheet<OriginKey, true> = {
  name: 'points.lotsOfOrigin',
  keyOf: ({ lane, seq, heldLane }) => `${lane}/${seq}/${heldLane}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadLotsOfOrigin, [
      keys.map((key) => key.lane),
      keys.map((key) => key.seq),
      keys.map((key) => key.heldLane),
    ]);
    for (const row of rows) fill(facts, row);
    for (const key of keys) facts.fill(originSheet, key, true);
  },
};

const insertColumns = (rows: readonly Lot[]): unknown[] => [
  rows.map((row) => row.lane),
  rows.map((row) => row.seq),
  rows.map((row) => row.n),
  rows.map((row) => row.wallet),
  rows.map((row) => row.amount),
  rows.map((row) => row.remaining),
  rows.map((row) => row.held),
  rows.map((row) => row.isPending),
  rows.map((row) => row.isFrozen),
  rows.map((row) => row.earnedAt),
  rows.map((row) => row.activeAt),
  rows.map((row) => row.expiresAt),
  rows.map((row) => row.issuer),
  rows.map((row) => row.originLane ?? null),
  rows.map((row) => row.originSeq ?? null),
  rows.map((row) => row.contract ?? 0),
];

const updateColumns = (rows: readonly Lot[]): unknown[] => [
  rows.map((row) => row.lane),
  rows.map((row) => row.seq),
  rows.map((row) => row.n),
  rows.map((row) => row.remaining),
  rows.map((row) => row.held),
  rows.map((row) => row.isPending),
  rows.map((row) => row.isFrozen),
];
