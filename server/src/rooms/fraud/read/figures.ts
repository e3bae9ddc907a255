import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { SignalAction } from '../watch.ts';

const countAllOpen = statement<{ tenant_id: number; action: SignalAction; open: bigint }>(
  'fraud.countAllOpenSignals',
  `select tenant_id, action, count(*) as open from fraud.signal where state = 'open' group by tenant_id, action order by tenant_id, action`,
);
const countWaiting = statement<{ waiting: bigint }>(
  'fraud.countWaitingHeld',
  `select count(*) as waiting from fraud.held where state in ('due', 'thawing')`,
);

/** For the metrics: signals that nobody has looked at, and operations that wait to be frozen or let go. */
export type FraudFigures = {
  readonly open: readonly { readonly tenant: number; readonly action: SignalAction; readonly count: number }[];
  readonly waiting: number;
};

export async function readFigures(queries: Queries): Promise<FraudFigures> {
  const [open, [held]] = await Promise.all([queries.run(countAllOpen), queries.run(countWaiting)]);
  return {
    open: open.map(({ tenant_id: tenant, action, open: count }) => ({ tenant, action, count: Number(count) })),
    waiting: Number(held?.waiting ?? 0n),
  };
}
