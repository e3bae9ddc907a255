import type { Instant } from '../../../kernel/instant.ts';
import { instantOf } from '../../../platform/database/instants.ts';
import { statement } from '../../../platform/database/sql.ts';
import { ownerKeyText, type OwnerKey, type Sheet } from '../../../platform/lanes/index.ts';
import type { AttributeValue, Member } from '../member.ts';

type Row = {
  lane: number;
  member: bigint;
  tenant_id: number;
  enrolled_at: Instant;
  channel: string;
  purchases: number;
  last_purchase_at: Instant | null;
  programs: number[];
  tiers: Record<string, string>;
  attributes: Record<string, AttributeValue>;
  counters: Record<string, number>;
};

const loadMembers = statement<Row>(
  'members.loadMembers',
  `select held.lane, held.member, held.tenant_id, held.enrolled_at, held.channel, held.purchases, held.last_purchase_at,
          held.programs, held.tiers, held.attributes, held.counters
     from unnest($1::int[], $2::bigint[]) as wanted(lane, member)
     join members.member as held on held.lane = wanted.lane and held.member = wanted.member`,
);

const insertMembers = statement(
  'members.insertMembers',
  `insert into members.member (lane, member, tenant_id, enrolled_at, channel, purchases, last_purchase_at, programs, tiers, attributes,
                               counters)
   select lane, member, tenant_id, ${instantOf('enrolled_at')}, channel, purchases, ${instantOf('last_purchase_at')},
          array(select jsonb_array_elements_text(programs)::int), tiers, attributes, counters
     from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[], $5::text[], $6::int[], $7::bigint[], $8::jsonb[],
                 $9::jsonb[], $10::jsonb[], $11::jsonb[])
       as added(lane, member, tenant_id, enrolled_at, channel, purchases, last_purchase_at, programs, tiers, attributes,
                counters)`,
);

// The counters change with every sale; the rest only now and then, so it has a statement of its own.
const countPurchases = statement(
  'members.countPurchases',
  `update members.member as held set purchases = changed.purchases, last_purchase_at = ${instantOf('changed.last_purchase_at')}
     from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[]) as changed(lane, member, purchases, last_purchase_at)
    where held.lane = changed.lane and held.member = changed.member`,
);

const updateMembers = statement(
  'members.updateMembers',
  `update members.member as held
      set purchases = changed.purchases, last_purchase_at = ${instantOf('changed.last_purchase_at')},
          programs = array(select jsonb_array_elements_text(changed.programs)::int), tiers = changed.tiers,
          attributes = changed.attributes, counters = changed.counters
     from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[], $5::jsonb[], $6::jsonb[], $7::jsonb[], $8::jsonb[])
       as changed(lane, member, purchases, last_purchase_at, programs, tiers, attributes, counters)
    where held.lane = changed.lane and held.member = changed.member`,
);

export const memberSheet: Sheet<OwnerKey, Member> = {
  name: 'members.member',
  keyOf: ownerKeyText,
  async load(tx, keys, facts) {
    for (const row of await tx.run(loadMembers, [keys.map((key) => key.lane), keys.map((key) => key.owner)])) {
      const member = fromRow(row);
      facts.fill(memberSheet, member, member);
    }
  },
  write(tx, changes) {
    const added: Member[] = [];
    const counted: Member[] = [];
    const changed: Member[] = [];
    for (const { before, after } of changes) {
      if (!before) added.push(after);
      else if (
        before.programs === after.programs &&
        before.tiers === after.tiers &&
        before.attributes === after.attributes &&
        before.counters === after.counters
      )
        counted.push(after);
      else changed.push(after);
    }
    const keys = (rows: readonly Member[]): unknown[] => [rows.map((row) => row.lane), rows.map((row) => row.owner)];
    const counters = (rows: readonly Member[]): unknown[] => [
      rows.map((row) => row.purchases),
      rows.map((row) => row.lastPurchaseAt ?? null),
    ];
    const rest = (rows: readonly Member[]): unknown[] => [
      rows.map((row) => JSON.stringify(row.programs)),
      rows.map((row) => JSON.stringify(row.tiers)),
      rows.map((row) => JSON.stringify(row.attributes)),
      rows.map((row) => JSON.stringify(row.counters)),
    ];
    return [
      ...(added.length > 0
        ? [
            tx.run(insertMembers, [
              ...keys(added),
              added.map((row) => row.tenant),
              added.map((row) => row.enrolledAt),
              added.map((row) => row.channel),
              ...counters(added),
              ...rest(added),
            ]),
          ]
        : []),
      ...(counted.length > 0 ? [tx.run(countPurchases, [...keys(counted), ...counters(counted)])] : []),
      ...(changed.length > 0
        ? [tx.run(updateMembers, [...keys(changed), ...counters(changed), ...rest(changed)])]
        : []),
    ];
  },
};

const fromRow = (row: Row): Member => ({
  lane: row.lane,
  owner: row.member,
  tenant: row.tenant_id,
  enrolledAt: row.enrolled_at,
  channel: row.channel,
  purchases: row.purchases,
  lastPurchaseAt: row.last_purchase_at ?? undefined,
  programs: row.programs,
  tiers: row.tiers,
  attributes: row.attributes,
  counters: row.counters,
});
