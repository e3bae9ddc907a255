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

const compared = ['draft', 'today', 'difference'];

const memberTables = (title: string, members: SimulationReport['members']): string[] => [
  section(
    title,
    ['', 'win', 'lose', 'same'],
    members.map(({ amount, win, lose, same }) => [amount, String(win), String(lose), String(same)]),
  ),
  ...members.flatMap(({ amount, winMost, loseMost }) =>
    [['Win most', winMost] as const, ['Lose most', loseMost] as const].map(([which, some]) =>
      section(
        `${which} (${amount})`,
        ['owner', 'difference'],
        some.map(({ owner, difference }) => [owner, difference]),
      ),
    ),
  ),
];

type Rows = readonly { readonly key: string; readonly amounts: Amounts }[];

const timeTables = (title: string, { byMonth, byDay }: { readonly byMonth: Rows; readonly byDay: Rows }): string[] => [
  section(
    `${title} month`,
    ['month', '', ...compared],
    // Of one month or less the days say it.
    byMonth.length < 2 ? [] : byMonth.flatMap(({ key, amounts }) => amountRows(amounts, [key])),
  ),
  byDay.length > ROWS_MAX
    ? `${title} day: ${byDay.length} days; --json has them`
    : section(
        `${title} day`,
        ['day', '', ...compared],
        byDay.flatMap(({ key, amounts }) => amountRows(amounts, [key])),
      ),
];

/** What occasions brought, under headings of its own: it is in no table of receipts. */
const occasionTables = ({ occasions, costInAll }: SimulationReport): string[] => {
  if (occasions === null) return [];
  const { cost, unkept, reversed, people } = occasions;
  const costRow = (name: string, { draft, today, difference }: typeof cost): string[] => [
    ...[name, '', draft, today, difference],
  ];
  return [
    `Occasions: ${occasions.occasions} of ${people} members, ${unkept} of them told by what is known of members today, ${reversed} reversed. Points ` +
      'without a receipt, in no table above.',
    section(
      '',
      ['occasion', '', ...compared],
      [
        ...occasions.byName.flatMap(({ name, occasions: count, amounts }) =>
          amountRows(amounts, [`${name} (${count})`]),
        ),
        costRow('cost', cost),
        costRow('cost with receipts', costInAll),
      ],
    ),
    ...memberTables('Members, by occasions', occasions.members),
    ...timeTables('Occasions by', occasions),
  ];
};

/** A report for the terminal; the long lists end after a month of rows. */
export const simulationTables = (report: SimulationReport): string => {
  const { receipts, withBuyer, buyers, firstOn, lastOn, gross, currency, rulebook } = report;
  const head = `${receipts} receipts, ${withBuyer} of them of ${buyers} buyers, ${firstOn ?? '-'} to ${lastOn ?? '-'}; gross ${gross} ${currency}. Compared with version ${rulebook}.`;
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
    ...memberTables('Members', report.members),
    ...timeTables('By', report),
    section(
      'By outlet',
      ['outlet', '', ...compared],
      report.byOutlet.flatMap(({ key, amounts }) => amountRows(amounts, [key])),
    ),
    ...occasionTables(report),
    section(
      'Promotions',
      ['promotion', 'answers', 'acted on', 'limited', 'gives', 'from', 'to'],
      report.promotions
        .filter((one) => one.receipts + one.occasions > 0)
        .map(({ code, on, receipts: count, occasions, limited, amounts, firstOn: from, lastOn: to }) => [
          ...[code, on ?? 'receipts', String(count + occasions), String(limited)],
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
      'On one receipt, or one occasion',
      ['promotions', '', 'receipts', 'occasions'],
      report.overlaps.map(({ promotions: [one, other], receipts: count, occasions }) => [
        ...[one, other, String(count), String(occasions)],
      ]),
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
