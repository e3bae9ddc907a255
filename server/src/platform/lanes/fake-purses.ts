import { createHash } from 'node:crypto';
import { postgresFromInstant, type Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Database } from '../database/database.ts';
import { statement } from '../database/sql.ts';
import type { BatchGround, Kept } from './batch.ts';
import type { Entry, JournalWriter } from './entry.ts';
import { openLane } from './lane.ts';
import type { Arrival, Operation, Plan } from './operation.ts';
import { openOwner, ownerSheet, type OwnerKey } from './owner.ts';
import { contentDigest, referenceBytes, referenceSheet } from './reference.ts';
import type { Sheet } from './sheet.ts';

/** The smallest room there could be, to try the machine with: purses that coins are put into, and a journal of it. */
export type Purse = OwnerKey & { readonly coins: bigint };
export type PurseEntry = Entry & { readonly owner: bigint; readonly coins: bigint };
export type PutIn = { readonly owners: readonly OwnerKey[]; readonly coins: bigint };
type PurseKey = { readonly lane: number; readonly owner: bigint };

const loadPurses = statement<Purse>(
  'fake.loadPurses',
  `select purse.lane, purse.owner, purse.coins
     from unnest($1::int[], $2::bigint[]) as wanted(lane, owner)
     join fake.purse as purse on purse.lane = wanted.lane and purse.owner = wanted.owner`,
);
const writePurses = statement(
  'fake.writePurses',
  `insert into fake.purse (lane, owner, coins) select * from unnest($1::int[], $2::bigint[], $3::bigint[])
   on conflict (lane, owner) do update set coins = excluded.coins`,
);
const writeEntries = statement(
  'fake.writeEntries',
  `insert into fake.entry (lane, seq, owner, coins, recorded_at)
   select lane, seq, owner, coins, $5::timestamptz
     from unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[]) as added(lane, seq, owner, coins)`,
);
const loadEntries = statement<PurseEntry & { recorded_at: Instant }>(
  'fake.loadEntries',
  `select kept.lane, kept.seq, kept.owner, kept.coins, kept.recorded_at
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join fake.entry as kept on kept.lane = wanted.lane and kept.seq = wanted.seq`,
);

const SCHEMA = [
  `create schema fake`,
  `create table fake.purse (lane int, owner bigint, coins bigint not null, primary key (lane, owner))`,
  `create table fake.entry (lane int, seq bigint, owner bigint not null, coins bigint not null, recorded_at timestamptz not null,
     primary key (lane, seq), constraint entry_is_not_cursed check (coins <> 666))`,
  // Counts outside of transactions how often something was tried.
  `create sequence fake.fuse`,
];

export const purseSheet: Sheet<PurseKey, Purse> = {
  name: 'fake.purse',
  keyOf: ({ lane, owner }) => `${lane}/${owner}`,
  async load(tx, keys, facts) {
    for (const row of await tx.run(loadPurses, [keys.map((key) => key.lane), keys.map((key) => key.owner)]))
      facts.fill(purseSheet, row, row);
  },
  write: (tx, changes) => [
    tx.run(writePurses, [
      changes.map(({ after }) => after.lane),
      changes.map(({ after }) => after.owner),
      changes.map(({ after }) => after.coins),
    ]),
  ],
};

