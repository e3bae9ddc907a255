import { formatQuantity } from '../../kernel/quantity.ts';
import type { Figures, LinesOf } from '../replay/figures.ts';
import type { Replay } from '../replay/replay.ts';
import type { ReplaySource } from '../replay/replayed.ts';
import { perSecond, pointsText, sourceText, sumOf } from '../replay/report.ts';
import { formatTable } from './table.ts';

const DAY_COLUMNS = [
  'day',
  'lines',
  'sales',
  'unknown buyer',
  'returns',
  'read',
  'sold',
  'refunded',
  'rejected',
  'other prices',
  'rounding',
  'earned',
  'taken back',
  'repeated',
];

/** The control totals as tables: per day, by fate of the lines, and the whole. */
export function replayTables(replay: Replay, source: ReplaySource): string {
  const { days, whole, currency, members, operations, seconds } = replay;
  const inSource = (amount: bigint): string => sourceText(amount, replay);
  const money = (amount: bigint): string => formatQuantity(amount, currency.decimals);
  const dayRow = (day: string, figures: Figures): string[] => {
    const { lines, sales, unidentified, returns, read, sold, refunded, rejected, priceDifference, rounding, repeated } =
      figures;
    const points = [...figures.points.values()];
    const sumPoints = (key: 'earned' | 'takenBack'): string =>
      pointsText(points.reduce((sum, moved) => sum + moved[key], 0n));
    return [
      ...[
        day,
        String(lines),
        String(sales),
        String(unidentified),
        String(returns),
        inSource(read),
        money(sold),
        money(refunded),
      ],
      ...[
        inSource(sumOf(rejected)),
        inSource(priceDifference),
        inSource(rounding),
        sumPoints('earned'),
        sumPoints('takenBack'),
        String(repeated),
      ],
    ];
  };
  const fates = (map: ReadonlyMap<string, LinesOf>): string[][] =>
    [...map]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([fate, of]) => [fate, String(of.lines), inSource(of.amount), source.fates[fate] ?? 'refused']);
  const fateColumns = ['fate', 'lines', currency.code, 'what it means'];
  const parts = [
    formatTable(DAY_COLUMNS, [...[...days].map(([day, figures]) => dayRow(day, figures)), dayRow('whole', whole)]),
    ...(whole.booked.size === 0 ? [] : [`Lines booked\n${formatTable(fateColumns, fates(whole.booked))}`]),
    ...(whole.rejected.size === 0
      ? []
      : [`Lines rejected, by class\n${formatTable(fateColumns, fates(whole.rejected))}`]),
    ...(whole.points.size === 0 ? [] : [`Points\n${pointsTable(whole)}`]),
    ...(whole.exceptions.size === 0
      ? []
      : [
          `Exceptions of booked notices, and refusals\n${formatTable(
            ['code', 'times'],
            [...whole.exceptions].map(([code, times]) => [code, String(times)]),
          )}`,
        ]),
    `${operations} operations in ${seconds.toFixed(1)} s: ${perSecond(replay)} a second. ` +
      `${members.enrolled} members enrolled, ${members.known} known before; ${whole.repeated} of ${whole.sales + whole.returns + whole.parked} receipts had been told before.`,
    replay.disagreements.length === 0
      ? 'The totals agree: every line has its fate, and what was read is what was booked and what was rejected.'
      : `THE TOTALS DO NOT AGREE:\n  ${replay.disagreements.join('\n  ')}`,
  ];
  return parts.join('\n\n');
}

function pointsTable({ points }: Figures): string {
  const columns = ['wallet', 'earned', 'spent', 'uncovered', 'taken back', 'given back'];
  const rows = [...points].map(([walletType, { earned, spent, uncovered, takenBack, givenBack }]) => [
    walletType,
    ...[earned, spent, uncovered, takenBack, givenBack].map(pointsText),
  ]);
  return formatTable(columns, rows);
}
