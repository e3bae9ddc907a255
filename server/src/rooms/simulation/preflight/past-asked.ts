import { addDays, addMonths } from '../../../kernel/local-date.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { countStreaks } from '../../promotions/index.ts';
import type { Change, Params } from './asked.ts';

/** What a condition asks of a member's past, as seen from a day. */
export const settleOn = (change: Change, kind: string, params: Params, on: LocalDate): void => {
  const { member } = change;
  const ago = (name: string): LocalDate => addDays(on, -Number(params[name] ?? 0));
  switch (kind) {
    case 'days-since-visit':
      member['lastPurchaseOn'] = ago('from');
      break;
    case 'enrolled-for':
      member['enrolledOn'] = ago('from');
      break;
    case 'birthday-window':
      member['birthday'] = on.slice(5);
      break;
    case 'streak': {
      const period = params['period'] as StreakPeriod;
      const name = `streak.${period}`;
      const before = countStreaks([period], periodsBefore(period, on, 1), {});
      const row = { [name]: Number(params['n']) - 1, [`${name}.at`]: before[`${name}.at`] };
      member['counters'] = { ...(member['counters'] as object), ...row };
      break;
    }
  }
};

export type StreakPeriod = 'day' | 'week' | 'month';

/** A day so many days, weeks or months before. */
export const periodsBefore = (period: StreakPeriod, on: LocalDate, count: number): LocalDate =>
  period === 'month' ? addMonths(on, -count) : addDays(on, period === 'week' ? -7 * count : -count);
