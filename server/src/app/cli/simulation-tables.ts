import type { SimulationReport } from '../../rooms/simulation/index.ts';
import { formatTable } from './table.ts';

const ROWS_MAX = 31;

type Amounts = SimulationReport['amounts'];

const amountRows = (amounts: Amounts, lead: readonly string[]): string[][] =>
  Object.entries(amounts).map(([name, { draft, today, difference }]) => [...lead, name, draft, today, difference]);

const section = (title: string, head: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ''
    : `${title}${title === '' ? '' : '\n'}${formatTable(
        [...head],
        rows.slice(0, ROWS_MAX).map((row) => [...row]),
      )}${more(rows.length)}`;

const more = (rows: number): string => (rows > ROWS_MAX ? `\n… and ${rows - ROWS_MAX} more; --json has all` : '');

/** A report for the terminal; the long lists end after a month of rows. */
export const simulationTables = (report: SimulationReport): string => {
  const { receipts, withBuyer, buyers, firstOn, lastOn, gross, currency, rulebook } = report;
  const head = `${receipts} receipts, ${withBuyer} of them of ${buyers} buyers, ${firstOn ?? '-'} to ${lastOn ?? '-'}; gross ${gross} ${currency}. Compared with version ${rulebook}.`;
  const compared = ['draft', 'today', 'difference'];
  return [
    head,
    section(
      '',
      ['', ...compared],
      [...amountRows(report.amounts, []), ['cost', report.cost.draft, report.cost.today, report.cost.difference]],
    ),
    section(
      `Returns: goods of ${report.returns.gross} ${currency} came back of ${report.returns.receipts} receipts; taken back, and in no other figure`,
      ['', ...compared],
      amountRows(report.returns.amounts, []),
    ),
    section(
      'Members',
      ['', 'win', 'lose', 'same'],
      report.members.map(({ amount, win, lose, same }) => [amount, String(win), String(lose), String(same)]),
    ),
    ...report.members.flatMap(({ amount, winMost, loseMost }) =>
      [['Win most', winMost] as const, ['Lose most', loseMost] as const].map(([title, some]) =>
        section(
          `${title} (${amount})`,
          ['owner', 'difference'],
          some.map(({ owner, difference }) => [owner, difference]),
        ),
      ),
    ),
    section(
      'By month',
      ['month', '', ...compared],
      // Of one month or less the days say it.
      report.byMonth.length < 2 ? [] : report.byMonth.flatMap(({ key, amounts }) => amountRows(amounts, [key])),
    ),
    report.byDay.length > ROWS_MAX
      ? `By day: ${report.byDay.length} days; --json has them`
      : section(
          'By day',
          ['day', '', ...compared],
          report.byDay.flatMap(({ key, amounts }) => amountRows(amounts, [key])),
        ),
    section(
      'By outlet',
      ['outlet', '', ...compared],
      report.byOutlet.flatMap(({ key, amounts }) => amountRows(amounts, [key])),
    ),
    section(
      'Promotions',
      ['promotion', 'receipts', 'limited', 'gives', 'from', 'to'],
      report.promotions
        .filter((one) => one.receipts > 0)
        .map(({ code, receipts: count, limited, amounts, firstOn: from, lastOn: to }) => [
          ...[code, String(count), String(limited)],
          Object.entries(amounts)
            .map(([name, amount]) => `${amount} ${name}`)
            .join(', '),
          ...[from ?? '', to ?? ''],
        ]),
    ),
    section(
      'Never fired',
      ['promotion', 'why, where it was asked'],
      report.neverFired.map(({ code, reasons }) => [
        code,
        reasons.map(({ reason, share }) => `${reason} (${share} %)`).join(', '),
      ]),
    ),
    section(
      'On one receipt',
      ['promotions', '', 'receipts'],
      report.overlaps.map(({ promotions: [one, other], receipts: count }) => [one, other, String(count)]),
    ),
    section(
      'Budgets end',
      ['promotion', 'of', 'max', 'ends on'],
      report.budgetEnds.map(({ promotion, of, max, endsOn }) => [promotion, of, max, endsOn]),
    ),
    section(
      'Facts that receipts did not keep',
      ['fact', 'receipts'],
      Object.entries(report.lacking).map(([fact, count]) => [fact, String(count)]),
    ),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
};
