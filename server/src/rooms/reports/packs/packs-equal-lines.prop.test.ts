import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeGiftHouse, type GiftHouse } from '../../../../test/gift-house.ts';
import type { TestHouse } from '../../../../test/house.ts';
import { besides, daysAgo, done, line, openTills } from '../../../../test/sales.ts';
import { play, shopping } from '../../../../test/shopping.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Asked, Filter } from '../filter.ts';
import { FOLLOWER } from '../follow-journal.ts';
import { askPlanned } from '../read/planned.ts';
import { sumOfOpenLines, type TotalRow } from '../read/totals.ts';
import { movePacked, readPackedLanes } from '../store/pack.ts';
import { sumOfPacks } from './sum-packs.ts';

fc.configureGlobal({ seed: 2_026_112_251, endOnFailure: true });

const bonus = (code: string, wallet: string, min: string, points: string) => ({
  code,
  priority: 1,
  firstOn: '2020-01-01',
  conditions: [{ kind: 'min-basket', params: { min, base: 'net' } }],
  effects: [{ kind: 'fixed-bonus', wallet, params: { points } }],
});
const PROMOTIONS = [
  {
    code: 'earn',
    priority: 2,
    firstOn: '2020-01-01',
    effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '2', step: '1.00', per: 'line' } }],
  },
  bonus('some', 'promo', '90.00', '60'),
  bonus('seldom', 'points', '400.00', '7'),
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

const SMALL = { least: 4, most: 23 };
const everyone = () => ({ tenant: house.tenant, outlets: null });

/** Totals of the lines that a filter means, each part of it written apart from how the program asks. */
async function countedByHand(asked: Asked): Promise<unknown> {
  const { filter } = asked;
  const values: unknown[] = [house.tenant];
  const value = (one: unknown): string => `$${values.push(one)}`;
  const bears = (facet: string, marks: readonly number[] | undefined) =>
    marks && `exists (select from unnest(marks) as own where own = any(${value(marks)}::int[])) /* ${facet} */`;
  const parts = [
    filter.from && `booked_on >= ${value(filter.from)}::date`,
    filter.to && `booked_on <= ${value(filter.to)}::date`,
    filter.outlets && `outlet = any(${value(filter.outlets)}::int[])`,
    asked.sight.outlets && `outlet = any(${value(asked.sight.outlets)}::int[])`,
    filter.terminals && `terminal = any(${value(filter.terminals)}::int[])`,
    ...(['kinds', 'cashiers', 'walletTypes', 'promotions', 'cardRanges'] as const).map((facet) =>
      bears(facet, filter[facet]),
    ),
    filter.origin && `(flags & 2 <> 0) = ${value(filter.origin === 'offline')}::boolean`,
    filter.amount && `currency = ${value(filter.amount.currency)}::int`,
    filter.amount?.from !== undefined && `amount >= ${value(filter.amount.from)}::bigint`,
    filter.amount?.to !== undefined && `amount <= ${value(filter.amount.to)}::bigint`,
  ].filter((part) => typeof part === 'string');
  const rows = await house.database.query<TotalRow>(
    `select unit, currency, count(*) filter (where is_head)::bigint as operations,
            coalesce(sum(amount) filter (where is_head), 0)::bigint as amount, sum(earned)::bigint as earned, sum(spent)::bigint as spent,
            sum(loaded)::bigint as loaded, sum(expired)::bigint as expired, sum(changed)::bigint as changed
       from reports.operation_line where ${['tenant_id = $1', ...parts].join(' and ')} group by unit, currency`,
    values,
  );
  return together(rows);
}

/** One row for each unit and currency, in their order; as text, for bigints have no other. */
function together(rows: readonly TotalRow[]): unknown {
  const sums = new Map<string, Record<string, bigint>>();
  for (const { unit, currency, ...figures } of rows) {
    const held = sums.get(`${unit}/${currency}`) ?? {};
    for (const [name, figure] of Object.entries(figures)) held[name] = (held[name] ?? 0n) + figure;
    sums.set(`${unit}/${currency}`, held);
  }
  return [...sums]
    .filter(([, figures]) => Object.values(figures).some((figure) => figure !== 0n))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, figures]) => [key, Object.entries(figures).map(([name, figure]) => `${name} ${figure}`)]);
}

const total = async (asker: TestHouse, asked: Asked): Promise<readonly TotalRow[]> => {
  const told = (await asker.reports.total(asked, true))!;
  expect(told.share).toBeUndefined();
  return told.rows;
};

