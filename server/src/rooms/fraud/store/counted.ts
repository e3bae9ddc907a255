import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { instantOf } from '../../../platform/database/instants.ts';
import { statement } from '../../../platform/database/sql.ts';
import { subjectText, type Counted, type Subject } from '../counted.ts';
import type { DayTally, Window } from '../watch.ts';

type SubjectRow = {
  subject: bigint;
  tenant_id: number;
  program: number;
  promotion: string;
  per: Subject['per'];
  clock: Subject['clock'];
  outlet: number;
  terminal: number;
  cashier: string;
  member: string;
};

// The update changes nothing but takes the lock: receipts of one subject are counted by one follower at a time, whatever their lanes.
// In one order, so that two followers never wait for each other.
const lockSubjects = statement<SubjectRow>(
  'fraud.lockSubjects',
  `insert into fraud.subject as held (tenant_id, program, promotion, per, clock, outlet, terminal, cashier, member)
   select * from unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[], $9::text[])
       as told(tenant_id, program, promotion, per, clock, outlet, terminal, cashier, member)
    order by tenant_id, program, promotion collate "C", per collate "C", clock collate "C", outlet, terminal, cashier collate "C", member collate "C"
   on conflict (tenant_id, program, promotion, per, clock, outlet, terminal, cashier, member) do update set cashier = held.cashier
   returning held.subject, held.tenant_id, held.program, held.promotion, held.per, held.clock, held.outlet, held.terminal, held.cashier,
             held.member`,
);

const insertCounted = statement<{ lane: number; seq: bigint; subject: bigint }>(
  'fraud.insertCounted',
  `insert into fraud.counted (lane, seq, subject, tenant_id, receipt_lane, receipt_seq, counted_on, points, money, counted_at)
   select lane, seq, subject, tenant_id, receipt_lane, receipt_seq, counted_on, points, money, ${instantOf('at')}
     from unnest($1::int[], $2::bigint[], $3::bigint[], $4::int[], $5::int[], $6::bigint[], $7::date[], $8::bigint[], $9::bigint[], $10::bigint[])
       as told(lane, seq, subject, tenant_id, receipt_lane, receipt_seq, counted_on, points, money, at)
   on conflict (lane, seq, subject) do nothing
   returning lane, seq, subject`,
);

// In the order of the key: days of one subject are under its lock, and subjects come in one order.
const addTallies = statement(
  'fraud.addTallies',
  `insert into fraud.tally as held (subject, counted_on, tenant_id, uses, points, money)
   select subject, counted_on, tenant_id, sum(uses), sum(points), sum(money)
     from unnest($1::bigint[], $2::date[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[])
       as told(subject, counted_on, tenant_id, uses, points, money)
    group by subject, counted_on, tenant_id
    order by subject, counted_on
   on conflict (subject, counted_on) do update
      set uses = held.uses + excluded.uses, points = held.points + excluded.points, money = held.money + excluded.money`,
);

const selectTallies = statement<{
  subject: bigint;
  counted_on: LocalDate;
  uses: bigint;
  points: bigint;
  money: bigint;
}>(
  'fraud.selectTallies',
  `select held.subject, held.counted_on, held.uses, held.points, held.money
     from unnest($1::bigint[], $2::date[], $3::date[]) as asked(subject, from_on, until_on)
     join fraud.tally as held
       on held.subject = asked.subject and held.counted_on between asked.from_on and asked.until_on
    order by held.subject, held.counted_on`,
);

const lockCountedSubjects = statement(
  'fraud.lockCountedSubjects',
  `select 1 from fraud.subject
    where subject in (select counted.subject from unnest($1::int[], $2::bigint[]) as void(lane, seq)
                        join fraud.counted as counted on counted.receipt_lane = void.lane and counted.receipt_seq = void.seq)
    order by tenant_id, program, promotion, per, clock, outlet, terminal, cashier, member
      for update`,
);

const undoCounted = statement(
  'fraud.undoCounted',
  `with undone as (
     update fraud.counted as held set is_undone = true
       from unnest($1::int[], $2::bigint[]) as void(lane, seq)
      where held.receipt_lane = void.lane and held.receipt_seq = void.seq and not held.is_undone
     returning held.subject, held.counted_on, held.points, held.money)
   update fraud.tally as held
      set uses = held.uses - less.uses, points = held.points - less.points, money = held.money - less.money
     from (select subject, counted_on, count(*) as uses, sum(points) as points, sum(money) as money
             from undone group by subject, counted_on) as less
    where held.subject = less.subject and held.counted_on = less.counted_on`,
);

