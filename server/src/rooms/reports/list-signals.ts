import { addDays, type LocalDate } from '../../kernel/local-date.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { LineDeps } from './deps.ts';
import type { Sight } from './filter.ts';
import { readSignals, type SignalBy } from './read/signals.ts';
import { FACET } from './store/mark.ts';

/** How often a promotion gave something at the hands of somebody. */
export type Signal = {
  readonly cashier: string | undefined;
  readonly outlet: number;
  readonly terminal: number;
  readonly receipts: number;
  readonly days: number;
};

export type SignalsAsked = {
  readonly promotion: string;
  readonly by: SignalBy;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** More receipts than these. */
  readonly over: number;
};

const SIGNAL_DAYS_MAX = 92;
const SIGNALS_MAX = 100;
const GIVING = ['checkout.sale', 'checkout.claim'];

/**
 * What limits by cashier, till and outlet would have counted, which are signals and no conditions: on how many receipts a promotion acted,
 * by whom, over how many days; most first, a hundred at most. As late as the lines are: seconds. Receipts of which goods came back count,
 * since a signal speaks of what was done. Refuses a period that ends before it begins or is too long.
 */
export async function listSignals(
  { marks, database }: LineDeps,
  sight: Sight,
  { promotion: code, by, from, to, over }: SignalsAsked,
): Promise<Ok<{ readonly signals: readonly Signal[] }> | Refusal<'reports.filter.period' | 'reports.signals.period'>> {
  if (to < from) return refuse('reports.filter.period');
  if (to > addDays(from, SIGNAL_DAYS_MAX - 1))
    return refuse('reports.signals.period', { days: String(SIGNAL_DAYS_MAX) });
  const { tenant } = sight;
  const [promotion] = await marks.find(database, [{ tenant, facet: FACET.promotion, value: code }]);
  const kinds = await marks.find(
    database,
    GIVING.map((value) => ({ tenant, facet: FACET.kind, value })),
  );
  if (promotion === undefined || kinds.length === 0) return { ok: true, signals: [] };
  const rows = await readSignals(database, sight, { promotion, kinds, from, to, by, over, most: SIGNALS_MAX });
  const cashiers = await marks.valuesOf(
    database,
    rows.map(({ cashier }) => cashier),
  );
  return {
    ok: true,
    signals: rows.map(({ cashier, outlet, terminal, receipts, days }) => ({
      ...{ cashier: cashiers.get(cashier)?.value, outlet, terminal },
      ...{ receipts: Number(receipts), days: Number(days) },
    })),
  };
}
