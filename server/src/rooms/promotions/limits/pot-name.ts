import { assert } from '../../../kernel/assert.ts';
import { POT_NAME_LENGTH_MAX, type Pot } from '../../../platform/pots/index.ts';
import type { BoundLimit } from './bound-limit.ts';
import { periodOfDay } from './period.ts';
import type { LimitPlace } from './desk-rooms.ts';

/** How the names of a promotion's pots begin. */
export const potsOfProgram = (program: number): string => `budget/${program}/`;

/** The pot of a shared limit in the period of the day: `budget/12/summer/program.points.month//2026-11-01`. */
export function potOf(
  { tenant, program, outlet, day }: Pick<LimitPlace, 'tenant' | 'program' | 'outlet' | 'day'>,
  promotion: string,
  limit: BoundLimit,
): Pot {
  const { from } = periodOfDay(limit.period, day);
  const pot = `${potsOfProgram(program)}${promotion}/${limit.key}/${limit.per === 'outlet' ? outlet : ''}/${from}`;
  assert(pot.length <= POT_NAME_LENGTH_MAX, `the name ${pot} is too long`);
  return { tenant, pot, budget: limit.max };
}
