import { reportTotalsAskedSchema, reportTotalsSchema } from '../../../../../contract/reports.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { amountText, figuresText } from '../describe-lines.ts';
import { FOLLOWER } from '../follow-journal.ts';
import { readLag } from '../read/lag.ts';
import { readLedgerCheck } from '../read/ledger-check.ts';
import type { TotalRow } from '../read/totals.ts';
import { resolveFilter } from '../resolve-filter.ts';
import { totalsOf } from '../total.ts';
import { FILTER_REFUSALS, lagBody, roomEndpoint, SCOPE, sightOf, TAGS, type ReportRouteDeps } from './room-endpoint.ts';

/** `POST /v1/reports/operations/totals` */
export const totalLinesEndpoint = ({ reports }: ReportRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/reports/operations/totals',
    repeats: 'reads',
    summary: 'Add up the operations of a filter',
    description:
      'Exact to the unit where there is the time to count within a page; else an estimate that says so, what it was made from and how far it ' +
      'may be off, and exact for who asks with `exact`: that takes two seconds at most over ten million lines, and is waited for. ' +
      'Figures equal the postings of the ledger over the same rows; `ledger` says whether the last comparison found so.',
    scope: SCOPE,
    tags: TAGS,
    body: reportTotalsAskedSchema,
    answers: { 200: reportTotalsSchema },
    refusals: ['reports.query.too_slow', ...FILTER_REFUSALS],
    handler: async ({ principal, body }) => {
      const resolved = await resolveFilter(reports, principal.tenant, body.filter);
      if (!resolved.ok) return resolved;
      const asked = { sight: sightOf(reports, principal), filter: resolved.value };
      const [totals, lag, check] = await Promise.all([
        totalsOf(reports, asked, body.exact),
        readLag(reports.database, principal.tenant, FOLLOWER),
        readLedgerCheck(reports.database, principal.tenant),
      ]);
      if (totals === undefined) return refuse('reports.query.too_slow');
      const { rows, share } = totals;
      return {
        status: 200 as const,
        body: {
          isEstimate: share !== undefined,
          ...sumsBody(reports, rows),
          ...(share && { estimate: { fraction: share.fraction, within: sumsBody(reports, share.within) } }),
          lag: lagBody(lag),
          ledger: {
            agrees: check.difference === undefined,
            rowsUnchecked: Number(check.unchecked),
            ...(check.checkedAt === undefined ? {} : { checkedAt: isoFromInstant(check.checkedAt) }),
          },
        },
      };
    },
  });

/** Sums as they are told: of an estimate, or of how far it may be off, too. */
const sumsBody = (reports: ReportRouteDeps['reports'], rows: readonly TotalRow[]) => ({
  operations: Number(rows.reduce((sum, row) => sum + row.operations, 0n)),
  amounts: [...byUnit(rows, 'currency')].map(([unit, sums]) => {
    const { amount, unit: code } = amountText(reports, unit, sums.amount);
    return { unit: code, amount };
  }),
  figures: [...byUnit(rows, 'unit')].map(([unit, sums]) => figuresText(reports, { ...sums, unit })),
});

type Sums = Omit<TotalRow, 'unit' | 'currency'>;

/** Rows with the same unit, or the same currency, together; what has none is left out. */
function byUnit(rows: readonly TotalRow[], key: 'unit' | 'currency'): ReadonlyMap<number, Sums> {
  const sums = new Map<number, Sums>();
  for (const row of rows) {
    if (row[key] === 0) continue;
    const known = sums.get(row[key]);
    sums.set(row[key], known ? addSums(known, row) : row);
  }
  return new Map([...sums].sort(([a], [b]) => a - b));
}

const addSums = (a: Sums, b: Sums): Sums => ({
  operations: a.operations + b.operations,
  amount: a.amount + b.amount,
  earned: a.earned + b.earned,
  spent: a.spent + b.spent,
  loaded: a.loaded + b.loaded,
  expired: a.expired + b.expired,
  changed: a.changed + b.changed,
});
