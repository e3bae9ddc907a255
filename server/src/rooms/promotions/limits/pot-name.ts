import { assert } from '../../../kernel/assert.ts';
import { POT_NAME_LENGTH_MAX, type Pot } from '../../../platform/pots/index.ts';
import { holderOf, type BoundLimit } from './bound-limit.ts';
import { periodOfDay } from './period.ts';
import type { LimitPlace } from './desk-rooms.ts';

/** How the names of a promotion's pots begin. */
export const potsOfProgram = (program: number): string => `budget/${program}/`;

/** What the name of a promotion's pot says; undefined for another kind of pot. */
export function readPotName(
  name: string,
): { readonly promotion: string; readonly limit: string; readonly outlet: string; readonly from: string } | undefined {
  const [kind, , promotion, limit, outlet, from] = name.split('/');
  if (kind !== 'budget' || promotion === undefined || limit === undefined || outlet === undefined || from === undefined)
    return undefined;
  return { promotion, limit, outlet, from };
}

/** The pot of a shared limit in the period of the day: `budget/12/summer/program.points.month//2026-11-01`, `budget/12/@autumn/…` of a named one. */
export function potOf(
  { tenant, program, outlet, day }: Pick<LimitPlace, 'tenant' | 'program' | 'outlet' | 'day'>,
  promotion: string,
  limit: BoundLimit,
): Pot {
  const { from } = periodOfDay(limit.period, day);
  const pot = `${potsOfProgram(program)}${holderOf(promotion, limit)}/${limit.key}/${limit.per === 'outlet' ? outlet : ''}/${from}`;
  assert(pot.length <= POT_NAME_LENGTH_MAX, `the name ${pot} is too long`);
  return { tenant, pot, budget: limit.max };
}
