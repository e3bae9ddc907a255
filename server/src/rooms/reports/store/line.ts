import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Line } from '../line.ts';
import type { Standing } from '../told.ts';

const makeMonth = statement('reports.makeMonth', `select reports.make_month($1::date)`);

/** Makes the piece of a day's month unless it is there. */
export const writeMonth = (tx: Tx, day: LocalDate): Promise<unknown> => tx.run(makeMonth, [day]);

const selectMonths = statement<{ piece: string }>(
  'reports.selectMonths',
  `select child.relname as piece
     from pg_inherits as held join pg_class as child on child.oid = held.inhrelid
    where held.inhparent = 'reports.operation_line'::regclass`,
);

/** The months that have a piece, as `YYYYMM`. */
export const readMonths = async (tx: Tx): Promise<ReadonlySet<string>> =>
  new Set((await tx.run(selectMonths)).map(({ piece }) => piece.slice(-6)));

// A set of arrays cannot travel as an array, which has one shape: marks come as text.
const insertLines = statement(
  'reports.insertLines',
  `insert into reports.operation_line
     (tenant_id, lane, seq, n, is_head, home_lane, home_seq, occurred_at, recorded_at, booked_on, owner, card, amount, program, outlet,
      terminal, kind, cashier, card_range, unit, currency, flags, marks, receipt, reason, earned, spent, loaded, expired, changed)
   select tenant_id, lane, seq, n, is_head, home_lane, home_seq, occurred_at, recorded_at, booked_on, owner, card, amount, program, outlet,
          terminal, kind, cashier, card_range, unit, currency, flags, marks::int[], receipt, reason, earned, spent, loaded, expired, changed
     from unnest($1::int[], $2::int[], $3::bigint[], $4::smallint[], $5::boolean[], $6::int[], $7::bigint[], $8::timestamptz[],
                 $9::timestamptz[], $10::date[], $11::bigint[], $12::bigint[], $13::bigint[], $14::int[], $15::int[], $16::int[],
                 $17::int[], $18::int[], $19::int[], $20::int[], $21::int[], $22::smallint[], $23::text[], $24::text[],
                 $25::text[], $26::bigint[], $27::bigint[], $28::bigint[], $29::bigint[], $30::bigint[])
       as added(tenant_id, lane, seq, n, is_head, home_lane, home_seq, occurred_at, recorded_at, booked_on, owner, card, amount, program,
                outlet, terminal, kind, cashier, card_range, unit, currency, flags, marks, receipt, reason, earned, spent, loaded, expired, changed)`,
);

/** Adds lines. One that is there already is a bug: the follower's cursor and its lines are one transaction. */
export async function writeLines(tx: Tx, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.run(insertLines, [
    lines.map((line) => line.tenant),
    lines.map((line) => line.lane),
    lines.map((line) => line.seq),
    lines.map((line) => line.n),
    lines.map((line) => line.isHead),
    lines.map((line) => line.home?.lane ?? null),
    lines.map((line) => line.home?.seq ?? null),
    lines.map((line) => postgresFromInstant(line.occurredAt)),
    lines.map((line) => postgresFromInstant(line.recordedAt)),
    lines.map((line) => line.bookedOn),
    lines.map((line) => line.owner),
    lines.map((line) => line.card),
    lines.map((line) => line.amount),
    lines.map((line) => line.program),
    lines.map((line) => line.outlet),
    lines.map((line) => line.terminal),
    lines.map((line) => line.kind),
    lines.map((line) => line.cashier),
    lines.map((line) => line.cardRange),
    lines.map((line) => line.unit),
    lines.map((line) => line.currency),
    lines.map((line) => line.flags),
    lines.map((line) => `{${line.marks.join(',')}}`),
    lines.map((line) => line.receipt ?? null),
    lines.map((line) => line.reason ?? null),
    lines.map((line) => line.earned),
    lines.map((line) => line.spent),
    lines.map((line) => line.loaded),
    lines.map((line) => line.expired),
    lines.map((line) => line.changed),
  ]);
}

const upsertStates = statement(
  'reports.upsertStates',
  `insert into reports.operation_state as held (lane, seq, tenant_id, state)
   select lane, seq, min(tenant_id), max(state)::smallint
     from unnest($1::int[], $2::bigint[], $3::int[], $4::smallint[]) as told(lane, seq, tenant_id, state)
    group by lane, seq
    order by lane, seq
   on conflict (lane, seq) do update set state = greatest(held.state, excluded.state)`,
);

/** Notes what became of operations; the highest state holds, in whatever order lanes are followed. */
export async function writeStates(tx: Tx, standings: readonly Standing[]): Promise<void> {
  if (standings.length === 0) return;
  await tx.run(upsertStates, [
    standings.map((one) => one.lane),
    standings.map((one) => one.seq),
    standings.map((one) => one.tenant),
    standings.map((one) => one.state),
  ]);
}
