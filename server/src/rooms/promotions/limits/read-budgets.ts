import { addDays, epochDayOfDate, parseLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { potsNamed } from '../../../platform/pots/index.ts';
import { leastTaken } from '../check-fits.ts';
import type { Rulebook } from '../rulebook.ts';
import { decimalsOfLimit } from './budgets-against.ts';
import { holderOf, limitKey } from './bound-limit.ts';
import { periodOfDay } from './period.ts';
import { potsOfProgram, readPotName } from './pot-name.ts';

/** A shared limit in one of its periods. Amounts in smallest steps, with the decimals to write them by. */
export type Budget = {
  readonly promotion: string;
  /** Of one that several promotions share: its name, and all of them. */
  readonly name: string | undefined;
  readonly promotions: readonly string[];
  readonly per: 'outlet' | 'program';
  readonly outlet: string;
  readonly of: 'uses' | 'points' | 'money';
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly isForEver: boolean;
  readonly decimals: number;
  readonly budget: bigint;
  readonly spent: bigint;
  readonly reserved: bigint;
  readonly left: bigint;
  readonly endsOn: LocalDate | undefined;
};

/**
 * The budgets of the rulebook in force, each in every period that has been used, and in today's though nobody has used it. For one per
 * outlet only outlets that have used it are known.
 */
export async function readBudgets(
  queries: Queries,
  rulebook: Rulebook,
  tenant: number,
  program: number,
  today: LocalDate,
): Promise<Budget[]> {
  const pots = (await potsNamed(queries, tenant, potsOfProgram(program))).flatMap((pot) => {
    const name = readPotName(pot.pot);
    return name === undefined ? [] : [{ ...pot, ...name }];
  });
  const { promotions, units } = rulebook.content;
  const seen = new Set<string>();
  return promotions.flatMap((promotion) =>
    (promotion.limits ?? []).flatMap((limit): Budget[] => {
      if (limit.per !== 'program' && limit.per !== 'outlet') return [];
      const { per, of, period = 'ever' } = limit;
      const bound = rulebook.byCode(promotion.code)?.limits.find(({ key }) => key === limitKey(limit));
      if (bound === undefined) return [];
      const holder = holderOf(promotion.code, bound);
      const shared = `${holder} ${bound.key}`;
      if (seen.has(shared)) return [];
      seen.add(shared);
      const users = promotions
        .filter(({ limits }) => limits?.some((one) => limit.budget !== undefined && limitKey(one) === bound.key))
        .map(({ code }) => code);
      const known = pots.filter((pot) => pot.promotion === holder && pot.limit === bound.key);
      const takers = limit.budget === undefined ? [promotion.code] : users;
      const least =
        takers.reduce<bigint | undefined>((so, code) => {
          const user = rulebook.byCode(code);
          const taken = user === undefined ? 1n : leastTaken(user, of);
          return so === undefined || taken < so ? taken : so;
        }, undefined) ?? 1n;
      const now = periodOfDay(period, today);
      const isNow = known.some(({ from }) => from === now.from);
      const rows = known.map(({ from, outlet, used, reserved }) => ({ from, outlet, used, reserved }));
      if (!isNow && per === 'program') rows.push({ from: now.from, outlet: '', used: 0n, reserved: 0n });
      return rows.flatMap(({ from: first, outlet, used, reserved }) => {
        const from = parseLocalDate(first);
        if (from === undefined) return [];
        const { until } = periodOfDay(period, from);
        const left = bound.max - used - reserved;
        // What a budget that rejects has left is used up when it is less than anything takes.
        const usable = bound.isRejected && bound.max - used < least ? 0n : left;
        // A budget without end has been running since its promotion has.
        const since = period === 'ever' ? promotion.firstOn : from;
        return {
          ...{ name: limit.budget, promotions: takers },
          ...{ promotion: promotion.code, per, outlet, of, from, until, isForEver: period === 'ever' },
          decimals: decimalsOfLimit(limit, promotion, units),
          ...{ budget: bound.max, spent: used, reserved, left: left < 0n ? 0n : left },
          endsOn: endOf(since, until, today, used, usable),
        };
      });
    }),
  );
}

/** The day on which the rest is used up at the rate since the first day; undefined where the period ends before, or nothing is used. */
export function endOf(
  from: LocalDate,
  until: LocalDate,
  today: LocalDate,
  used: bigint,
  left: bigint,
): LocalDate | undefined {
  if (used <= 0n || today < from) return undefined;
  const last = today < until ? today : until;
  if (left <= 0n) return last;
  const days = BigInt(epochDayOfDate(last) - epochDayOfDate(from) + 1);
  // Rounded up: on that day the last of it goes.
  const more = Number((left * days + used - 1n) / used);
  const rest = epochDayOfDate(until) - epochDayOfDate(last);
  return more > rest ? undefined : addDays(last, more);
}