type World = {
  readonly outlets: number[];
  readonly terminals: number[];
  readonly marks: Readonly<Record<string, number[]>>;
  readonly currencies: number[];
  readonly days: LocalDate[];
};

async function worldOf(): Promise<World> {
  const column = async (text: string): Promise<number[]> =>
    (await house.database.query<{ one: number }>(text)).map(({ one }) => one);
  const marks: Record<string, number[]> = {};
  for (const facet of ['k', 'c', 'w', 'p', 'r'])
    marks[facet] = await column(`select mark as one from reports.mark where facet = '${facet}' order by 1`);
  return {
    outlets: await column('select distinct outlet as one from reports.operation_line order by 1'),
    terminals: await column('select distinct terminal as one from reports.operation_line order by 1'),
    currencies: await column('select distinct currency as one from reports.operation_line order by 1'),
    marks,
    days: [0, 3, 9, 14, 21].map((days) => isoFromInstant(daysAgo(days)).slice(0, 10) as LocalDate),
  };
}

/** Filters of every kind, mostly of several parts at once. Amounts by themselves, so that it is always packs that are asked. */
function filters({ outlets, terminals, marks, currencies, days }: World): fc.Arbitrary<Filter> {
  const some = (numbers: number[]) => fc.subarray(numbers, { minLength: numbers.length === 0 ? 0 : 1 });
  const cents = fc.option(fc.bigInt({ min: -20_000n, max: 60_000n }), { nil: undefined });
  const parts = {
    period: fc.tuple(fc.constantFrom(...days), fc.constantFrom(...days)),
    outlets: some(outlets),
    terminals: some(terminals),
    kinds: some(marks.k),
    cashiers: some(marks.c),
    walletTypes: some(marks.w),
    promotions: some(marks.p),
    cardRanges: some(marks.r),
    origin: fc.constantFrom('online' as const, 'offline' as const),
    amount: fc.record({ currency: fc.constantFrom(...currencies), from: cents, to: cents }),
  };
  const names = Object.keys(parts) as (keyof typeof parts)[];
  return fc
    .tuple(fc.record(parts), fc.subarray(names, { minLength: 1, maxLength: 3 }))
    .map(([{ period, ...rest }, named]) => {
      const [from, to] = named.includes('period') ? period.toSorted() : [];
      const kept = Object.fromEntries(Object.entries(rest).filter(([name]) => named.includes(name as never)));
      return { ...kept, ...(from && { from, to }) };
    });
}

