import { instantFromIso } from '../../../server/src/kernel/instant.ts';
import type { LocalDate } from '../../../server/src/kernel/local-date.ts';
import type { Figures } from '../sale.ts';
import { benchTrail } from './trail.ts';
import { LINES, openTable, type TableGround } from './table-base.ts';

type Asked = Parameters<TableGround['house']['reports']['list']>[0];
type Filter = Asked['filter'];
type Page = Parameters<TableGround['house']['reports']['list']>[1];
type Sort = Page['sort'];

const ROUNDS = 6;
const TOTAL_ROUNDS = 4;
const PAGE_LINES = 50;

/** Every kind of filter by itself from common to rare, and combinations as people make them. */
async function mixOf({ house, tenant }: TableGround): Promise<readonly (readonly [what: string, filter: Filter])[]> {
  const resolve = async (what: string, asked: object): Promise<readonly [string, Filter]> => {
    const found = await house.reports.resolveFilter(tenant, asked);
    if (!found.ok) throw new Error(`${what}: ${found.refusal}`);
    return [what, found.value];
  };
  const outlets = (from: number, count: number): string[] => Array.from({ length: count }, (_, n) => `o${from + n}`);
  return Promise.all([
    resolve('everything', {}),
    resolve('a day', { from: '2025-07-14', to: '2025-07-14' }),
    resolve('a month', { from: '2025-06-01', to: '2025-06-30' }),
    resolve('a quarter', { from: '2025-04-01', to: '2025-06-30' }),
    resolve('an outlet', { outlets: ['o17'] }),
    resolve('ten outlets', { outlets: outlets(40, 10) }),
    resolve('a till', { terminals: [{ outlet: 'o99', terminal: 'T2' }] }),
    resolve('a cashier', { cashiers: ['c123'] }),
    resolve('sales', { kinds: ['checkout.sale'] }),
    resolve('returns', { kinds: ['checkout.return'] }),
    resolve('returns and voids', { kinds: ['checkout.return', 'checkout.void'] }),
    resolve('a rare kind', { kinds: ['cards.block'] }),
    resolve('offline', { origin: 'offline' }),
    resolve('a wallet type', { walletTypes: ['points'] }),
    resolve('a wallet type of none', { walletTypes: ['promo'] }),
    resolve('a common promotion', { promotions: ['weekend'] }),
    resolve('a promotion of some', { promotions: ['coffee'] }),
    resolve('a seldom promotion', { promotions: ['birthday'] }),
    resolve('a rare promotion', { promotions: ['rare'] }),
    resolve('a common range', { cardRanges: ['gold'] }),
    resolve('a seldom range', { cardRanges: ['staff'] }),
    resolve('a rare range', { cardRanges: ['founders'] }),
    resolve('amounts that many have', { amount: { unit: 'EUR', from: '10.00', to: '20.00' } }),
    resolve('amounts that few have', { amount: { unit: 'EUR', from: '199.90' } }),
    resolve('a receipt', { receipt: 'R1-77777' }),
    resolve('an outlet in a month', { outlets: ['o17'], from: '2025-03-01', to: '2025-03-31' }),
    resolve('returns of an outlet', { outlets: ['o200'], kinds: ['checkout.return'] }),
    resolve('offline returns in a month', {
      origin: 'offline',
      kinds: ['checkout.return'],
      from: '2025-09-01',
      to: '2025-09-30',
    }),
    resolve('a promotion at an outlet', { promotions: ['coffee'], outlets: ['o5'] }),
    resolve('large sales of gold cards', {
      kinds: ['checkout.sale'],
      cardRanges: ['gold'],
      amount: { unit: 'EUR', from: '150.00' },
    }),
    resolve('a cashier’s voids', { cashiers: ['c123'], kinds: ['checkout.void'] }),
    resolve('a common and a rare promotion’s range', { promotions: ['rare'], cardRanges: ['club'] }),
    // Of a million lines scattered over all of them no index helps: what is added up is as much as a page may be asked for.
    resolve('every tenth cashier', { cashiers: Array.from({ length: 300 }, (_, n) => `c${10 * n}`) }),
    resolve('the first tills of a hundred outlets', {
      terminals: outlets(100, 100).map((outlet) => ({ outlet, terminal: 'T1' })),
    }),
    resolve('a wallet type of gold cards', { walletTypes: ['points'], cardRanges: ['gold'] }),
    resolve('weekend or coffee, of half a year', {
      promotions: ['weekend', 'coffee'],
      from: '2025-02-11',
      to: '2025-07-05',
    }),
    resolve('weekend at a hundred outlets', { promotions: ['weekend'], outlets: outlets(100, 100) }),
    resolve('small sales of thirty outlets, online', {
      kinds: ['checkout.sale'],
      origin: 'online',
      outlets: outlets(7, 30),
      amount: { unit: 'EUR', to: '25.00' },
    }),
    resolve('sales from five euros', { kinds: ['checkout.sale'], amount: { unit: 'EUR', from: '5.00' } }),
    // Each is common by itself, and together they are next to nothing: a page that walks along the time finds no end.
    resolve('offline returns of gold cards with coffee', {
      origin: 'offline',
      kinds: ['checkout.return'],
      cardRanges: ['gold'],
      promotions: ['coffee'],
    }),
    resolve('offline coffee of staff', { origin: 'offline', cardRanges: ['staff'], promotions: ['coffee'] }),
    resolve('birthdays of gold cards at ten outlets', {
      promotions: ['birthday'],
      cardRanges: ['gold'],
      outlets: outlets(40, 10),
    }),
    resolve('a till’s returns with weekend', {
      terminals: [{ outlet: 'o99', terminal: 'T2' }],
      kinds: ['checkout.return'],
      promotions: ['weekend'],
    }),
    resolve('large coffee, offline', {
      promotions: ['coffee'],
      origin: 'offline',
      amount: { unit: 'EUR', from: '190.00' },
    }),
    resolve('a month, offline, weekend', {
      from: '2025-11-01',
      to: '2025-11-30',
      origin: 'offline',
      promotions: ['weekend'],
    }),
  ]);
}

