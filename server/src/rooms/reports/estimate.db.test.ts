import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf } from '../../../test/call-endpoint.ts';
import { makeHouse, type TestHouse } from '../../../test/house.ts';
import { done, line, openTills } from '../../../test/sales.ts';
import type { Principal } from '../partners/index.ts';
import { createReports, type Reports } from './create-reports.ts';
import { FOLLOWER } from './follow-journal.ts';
import { reportRoutes } from './http/routes.ts';
import { estimateOfLines, type TotalRow } from './read/totals.ts';
import { askPlanned } from './read/planned.ts';

/** Lines of a year of a small chain, in packs of three hundred. */
const LINES = 40_000;
const PACKED = { least: 100, most: 300 };

let house: TestHouse;
/** Asks nobody to wait: the deadline is over before the first pack is added up. */
let hasty: Reports;

beforeAll(async () => {
  house = await makeHouse();
  hasty = createReports({
    ...house,
    audit: house.staff.audit,
    look: house.machine.look,
    cardSettings: house.cards.settings,
    totalsAtOnceMs: 0,
  });
  for (const cashier of ['c1', 'c2', 'c3']) await done(openTills(house).sell({ cashier, lines: [line(1, 1_000)] }));
  await house.reports.catchUp();
  await addLines();
  await house.reports.pack(PACKED);
});
afterAll(async () => {
  await hasty.stop();
  await house.close();
});

/** So many more sales as lines alone, in a lane that is followed as far: of amounts and cashiers by chance, always the same. */
async function addLines(): Promise<void> {
  await house.database.transaction(async (tx) => {
    await tx.query('select setseed(0.25)');
    await tx.query(
      `insert into reports.operation_line
         (tenant_id, lane, seq, occurred_at, recorded_at, owner, amount, earned, changed, program, outlet, terminal, kind, cashier, unit,
          currency, booked_on, n, flags, is_head, marks)
       select one.tenant_id, one.lane, one.seq + 1000 + made.number, one.occurred_at, one.recorded_at, one.owner, made.amount, made.amount / 100,
              made.amount / 100, one.program, one.outlet, one.terminal, one.kind, cashier.mark, $2::int, one.currency, one.booked_on, 0, one.flags,
              true, array[one.kind, cashier.mark]
         from (select * from reports.operation_line where tenant_id = $1 and is_head and cashier <> 0 order by lane, seq limit 1) as one
        cross join (select number, (50 + 20000 * random() ^ 3)::bigint as amount, floor(3 * random()) as who
                      from generate_series(1, ${LINES}) as number) as made
         join (select mark, row_number() over (order by mark) - 1 as who from reports.mark where tenant_id = $1 and facet = 'c') as cashier
           on cashier.who = made.who`,
      [house.tenant, house.programs.settings().unitByCode(house.tenant, 'PTS')!.unit],
    );
    await tx.query(
      `update followers.follower_cursor as held set upto = made.upto
         from (select lane, max(seq) as upto from reports.operation_line group by lane) as made
        where held.lane = made.lane and held.follower = $1`,
      [FOLLOWER],
    );
  });
}

const sight = () => ({ tenant: house.tenant, outlets: null });
const askedFor = async (cashiers: readonly string[]) => {
  const resolved = await house.reports.resolveFilter(house.tenant, { cashiers });
  if (!resolved.ok) throw new Error(resolved.refusal);
  return { sight: sight(), filter: resolved.value };
};
const sum = (rows: readonly TotalRow[], name: 'operations' | 'amount' | 'earned'): number =>
  Number(rows.reduce((all, row) => all + row[name], 0n));

async function countedByHand(cashiers: readonly string[]): Promise<Record<'operations' | 'amount' | 'earned', number>> {
  const [row] = await house.database.query<Record<'operations' | 'amount' | 'earned', bigint>>(
    `select count(*) filter (where is_head)::bigint as operations, sum(amount) filter (where is_head)::bigint as amount, sum(earned)::bigint as earned
       from reports.operation_line
      where tenant_id = $1 and cashier in (select mark from reports.mark where tenant_id = $1 and value = any($2::text[]))`,
    [house.tenant, cashiers],
  );
  return { operations: Number(row.operations), amount: Number(row.amount), earned: Number(row.earned) };
}