const recordSheet: Sheet<{ lane: number; seq: bigint }, Kept> = {
  name: 'fake.record',
  keyOf: ({ lane, seq }) => `${lane}/${seq}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadEntries, [keys.map((key) => key.lane), keys.map((key) => key.seq)]);
    for (const row of rows)
      facts.fill(recordSheet, row, { record: { coins: String(row.coins) }, recordedAt: row.recorded_at });
  },
};

const journal: JournalWriter<PurseEntry> = {
  seal: (entries) =>
    entries.map((entry) => ({
      entry,
      digest: createHash('sha256').update(`${entry.lane}-${entry.seq} ${entry.owner} ${entry.coins}`).digest(),
    })),
  enclose: () => undefined,
  write(tx, sealed, _enclosures, recordedAt) {
    const rows = sealed.map((one) => one.entry);
    return [
      tx.run(writeEntries, [
        rows.map((row) => row.lane),
        rows.map((row) => row.seq),
        rows.map((row) => row.owner),
        rows.map((row) => row.coins),
        postgresFromInstant(recordedAt),
      ]),
    ];
  },
};

export const purseGround: BatchGround<PurseEntry> = {
  journal,
  records: recordSheet,
  sheets: [ownerSheet, referenceSheet, purseSheet] as unknown as BatchGround<PurseEntry>['sheets'],
};

/** Coins that mean something to `putIn`. */
export const COINS = { refused: 13n, thrown: 17n, cursed: 666n } as const;

/** Puts coins into the purses of one or several owners; the home entry stands in the first one's lane. */
export const putIn: Operation<PutIn, Plan, { coins: string }, { coins: string; seq: bigint }, PurseEntry> = {
  kind: 'fake.put_in',
  async resolve({ owners }, look) {
    const found = await Promise.all(owners.map((owner) => look.owner(owner)));
    if (found.some((one) => one === undefined)) return refuse('fake.owner.unknown');
    return { owners: found.map((one) => ({ ...one! })), wants: [] };
  },
  decide({ owners, coins }, _plan, desk) {
    desk.need(purseSheet, owners);
    if (coins === COINS.refused) return refuse('fake.coins.refused');
    let home: bigint | undefined;
    for (const { lane, owner } of owners) {
      const purse = desk.read(purseSheet, { lane, owner }) ?? { lane, owner, coins: 0n };
      desk.put(purseSheet, purse, { ...purse, coins: purse.coins + coins });
      const seq = desk.take(lane);
      desk.append({ lane, seq, owner, coins });
      home ??= seq;
    }
    if (coins === COINS.thrown) throw new Error('decide stumbled');
    return { ok: true, lane: owners[0].lane, seq: home!, record: { coins: String(coins) } };
  },
  present: (record, { seq }) => ({ coins: record.coins, seq }),
};

/** Coins for owners under a reference, as they arrive; without a reference for an empty one. */
export function arrival(owners: readonly OwnerKey[], coins: bigint, reference = ''): Arrival<PutIn> {
  const input = { owners, coins };
  if (reference === '') return { tenant: 1, input };
  return {
    tenant: 1,
    reference: { tenant: 1, space: 1n, family: 's', reference: referenceBytes(reference) },
    content: contentDigest({ owners: owners.map(({ lane, owner }) => ({ lane, owner })), coins }),
    input,
  };
}

/** Makes the purses' tables, a tenant with so many lanes, and an owner in each of them. */
export async function openPurses(database: Database, lanes: number): Promise<OwnerKey[]> {
  for (const text of SCHEMA) await database.query(text);
  const [{ tenant }] = await database.query<{ tenant: number }>(
    `insert into programs.tenant (code, name, default_country, opened_at) values ('purses', 'Purses', 'ES', '2026-01-01Z')
     returning tenant_id as tenant`,
  );
  const owners: OwnerKey[] = [];
  for (let made = 0; made < lanes; made++) {
    const lane = await openLane(database, tenant);
    const { owner } = await openOwner(database, tenant, 'member');
    await database.query(`update lanes.owner set lane = $1 where owner = $2`, [lane, owner]);
    owners.push({ lane, owner });
  }
  return owners;
}

/** What stands in the database: coins by owner, and how many entries made them; both must say the same. */
export async function countCoins(
  database: Database,
): Promise<{ inPurses: bigint; inEntries: bigint; entries: bigint }> {
  const [row] = await database.query<{ purses: bigint; entered: bigint; entries: bigint }>(
    `select (select coalesce(sum(coins), 0) from fake.purse)::bigint as purses,
            coalesce(sum(coins), 0)::bigint as entered, count(*) as entries from fake.entry`,
  );
  return { inPurses: row.purses, inEntries: row.entered, entries: row.entries };
}