describe('totals out of packs', () => {
  test('are those of the lines, whatever was sold, taken back, voided or corrected, and however much of it is packed', async () => {
    let run = 0;
    let met = 0;
    let open = 0;
    await fc.assert(
      fc.asyncProperty(shopping(24), fc.nat({ max: 6 }), async (acts, packsEvery) => {
        const shoppers = { people: house.people, name: `packs-${++run}`, from: daysAgo(20) };
        const number = gifts.number();
        await gifts.ask('activate', { card: { number }, amount: '40.00' });
        for (let n = 0; n < acts.length; n++) {
          await play(openTills(n % 2 === 0 ? house : second), shoppers, acts, n);
          if (n % 5 === 0) await gifts.ask('redeem', { card: { number }, amount: '3.10' });
          if (packsEvery > 0 && n % (3 * packsEvery) === 0) {
            await house.reports.catchUp();
            // Two processes at the same lines at once.
            await Promise.all([house.reports.pack(SMALL), second.reports.pack(SMALL)]);
          }
        }
        await house.reports.catchUp();
        if (run % 2 === 0) await house.reports.pack(SMALL);
        open += await openLines();
        const filter = filters(await worldOf());
        for (const one of fc.sample(filter, { numRuns: 40, seed: run })) {
          const asked = { sight: everyone(), filter: one };
          const byHand = await countedByHand(asked);
          // By two processes: one has met the packs before, of the other many are new.
          for (const asker of [house, second])
            expect(
              together(await total(asker, asked)),
              JSON.stringify(one, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)),
            ).toEqual(byHand);
          if ((byHand as unknown[]).length > 0) met++;
        }
      }),
      { numRuns: 5 },
    );
    // Or nothing above would have been asked of them.
    expect(met).toBeGreaterThan(20);
    const [{ packs }] = await house.database.query<{ packs: number }>(
      'select count(*)::int as packs from reports.pack',
    );
    expect(packs).toBeGreaterThan(8);
    expect(open).toBeGreaterThan(0);
  });

  test('of a bound asker are those of its outlets', async () => {
    const { outlets, currencies } = await worldOf();
    for (const outlet of outlets) {
      const sight = { tenant: house.tenant, outlets: [outlet] };
      const asked = { sight, filter: { amount: { currency: currencies.at(-1)! } } };
      expect(together(await total(house, asked))).toEqual(await countedByHand(asked));
    }
  });

  test('are those of one moment while others sell, follow and pack', async () => {
    const asked: Asked = { sight: everyone(), filter: { amount: { currency: euro() } } };
    const counted = async (): Promise<bigint> => sumOperations(await countedRows());
    let isOver = false;
    const sell = async (shop: TestHouse): Promise<void> => {
      for (let n = 0; n < 40; n++) await done(openTills(shop).sell({ lines: [line(1, 100 + n)] }));
    };
    const work = async (worker: TestHouse): Promise<void> => {
      while (!isOver) {
        await worker.reports.catchUp();
        await worker.reports.pack({ least: 1, most: 5 });
      }
    };
    const working = Promise.all([house, second].map(work));
    let asks = 0;
    const ask = async (): Promise<void> => {
      while (!isOver) {
        const before = await counted();
        const told = sumOperations(await total(house, asked));
        expect(told).toBeGreaterThanOrEqual(before);
        expect(told).toBeLessThanOrEqual(await counted());
        asks++;
      }
    };
    const asking = ask();
    await Promise.all([house, second].map(sell));
    isOver = true;
    await Promise.all([working, asking]);
    expect(asks).toBeGreaterThan(5);
    await house.reports.catchUp();
    expect(together(await total(second, asked))).toEqual(await countedByHand(asked));
  });

  test('out of two moments would count what was packed in between twice', async () => {
    const asked: Asked = { sight: everyone(), filter: { amount: { currency: euro() } } };
    for (let n = 0; n < 8; n++) await done(openTills(house).sell({ lines: [line(1, 100)] }));
    await house.reports.catchUp();
    const lanes = await readPackedLanes(house.database, house.tenant, FOLLOWER);
    const open = await sumOfOpenLines(house.database, asked, lanes);
    expect(await house.reports.pack({ least: 1, most: 50 })).toBeGreaterThan(0);
    const packed = await sumOfPacks(house.database, house.reports, asked);
    const right = sumOperations(await countedRows());
    expect(sumOperations([...open, ...packed])).toBeGreaterThan(right);
    // In one it is right, although the same is packed in the middle of it.
    for (let n = 0; n < 8; n++) await done(openTills(house).sell({ lines: [line(1, 100)] }));
    await house.reports.catchUp();
    const once = await askPlanned(house.database, 30_000, async (tx) => {
      const known = await readPackedLanes(tx, house.tenant, FOLLOWER);
      const first = await sumOfOpenLines(tx, asked, known);
      expect(await second.reports.pack({ least: 1, most: 50 })).toBeGreaterThan(0);
      return [...first, ...(await sumOfPacks(tx, house.reports, asked))];
    });
    expect(sumOperations(once!)).toBe(sumOperations(await countedRows()));
  });

  test('are never of lines packed twice: who comes too late begins again', async () => {
    const [{ lane, upto }] = await readPackedLanes(house.database, house.tenant, FOLLOWER);
    const late = await house.database.connection();
    try {
      await late.begin({ isolation: 'repeatable read' });
      await readPackedLanes(late, house.tenant, FOLLOWER);
      await movePackedTo(upto);
      await expect(movePacked(late, house.tenant, [{ lane, upto }])).rejects.toMatchObject({ code: '40001' });
    } finally {
      late.destroy();
    }
    async function movePackedTo(to: bigint): Promise<void> {
      await house.database.transaction((tx) => movePacked(tx, house.tenant, [{ lane, upto: to }]));
    }
  });
});

const openLines = async (): Promise<number> => {
  const [{ open }] = await house.database.query<{ open: number }>(
    `select count(*)::int as open
       from reports.operation_line as line left join reports.packed_lane as done using (lane) where line.seq > coalesce(done.upto, 0)`,
  );
  return open;
};
const euro = (): number => house.programs.settings().unitByCode(house.tenant, 'EUR')!.unit;
const sumOperations = (rows: readonly { readonly operations: bigint }[]): bigint =>
  rows.reduce((sum, row) => sum + row.operations, 0n);
const countedRows = (): Promise<{ operations: bigint }[]> =>
  house.database.query(
    'select count(*)::bigint as operations from reports.operation_line where tenant_id = $1 and is_head and currency = $2',
    [house.tenant, euro()],
  );