const insertVoided = statement(
  'fraud.insertVoided',
  `insert into fraud.voided (lane, seq, tenant_id, voided_on)
   select lane, seq, $3, $4 from unnest($1::int[], $2::bigint[]) as void(lane, seq)
   on conflict (lane, seq) do nothing`,
);

const selectVoided = statement<{ lane: number; seq: bigint }>(
  'fraud.selectVoided',
  `select held.lane, held.seq
     from unnest($1::int[], $2::bigint[]) as asked(lane, seq)
     join fraud.voided as held on held.lane = asked.lane and held.seq = asked.seq`,
);

type Place = { readonly lane: number; readonly seq: bigint };
const placesOf = (places: readonly Place[]): [number[], bigint[]] => [
  places.map(({ lane }) => lane),
  places.map(({ seq }) => seq),
];

/** Counted for the first time, by the number of its subject. */
export type Added = Counted & { readonly number: bigint };

/**
 * Counts what was not counted before, and adds it to the sums of its days; gives what was new. Holds the subjects' locks from then on.
 */
export async function addCounted(tx: Tx, counted: readonly Counted[]): Promise<Added[]> {
  if (counted.length === 0) return [];
  const subjects = [...new Map(counted.map(({ subject }) => [subjectText(subject), subject])).values()];
  const rows = await tx.run(lockSubjects, [
    ...[subjects.map((one) => one.tenant), subjects.map((one) => one.program), subjects.map((one) => one.promotion)],
    ...[subjects.map((one) => one.per), subjects.map((one) => one.clock), subjects.map((one) => one.outlet)],
    ...[subjects.map((one) => one.terminal), subjects.map((one) => one.cashier)],
    subjects.map((one) => one.member),
  ]);
  const numbers = new Map(rows.map(({ tenant_id: tenant, ...row }) => [subjectText({ ...row, tenant }), row.subject]));
  const all = counted.map((one): Added => ({ ...one, number: numbers.get(subjectText(one.subject))! }));
  const inserted = await tx.run(insertCounted, [
    ...placesOf(all),
    all.map((one) => one.number),
    all.map((one) => one.subject.tenant),
    ...placesOf(all.map((one) => one.receipt)),
    ...[all.map((one) => one.on), all.map((one) => one.points), all.map((one) => one.money)],
    all.map((one) => one.at),
  ]);
  const keyOf = (lane: number, seq: bigint, subject: bigint): string => `${lane}/${seq}/${subject}`;
  const isNew = new Set(inserted.map((row) => keyOf(row.lane, row.seq, row.subject)));
  const added = all.filter((one) => isNew.has(keyOf(one.lane, one.seq, one.number)));
  if (added.length === 0) return [];
  await tx.run(addTallies, [
    ...[added.map((one) => one.number), added.map((one) => one.on), added.map((one) => one.subject.tenant)],
    ...[added.map(() => 1n), added.map((one) => one.points), added.map((one) => one.money)],
  ]);
  return added;
}

/** The sums of subjects by day, each over the days that are asked of it. */
export async function readTallies(
  tx: Tx,
  asked: readonly { readonly number: bigint; readonly reach: Window }[],
): Promise<ReadonlyMap<bigint, readonly DayTally[]>> {
  if (asked.length === 0) return new Map();
  const rows = await tx.run(selectTallies, [
    asked.map((one) => one.number),
    asked.map((one) => one.reach.from),
    asked.map((one) => one.reach.until),
  ]);
  const tallies = new Map<bigint, DayTally[]>();
  for (const { subject, counted_on: on, uses, points, money } of rows) {
    const known = tallies.get(subject);
    const tally = { on, uses, points, money };
    if (known === undefined) tallies.set(subject, [tally]);
    else known.push(tally);
  }
  return tallies;
}

/** What of sales was counted counts no more, now and when it is followed later. */
export async function undoReceipts(
  tx: Tx,
  { tenant, on }: { readonly tenant: number; readonly on: LocalDate },
  sales: readonly Place[],
): Promise<void> {
  if (sales.length === 0) return;
  const places = placesOf(sales);
  await tx.run(insertVoided, [...places, tenant, on]);
  await tx.run(lockCountedSubjects, places);
  await tx.run(undoCounted, places);
}

/** Which of these sales were voided already. */
export async function voidedAmong(tx: Tx, sales: readonly Place[]): Promise<ReadonlySet<string>> {
  if (sales.length === 0) return new Set();
  return new Set((await tx.run(selectVoided, placesOf(sales))).map(({ lane, seq }) => `${lane}/${seq}`));
}
