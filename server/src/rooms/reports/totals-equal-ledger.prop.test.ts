import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import type { TestHouse } from '../../../test/house.ts';
import { besides, daysAgo, openTills } from '../../../test/sales.ts';
import { play, shopping } from '../../../test/shopping.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Filter } from './filter.ts';
import { checkLedger } from './check-ledger.ts';
import type { TotalRow } from './read/totals.ts';

fc.configureGlobal({ seed: 2_026_112_219, endOnFailure: true });

const PROMOTIONS = [
  {
    code: 'earn',
    priority: 1,
    firstOn: '2020-01-01',
    effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '2', step: '1.00', per: 'line' } }],
  },
  {
    code: 'soon-over',
    priority: 2,
    firstOn: '2020-01-01',
    conditions: [{ kind: 'min-basket', params: { min: '30.00', base: 'net' } }],
    effects: [
      {
        kind: 'fixed-bonus',
        wallet: 'promo',
        params: { points: '60' },
        activation: { hours: 30 },
        validity: { after: { days: 2 } },
      },
    ],
  },
];

let gifts: GiftHouse;
let house: TestHouse;
let second: TestHouse;

beforeAll(async () => {
  gifts = await makeGiftHouse({ promotions: PROMOTIONS as never });
  house = gifts.house;
  second = await besides(house);
});
afterAll(async () => {
  await second.stop();
  await house.close();
});

const ledgerByUnit = () =>
  house.database.query<Record<string, bigint | number>>(
    `select made.unit, coalesce(-sum(made.amount) filter (where own.kind = 'issuance'), 0)::bigint as earned,
            coalesce(sum(made.amount) filter (where own.kind = 'redemption'), 0)::bigint as spent,
            coalesce(-sum(made.amount) filter (where own.kind = 'funding'), 0)::bigint as loaded,
            coalesce(sum(made.amount) filter (where own.kind = 'breakage'), 0)::bigint as expired,
            coalesce(sum(made.amount) filter (where own.kind is null), 0)::bigint as changed
       from ledger.posting as made left join ledger.account as own using (account) group by made.unit order by made.unit`,
  );

const byUnit = (rows: readonly TotalRow[]) => {
  const sums = new Map<number, Record<string, bigint | number>>();
  for (const row of rows) {
    if (row.unit === 0) continue;
    const known = sums.get(row.unit) ?? { unit: row.unit, earned: 0n, spent: 0n, loaded: 0n, expired: 0n, changed: 0n };
    for (const name of ['earned', 'spent', 'loaded', 'expired', 'changed'] as const)
      known[name] = (known[name] as bigint) + row[name];
    sums.set(row.unit, known);
  }
  return [...sums.values()].sort((a, b) => (a.unit as number) - (b.unit as number));
};

const sortRows = (rows: readonly TotalRow[]) =>
  [...rows]
    .sort((a, b) => a.unit - b.unit || a.currency - b.currency)
    .filter((row) => row.operations > 0n || row.changed !== 0n || row.earned !== 0n);

const daysAgoOn = (days: number) => isoFromInstant(daysAgo(days)).slice(0, 10) as LocalDate;

/** The totals of a filter are those of the lines that a condition picks, which is written apart from it. */
async function expectTotalsOfLines(filter: Filter, picked = 'true', values: readonly unknown[] = []): Promise<void> {
  const { tenant } = house;
  const told = (await house.reports.total({ sight: { tenant, outlets: null }, filter }, true))!;
  const lines = await house.database.query<TotalRow>(
    `select unit, 0 as currency, count(*) filter (where is_head)::bigint as operations,
            coalesce(sum(amount) filter (where is_head), 0)::bigint as amount, sum(earned)::bigint as earned, sum(spent)::bigint as spent,
            sum(loaded)::bigint as loaded, sum(expired)::bigint as expired, sum(changed)::bigint as changed
       from reports.operation_line
      where tenant_id = $1 and ${picked}
        ${filter.from ? `and booked_on >= '${filter.from}'` : ''} ${filter.to ? `and booked_on <= '${filter.to}'` : ''}
      group by unit`,
    [tenant, ...values],
  );
  expect(told.share).toBeUndefined();
  expect(byUnit(told.rows), JSON.stringify(Object.keys(filter))).toEqual(byUnit(lines));
  const count = (rows: readonly TotalRow[]) => rows.reduce((sum, row) => sum + row.operations, 0n);
  expect(count(told.rows)).toBe(count(lines));
}