/** Where lists by time are entered: at their beginning, in the middle of the year, and near its end. */
const DEPTHS: readonly (LineKey | undefined)[] = [undefined, keyAt('2025-07-01'), keyAt('2025-01-05')];
type LineKey = NonNullable<Page['behind']>;

function keyAt(day: string): LineKey {
  const at = { booked_on: day as LocalDate, occurred_at: instantFromIso(`${day}T12:00:00Z`)! };
  return { ...at, amount: 0n, lane: 1, seq: 1n };
}

// By amount a page goes on behind a line that was shown: an amount out of the air may lie outside of what is filtered.
const isByTime = (sort: Sort): boolean => sort === 'newest' || sort === 'oldest';

/** Pages and totals over ten million operation lines, as the endpoints make them. */
export async function benchTable({
  folder,
  say,
  lines = LINES,
}: {
  readonly folder: string;
  readonly say: (text: string) => void;
  readonly lines?: number | undefined;
}): Promise<Figures> {
  const ground = await openTable(folder, lines, say);
  const { house, database, server, tenant } = ground;
  try {
    const mix = await mixOf(ground);
    await database.query('create extension if not exists pg_prewarm');
    await database.query(
      `select sum(pg_prewarm(held.oid)) from pg_class as held join pg_namespace as space on space.oid = held.relnamespace
        where held.relkind in ('r', 'i') and space.nspname = 'reports'`,
    );
    const sight = { tenant, outlets: null };
    const all: number[] = [];
    const sorts: readonly Sort[] = ['newest', 'oldest', 'largest', 'smallest'];
    for (const [what, filter] of mix) {
      const times: [ms: number, where: string][] = [];
      for (let round = 0; round < ROUNDS; round++) {
        for (const sort of sorts) {
          let shown: LineKey | undefined;
          for (const [depth, at] of DEPTHS.entries()) {
            const behind = isByTime(sort) ? at : shown;
            const began = performance.now();
            const page = await house.reports.list({ sight, filter }, { sort, behind, limit: PAGE_LINES });
            if (page === undefined) throw new Error(`${what} took too long`);
            times.push([performance.now() - began, `${sort} ${depth}`]);
            shown = page.last;
          }
        }
      }
      all.push(...times.map(([ms]) => ms));
      times.sort(([a], [b]) => a - b);
      say(
        `  page of ${what}: median ${times[times.length >> 1]![0].toFixed(1)} ms, worst ${times.at(-1)![0].toFixed(0)} ms (${times.at(-1)![1]})`,
      );
    }
    const trail = await benchTrail(ground, say);
    const exact: number[] = [];
    const estimated: number[] = [];
    const counted: number[] = [];
    for (const [what, filter] of mix) {
      // The first of them is the first time that anybody asks for these columns.
      const times: number[] = [];
      let found = 0;
      for (let round = 0; round < TOTAL_ROUNDS; round++) {
        const began = performance.now();
        const totals = await house.reports.total({ sight, filter }, false);
        if (totals === undefined) throw new Error(`${what} took too long`);
        times.push(performance.now() - began);
        (totals.share ? estimated : exact).push(times.at(-1)!);
        found = countOf(totals.rows);
        if (totals.share) {
          const again = performance.now();
          const counts = await house.reports.total({ sight, filter }, true);
          counted.push(performance.now() - again);
          const [off, within] = [countOf(counts!.rows) - found, countOf(totals.share.within)];
          say(
            `  estimate out of ${(100 * totals.share.fraction).toFixed(0)}%: ${found} within ${within}, off by ${off}`,
          );
        }
      }
      say(
        `  totals of ${what}: ${found.toLocaleString('en')} in ${times[0]!.toFixed(0)} ms at first, then ${Math.max(...times.slice(1)).toFixed(0)} at most`,
      );
    }
    if (counted.length > 0)
      say(`  ${counted.length} totals were estimates, exact after ${Math.max(...counted).toFixed(0)} ms at most`);
    all.sort((a, b) => a - b);
    const p99 = all[Math.min(all.length - 1, Math.floor(all.length * 0.99))]!;
    say(
      `pages: ${all.length}, median ${all[all.length >> 1]!.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, worst ${all.at(-1)!.toFixed(1)} ms`,
    );
    return {
      'portal.table_ms': Math.round(p99 * 10) / 10,
      'portal.table_worst_ms': Math.round(all.at(-1)! * 10) / 10,
      'portal.trail_ms': trail,
      'portal.totals_ms': Math.round(Math.max(...exact, ...estimated) * 10) / 10,
      'portal.totals_exact_ms': Math.round(Math.max(0, ...counted) * 10) / 10,
    };
  } finally {
    await house.stop();
    await database.close();
    await server.stop();
  }
}

const countOf = (rows: readonly { readonly operations: bigint }[]): number =>
  Number(rows.reduce((sum, one) => sum + one.operations, 0n));
