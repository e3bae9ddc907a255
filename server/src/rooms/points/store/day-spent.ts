import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/sql.ts';
import { ownerKeyText, type OwnerKey, type Sheet } from '../../../platform/lanes/index.ts';
import type { DaySpent, OwnerDays } from '../day-spent.ts';

type Row = OwnerKey & {
  tenant_id: number;
  program: number;
  wallet_type: number;
  on_day: LocalDate;
  points: bigint;
  money: bigint;
};

const loadDaysSpent = statement<Row>(
  'points.loadDaysSpent',
  `select kept.lane, kept.owner, kept.tenant_id, kept.program, kept.wallet_type, kept.on_day, kept.points, kept.money
     from unnest($1::int[], $2::bigint[]) as wanted(lane, owner)
     join points.day_spent as kept on kept.lane = wanted.lane and kept.owner = wanted.owner
    order by kept.lane, kept.owner, kept.on_day, kept.program, kept.wallet_type`,
);

const writeDaysSpent = statement(
  'points.writeDaysSpent',
  `insert into points.day_spent (lane, owner, tenant_id, program, wallet_type, on_day, points, money)
   select * from unnest($1::int[], $2::bigint[], $3::int[], $4::int[], $5::int[], $6::date[], $7::bigint[], $8::bigint[])
   on conflict (lane, owner, on_day, program, wallet_type) do update set points = excluded.points, money = excluded.money`,
);

/** What an owner has spent on the days that are kept, all of it with him. Loaded only where a limit asks. */
export const daySpentSheet: Sheet<OwnerKey, OwnerDays> = {
  name: 'points.daySpent',
  keyOf: ownerKeyText,
  async load(tx, keys, facts) {
    const found = new Map<string, OwnerDays & { days: DaySpent[] }>();
    for (const { lane, owner, tenant_id, wallet_type, on_day, ...rest } of await tx.run(loadDaysSpent, [
      keys.map((key) => key.lane),
      keys.map((key) => key.owner),
    ])) {
      const text = ownerKeyText({ lane, owner });
      const known = found.get(text) ?? { lane, owner, tenant: tenant_id, days: [] as DaySpent[] };
      known.days.push({ ...rest, walletType: wallet_type, day: on_day });
      found.set(text, known);
    }
    for (const one of found.values()) facts.fill(daySpentSheet, one, one);
  },
  write(tx, changes) {
    const rows = changes.flatMap(({ before, after: { lane, owner, tenant, days } }) =>
      days.filter((one) => !before?.days.includes(one)).map((one) => ({ ...one, lane, owner, tenant })),
    );
    if (rows.length === 0) return [];
    return [
      tx.run(writeDaysSpent, [
        rows.map((row) => row.lane),
        rows.map((row) => row.owner),
        rows.map((row) => row.tenant),
        rows.map((row) => row.program),
        rows.map((row) => row.walletType),
        rows.map((row) => row.day),
        rows.map((row) => row.points),
        rows.map((row) => row.money),
      ]),
    ];
  },
};

/** Forgets days before `$1`, so many at once. */
export const dropDaysSpent = statement<{ lane: number }>(
  'points.dropDaysSpent',
  `delete from points.day_spent where ctid = any(array(
     select ctid from points.day_spent where on_day < $1 order by on_day limit $2)) returning lane`,
);