describe('whatever was done', () => {
  test('lines, sums by day and ledger come to the same, unit by unit', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(shopping(24), fc.boolean(), async (acts, isTwo) => {
        const name = `prop-${++run}`;
        const shoppers = { people: house.people, name, from: daysAgo(20) };
        const number = gifts.number();
        await gifts.ask('activate', { card: { number }, amount: '40.00' });
        for (let n = 0; n < acts.length; n++) {
          await play(openTills(n % 2 === 0 ? house : second), shoppers, acts, n);
          if (n % 5 === 0) await gifts.ask('redeem', { card: { number }, amount: '3.10' });
          // Two processes that follow in turn, in the middle of it all.
          if (isTwo && n % 3 === 0) await (n % 2 === 0 ? house : second).reports.catchUp();
        }
        await Promise.all([house.reports.catchUp(), second.reports.catchUp()]);
        await house.reports.catchUp();
        const { tenant } = house;
        const everything = { sight: { tenant, outlets: null }, filter: {} };
        const days = (await house.reports.total(everything, true))!;
        // An owner that is nobody's would be asked of the lines; a wallet type that all have is too.
        const lines = await house.database.query<TotalRow>(
          `select unit, currency, count(*) filter (where is_head)::bigint as operations, coalesce(sum(amount) filter (where is_head), 0)::bigint as amount, sum(earned)::bigint as earned,
                  sum(spent)::bigint as spent, sum(loaded)::bigint as loaded, sum(expired)::bigint as expired, sum(changed)::bigint as changed
             from reports.operation_line where tenant_id = $1 group by unit, currency`,
          [tenant],
        );
        expect(sortRows(days.rows)).toEqual(sortRows(lines));
        expect(byUnit(lines)).toEqual(await ledgerByUnit());
        expect(await checkLedger(house)).toEqual([]);
        await expectTotalsOfLines({ from: daysAgoOn(12), to: daysAgoOn(1) });
        await expectTotalsOfLines({ from: daysAgoOn(400) });
        for (const { mark } of await house.database.query<{ mark: number }>(
          `select mark from reports.mark where facet in ('p', 'w')`,
        ))
          await expectTotalsOfLines({ promotions: [mark] }, `$2 = any(marks)`, [mark]);
        // A filter by amount takes the whole operation, whatever units and lanes it moved.
        const euro = house.programs.settings().unitByCode(tenant, 'EUR')!.unit;
        await expectTotalsOfLines(
          { amount: { currency: euro, from: 1_000n } },
          `(coalesce(home_lane, lane), coalesce(home_seq, seq)) in (
             select lane, seq from reports.operation_line where is_head and currency = $2 and amount >= 1000)`,
          [euro],
        );
      }),
      { numRuns: 6 },
    );
  });

  test('some operations had parts in other units or lanes, or nothing above would have been asked of them', async () => {
    const [{ parts }] = await house.database.query<{ parts: number }>(
      `select count(*)::int as parts from reports.operation_line where not is_head and currency > 0`,
    );
    expect(parts).toBeGreaterThan(0);
  });

  test('what holders have and what ends are the sums of their wallets and lots', async () => {
    await house.reports.catchUp();
    const wallets = await house.database.query(
      `select unit, sum(booked)::bigint as booked, sum(pending)::bigint as pending, sum(owed)::bigint as owed from points.wallet group by unit order by unit`,
    );
    const told = await house.database.query(
      `select unit, sum(booked)::bigint as booked, sum(pending)::bigint as pending, sum(owed)::bigint as owed from reports.outstanding group by unit order by unit`,
    );
    expect(told).toEqual(wallets);
    const lots = await house.database.query(
      `select wallet.unit, (lot.expires_at at time zone 'UTC')::date as ends_on, sum(lot.remaining)::bigint as remaining
         from points.lot join points.wallet on wallet.lane = lot.lane and wallet.wallet = lot.wallet
        where lot.expires_at < 'infinity' group by 1, 2 having sum(lot.remaining) > 0 order by 1, 2`,
    );
    const ending = await house.database.query(
      `select unit, ends_on, sum(remaining)::bigint as remaining from reports.ending group by 1, 2 having sum(remaining) <> 0 order by 1, 2`,
    );
    expect(ending).toEqual(lots);
    expect(lots.length).toBeGreaterThan(0);
  });

  test('a line that says something else than the ledger is found and told', async () => {
    await house.database.query(
      `update reports.operation_line set earned = earned + 1 where (lane, seq, n) = (select lane, seq, n from reports.operation_line where earned > 0 limit 1)`,
    );
    await house.database.query('delete from reports.ledger_check');
    const found = await checkLedger(house);
    expect(found).toHaveLength(1);
    const totals = await house.request('POST /v1/reports/operations/totals', {}, { secret: house.secrets.tenant });
    expect(totals.body).toMatchObject({ ledger: { agrees: false, rowsUnchecked: 0 } });
  });
});
