import type { AgreementReport } from '../../rooms/simulation/index.ts';
import { formatTable } from './table.ts';

const NOBODYS = '(none of ours)';
const rule = (code: string): string => (code === '' ? NOBODYS : code);

/** The agreement of two sides for the terminal; promotions by month stand in the JSON only. */
export function agreementTables(report: AgreementReport, nameOf: (lane: number, seq: bigint) => string): string {
  const { receipts, untold, units, agreed, wallets, byMonth, byRule, classes } = report;
  const percent = units === 0 ? '' : ` (${((agreed / units) * 100).toFixed(3)} %)`;
  const head =
    `Agreement: ${receipts} receipts, of ${untold} of them the other side does not tell. ` +
    `${agreed} of ${units} amounts agree${percent}.`;
  const sums = ['compared', 'agree', 'difference', 'without sign'];
  const counted = (one: { units: number; agreed: number; difference: string; absolute: string }): string[] => [
    ...[String(one.units), String(one.agreed)],
    ...[one.difference, one.absolute],
  ];
  return [
    head,
    formatTable(
      ['wallet', 'told', 'decided', ...sums, 'share of told'],
      wallets.map((one) => [one.wallet, one.told, one.decided, ...counted(one), one.valueShare]),
    ),
    `By month\n${formatTable(
      ['month', 'wallet', 'told', 'decided', ...sums],
      byMonth.map((one) => [one.month, one.wallet, one.told, one.decided, ...counted(one)]),
    )}`,
    `By promotion\n${formatTable(
      ['promotion', 'wallet', ...sums],
      byRule.map((one) => [rule(one.rule), one.wallet, ...counted(one)]),
    )}`,
    ...(classes.length === 0
      ? []
      : [
          `Disagreements, by what would explain them\n${formatTable(
            [
              'class',
              'promotion',
              'explanation',
              'wallet',
              'times',
              'difference',
              'without sign',
              'first',
              'told',
              'decided',
            ],
            classes.map((one) => {
              const [first] = one.first;
              return [
                ...[one.class, rule(one.rule), one.what, one.wallet, String(one.units), one.difference, one.absolute],
                ...(first ? [nameOf(first.lane, BigInt(first.seq)), first.told, first.decided] : []),
              ];
            }),
          )}`,
        ]),
  ].join('\n\n');
}
