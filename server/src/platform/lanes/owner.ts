import type { Queries } from '../database/connection.ts';
import { statement } from '../database/sql.ts';
import type { Sheet } from './sheet.ts';

export type OwnerKind = 'member' | 'gift_card' | 'outlet' | 'household';
export type OwnerState = 'active' | 'moved' | 'merged' | 'erased' | 'closed';

/** Where an owner of value stands. */
export type OwnerKey = { readonly lane: number; readonly owner: bigint };

/**
 * Whoever owns value. `revision` grows with every change of its names, cards or state, in its lane: so a batch that holds
 * the lane proves what resolve read without looking the names up again.
 */
export type Owner = OwnerKey & {
  readonly tenant: number;
  readonly kind: OwnerKind;
  readonly state: OwnerState;
  readonly revision: number;
};

export const ownerKeyText = (key: OwnerKey): string => `${key.lane}/${key.owner}`;

type Row = { lane: number; owner: bigint; tenant_id: number; kind: OwnerKind; state: OwnerState; revision: number };

const loadOwners = statement<Row>(
  'lanes.loadOwners',
  `select held.lane, held.owner, held.tenant_id, held.kind, held.state, held.revision
     from unnest($1::int[], $2::bigint[]) as wanted(lane, owner)
     join lanes.owner as held on held.lane = wanted.lane and held.owner = wanted.owner`,
);

const writeOwners = statement(
  'lanes.writeOwners',
  `insert into lanes.owner (lane, owner, tenant_id, kind, state, revision)
   select * from unnest($1::int[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::int[])
       as changed(lane, owner, tenant_id, kind, state, revision)
   on conflict (lane, owner) do update set state = excluded.state, revision = excluded.revision`,
);

export const ownerSheet: Sheet<OwnerKey, Owner> = {
  name: 'lanes.owner',
  keyOf: ownerKeyText,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadOwners, [keys.map((key) => key.lane), keys.map((key) => key.owner)]);
    for (const row of rows) facts.fill(ownerSheet, row, { ...row, tenant: row.tenant_id });
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(writeOwners, [
        rows.map((row) => row.lane),
        rows.map((row) => row.owner),
        rows.map((row) => row.tenant),
        rows.map((row) => row.kind),
        rows.map((row) => row.state),
        rows.map((row) => row.revision),
      ]),
    ];
  },
};

// A random open lane: nobody counts owners on the way, and a tenant's lanes stay even.
const chooseLane = statement<{ lane: number }>(
  'lanes.chooseLane',
  `select lane from lanes.lane where tenant_id = $1 and is_open order by random() limit 1`,
);
const findOpenLanes = statement<{ lane: number }>(
  'lanes.findOpenLanes',
  `select lane from lanes.lane where tenant_id = $1 and is_open order by lane`,
);
const takeIds = statement<{ id: bigint }>(
  'lanes.takeIds',
  `select nextval('lanes.owner_id') as id from generate_series(1, $1::int)`,
);
const addOwner = statement(
  'lanes.addOwner',
  `insert into lanes.owner (lane, owner, tenant_id, kind) values ($1, $2, $3, $4)`,
);

/** Picks an open lane of the tenant for a new owner. */
export async function pickLane(queries: Queries, tenant: number): Promise<number> {
  const [chosen] = await queries.run(chooseLane, [tenant]);
  if (!chosen) throw new Error(`tenant ${tenant} has no open lane`);
  return chosen.lane;
}

/**
 * The open lane that `seed` (a digest: at least four evenly spread bytes) falls to. Two who make an owner for the same name at
 * the same time meet in one lane, and the second sees what the first has done.
 */
export async function laneOfSeed(queries: Queries, tenant: number, seed: Buffer): Promise<number> {
  const open = await queries.run(findOpenLanes, [tenant]);
  if (open.length === 0) throw new Error(`tenant ${tenant} has no open lane`);
  return open[seed.readUInt32BE(seed.length - 4) % open.length].lane;
}

/** Fresh ids, 4096 apart: behind an owner's lie those of his wallets, four apart, and behind each of these its ledger accounts. */
export async function freshIds(queries: Queries, count: number): Promise<bigint[]> {
  return (await queries.run(takeIds, [count])).map((row) => row.id);
}

/** Makes an owner outside any batch: for settings such as an outlet, which nobody can name yet. */
export async function openOwner(queries: Queries, tenant: number, kind: OwnerKind): Promise<OwnerKey> {
  const lane = await pickLane(queries, tenant);
  const [owner] = await freshIds(queries, 1);
  await queries.run(addOwner, [lane, owner, tenant, kind]);
  return { lane, owner };
}
