import { assert } from '../../kernel/assert.ts';
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
  /** Who goes on for him, where he was merged. */
  readonly into?: OwnerKey | undefined;
};

export const ownerKeyText = (key: OwnerKey): string => `${key.lane}/${key.owner}`;

type Row = {
  lane: number;
  owner: bigint;
  tenant_id: number;
  kind: OwnerKind;
  state: OwnerState;
  revision: number;
  into_lane: number | null;
  into_owner: bigint | null;
};

const loadOwners = statement<Row>(
  'lanes.loadOwners',
  `select held.lane, held.owner, held.tenant_id, held.kind, held.state, held.revision, held.into_lane, held.into_owner
     from unnest($1::int[], $2::bigint[]) as wanted(lane, owner)
     join lanes.owner as held on held.lane = wanted.lane and held.owner = wanted.owner`,
);

const writeOwners = statement(
  'lanes.writeOwners',
  `insert into lanes.owner (lane, owner, tenant_id, kind, state, revision, into_lane, into_owner)
   select * from unnest($1::int[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::int[], $7::int[], $8::bigint[])
       as changed(lane, owner, tenant_id, kind, state, revision, into_lane, into_owner)
   on conflict (lane, owner) do update
      set state = excluded.state, revision = excluded.revision, into_lane = excluded.into_lane, into_owner = excluded.into_owner`,
);

const fromRow = ({ lane, owner, tenant_id, kind, state, revision, into_lane, into_owner }: Row): Owner => ({
  ...{ lane, owner, tenant: tenant_id, kind, state, revision },
  ...(into_lane !== null && into_owner !== null ? { into: { lane: into_lane, owner: into_owner } } : undefined),
});

export const ownerSheet: Sheet<OwnerKey, Owner> = {
  name: 'lanes.owner',
  keyOf: ownerKeyText,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadOwners, [keys.map((key) => key.lane), keys.map((key) => key.owner)]);
    for (const row of rows) facts.fill(ownerSheet, row, fromRow(row));
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
        rows.map((row) => row.into?.lane ?? null),
        rows.map((row) => row.into?.owner ?? null),
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

// More merges in a row than anybody makes: a walk that goes on for longer goes in a circle.
const MERGES_IN_A_ROW_MAX = 64;

/**
 * The owner at a place, or, where he was merged, the one who goes on for him, however often that was. Undefined where there is nobody.
 * Who resolves by it holds the survivor; that he is still the one is proved by his revision, which an unmerge raises.
 */
export async function survivorOf(
  look: { owner(key: OwnerKey): Promise<Owner | undefined> },
  key: OwnerKey,
): Promise<Owner | undefined> {
  let owner = await look.owner(key);
  for (let hops = 0; owner?.into !== undefined; hops++) {
    assert(hops < MERGES_IN_A_ROW_MAX, `owner ${ownerKeyText(key)} leads in a circle`);
    owner = await look.owner(owner.into);
  }
  return owner;
}

type SurvivorRow = Row & { of_lane: number; of_owner: bigint };

const findSurvivorRows = statement<SurvivorRow>(
  'lanes.findSurvivors',
  `with recursive way as (
     select held.lane as of_lane, held.owner as of_owner, held.into_lane as lane, held.into_owner as owner, 1 as hops
       from unnest($1::int[], $2::bigint[]) as asked(lane, owner)
       join lanes.owner as held on held.lane = asked.lane and held.owner = asked.owner
      where held.into_owner is not null
     union all
     select way.of_lane, way.of_owner, held.into_lane, held.into_owner, way.hops + 1
       from way join lanes.owner as held on held.lane = way.lane and held.owner = way.owner
      where held.into_owner is not null and way.hops < ${MERGES_IN_A_ROW_MAX}
   )
   select way.of_lane, way.of_owner, held.lane, held.owner, held.tenant_id, held.kind, held.state, held.revision, held.into_lane,
          held.into_owner
     from way join lanes.owner as held on held.lane = way.lane and held.owner = way.owner
    where held.into_owner is null`,
);

/** Who goes on for each of these merged owners, by the text of their keys. One statement, and none where nobody is asked for. */
export async function findSurvivors(queries: Queries, merged: readonly OwnerKey[]): Promise<Map<string, Owner>> {
  if (merged.length === 0) return new Map();
  const rows = await queries.run(findSurvivorRows, [merged.map(({ lane }) => lane), merged.map(({ owner }) => owner)]);
  return new Map(rows.map((row) => [ownerKeyText({ lane: row.of_lane, owner: row.of_owner }), fromRow(row)]));
}

const findMergedRows = statement<Row>(
  'lanes.findMerged',
  `with recursive gone as (
     select held.*, 1 as hops from lanes.owner as held where held.into_lane = $1 and held.into_owner = $2
     union all
     select held.*, gone.hops + 1
       from gone join lanes.owner as held on held.into_lane = gone.lane and held.into_owner = gone.owner
      where gone.hops < ${MERGES_IN_A_ROW_MAX}
   )
   select lane, owner, tenant_id, kind, state, revision, into_lane, into_owner from gone order by hops, lane, owner`,
);

/** Everybody who was merged into this owner, by however many merges; the nearest first. */
export const findMerged = async (queries: Queries, { lane, owner }: OwnerKey): Promise<Owner[]> =>
  (await queries.run(findMergedRows, [lane, owner])).map(fromRow);
