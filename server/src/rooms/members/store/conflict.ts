import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';
import type { Conflict, ConflictField, ConflictQueue } from '../conflict.ts';
import type { ProfileKey } from '../profile.ts';

type Row = {
  tenant_id: number;
  member: bigint;
  lane: number;
  seq: bigint;
  field: ConflictField;
  told: string;
  channel: string;
  other_lane: number | null;
  other_member: bigint | null;
  found_at: Instant;
};

const loadConflicts = statement<Row>(
  'members.loadConflicts',
  `select open.tenant_id, open.member, open.lane, open.seq, open.field, open.told, open.channel, open.other_lane,
          open.other_member, open.found_at
     from unnest($1::int[], $2::bigint[]) as wanted(tenant_id, member)
     join members.conflict as open on open.tenant_id = wanted.tenant_id and open.member = wanted.member
    where open.settled_at = 'infinity'
    order by open.found_at, open.field`,
);

const insertConflicts = statement(
  'members.insertConflicts',
  `insert into members.conflict (tenant_id, member, lane, seq, field, told, channel, other_lane, other_member, found_at)
   select * from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::int[],
                        $9::bigint[], $10::timestamptz[])`,
);

const settleConflicts = statement(
  'members.settleConflicts',
  `update members.conflict as open set settled_at = now()
     from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[], $5::text[]) as settled(tenant_id, member, lane, seq, field)
    where open.tenant_id = settled.tenant_id and open.member = settled.member and open.lane = settled.lane
      and open.seq = settled.seq and open.field = settled.field`,
);

const isSame =
  (a: Conflict) =>
  (b: Conflict): boolean =>
    a.lane === b.lane && a.seq === b.seq && a.field === b.field;

export const conflictSheet: Sheet<ProfileKey, ConflictQueue> = {
  name: 'members.conflict',
  keyOf: ({ tenant, member }) => `${tenant}/${member}`,
  async load(tx, keys, facts) {
    const open = new Map<string, Conflict[]>(keys.map((key) => [conflictSheet.keyOf(key), []]));
    for (const row of await tx.run(loadConflicts, [keys.map((key) => key.tenant), keys.map((key) => key.member)])) {
      const conflict = fromRow(row);
      open.get(conflictSheet.keyOf(conflict))!.push(conflict);
    }
    for (const key of keys) facts.fill(conflictSheet, key, { ...key, open: open.get(conflictSheet.keyOf(key))! });
  },
  write(tx, changes) {
    const added = changes.flatMap(({ before, after }) => after.open.filter((one) => !before?.open.some(isSame(one))));
    const settled = changes.flatMap(({ before, after }) =>
      (before?.open ?? []).filter((one) => !after.open.some(isSame(one))),
    );
    const names = (rows: readonly Conflict[]): unknown[] => [
      rows.map((row) => row.tenant),
      rows.map((row) => row.member),
      rows.map((row) => row.lane),
      rows.map((row) => row.seq),
      rows.map((row) => row.field),
    ];
    return [
      ...(added.length > 0
        ? [
            tx.run(insertConflicts, [
              ...names(added),
              added.map((row) => row.told),
              added.map((row) => row.channel),
              added.map((row) => row.other?.lane ?? null),
              added.map((row) => row.other?.owner ?? null),
              added.map((row) => postgresFromInstant(row.foundAt)),
            ]),
          ]
        : []),
      ...(settled.length > 0 ? [tx.run(settleConflicts, names(settled))] : []),
    ];
  },
};

const fromRow = (row: Row): Conflict => ({
  tenant: row.tenant_id,
  member: row.member,
  lane: row.lane,
  seq: row.seq,
  field: row.field,
  told: row.told,
  channel: row.channel,
  other:
    row.other_lane === null || row.other_member === null
      ? undefined
      : { lane: row.other_lane, owner: row.other_member },
  foundAt: row.found_at,
});