describe('totals that would take longer than a page may', () => {
  test.each([[['c1']], [['c2', 'c3']], [['c3']]])(
    'of %s are an estimate that says how far it may be off, and is no further off',
    async (cashiers) => {
      const told = (await hasty.total(await askedFor(cashiers), false))!;
      expect(told.share).toBeDefined();
      // Out of sixteen packs of more than a hundred.
      expect(told.share!.fraction).toBeGreaterThan(0.05);
      expect(told.share!.fraction).toBeLessThan(0.2);
      const truth = await countedByHand(cashiers);
      for (const name of ['operations', 'amount', 'earned'] as const) {
        const within = sum(told.share!.within, name);
        expect(Math.abs(sum(told.rows, name) - truth[name]), name).toBeLessThanOrEqual(within);
        // A bound that holds everything would say nothing.
        expect(within, name).toBeGreaterThan(0);
        expect(within, name).toBeLessThan(0.25 * truth[name]);
      }
    },
  );

  test('are exact to the unit for who asks for that, and within two seconds', async () => {
    const cashiers = ['c1', 'c3'];
    const began = performance.now();
    const told = (await hasty.total(await askedFor(cashiers), true))!;
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(told.share).toBeUndefined();
    const truth = await countedByHand(cashiers);
    for (const name of ['operations', 'amount', 'earned'] as const) expect(sum(told.rows, name)).toBe(truth[name]);
  });

  test('are no estimate where there is the time', async () => {
    const told = (await house.reports.total(await askedFor(['c2']), false))!;
    expect(told.share).toBeUndefined();
    expect(sum(told.rows, 'operations')).toBe((await countedByHand(['c2'])).operations);
  });

  test('stay exact where days or few lines know them, however little time there is', async () => {
    expect((await hasty.total({ sight: sight(), filter: {} }, false))!.share).toBeUndefined();
    const [{ owner }] = await house.database.query<{ owner: bigint }>(
      'select owner from reports.operation_line limit 1',
    );
    expect((await hasty.total({ sight: sight(), filter: { owners: [owner] } }, false))!.share).toBeUndefined();
  });

  test('are told over HTTP as an estimate with its bounds, and then exact', async () => {
    const call = callerOf<Principal>(reportRoutes({ reports: hasty }));
    const ask = async (exact: boolean) =>
      (
        (await call(house.principals.tenant, 'POST /v1/reports/operations/totals', {
          body: { filter: { cashiers: ['c1'] }, exact },
        })) as { body: unknown }
      ).body as {
        isEstimate: boolean;
        operations: number;
        estimate?: { fraction: number; within: { operations: number; amounts: { unit: string; amount: string }[] } };
      };
    const [first, then] = [await ask(false), await ask(true)];
    expect([first.isEstimate, then.isEstimate]).toEqual([true, false]);
    expect(then.estimate).toBeUndefined();
    expect(Math.abs(first.operations - then.operations)).toBeLessThanOrEqual(first.estimate!.within.operations);
    expect(first.estimate!.within.amounts).toEqual([{ unit: 'EUR', amount: expect.stringMatching(/^\d+\.\d\d$/) }]);
    expect(first.estimate!.fraction).toBeLessThan(0.2);
  });

  test('out of a sample of pages, while packs are far behind, keep their bound too', async () => {
    const asked = await askedFor(['c1', 'c2', 'c3']);
    const told = (await askPlanned(house.database, 30_000, (tx) => estimateOfLines(tx, asked)))!;
    const truth = await countedByHand(['c1', 'c2', 'c3']);
    for (const name of ['operations', 'amount', 'earned'] as const) {
      const within = sum(told.share.within, name);
      expect(Math.abs(sum(told.rows, name) - truth[name]), name).toBeLessThanOrEqual(within);
      expect(within, name).toBeGreaterThan(0);
    }
  });
});
