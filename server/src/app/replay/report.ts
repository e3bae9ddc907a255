import { formatQuantity } from '../../kernel/quantity.ts';
import { POINTS_DECIMALS, type Figures, type LinesOf } from './figures.ts';
import type { Replay } from './replay.ts';
import type { ReplaySource } from './replayed.ts';

/** Money and points as texts, for a program to read. */
export function asJson(replay: Replay, source: ReplaySource): Record<string, unknown> {
  const { days, whole, members, operations, seconds, currency, disagreements } = replay;
  return {
    source: source.name,
    tenant: source.place.tenant,
    program: source.place.program,
    currency: currency.code,
    ok: disagreements.length === 0,
    disagreements,
    members,
    operations,
    seconds: Math.round(seconds * 1_000) / 1_000,
    perSecond: perSecond(replay),
    whole: figuresAsJson(whole, replay),
    days: [...days].map(([day, figures]) => ({ day, ...figuresAsJson(figures, replay) })),
  };
}

export const perSecond = ({ operations, seconds }: Replay): number =>
  seconds > 0 ? Math.round(operations / seconds) : 0;

function figuresAsJson(figures: Figures, replay: Replay): Record<string, unknown> {
  const { currency } = replay;
  const inSource = (amount: bigint): string => sourceText(amount, replay);
  const linesOf = (map: ReadonlyMap<string, LinesOf>): unknown =>
    Object.fromEntries([...map].map(([fate, { lines, amount }]) => [fate, { lines, amount: inSource(amount) }]));
  const { files, lines, sales, unidentified, returns, parked, repeated } = figures;
  return {
    ...{ files, lines, sales, unidentified, returns, parked, repeated },
    money: {
      read: inSource(figures.read),
      sold: formatQuantity(figures.sold, currency.decimals),
      refunded: formatQuantity(figures.refunded, currency.decimals),
      rejected: inSource(sumOf(figures.rejected)),
      rounding: inSource(figures.rounding),
      priceDifference: inSource(figures.priceDifference),
    },
    booked: linesOf(figures.booked),
    rejected: linesOf(figures.rejected),
    points: Object.fromEntries(
      [...figures.points].map(([walletType, moved]) => [
        walletType,
        Object.fromEntries(Object.entries(moved).map(([key, amount]) => [key, pointsText(amount)])),
      ]),
    ),
    exceptions: Object.fromEntries(figures.exceptions),
  };
}

/** Lines and money of all fates. */
export const sumOf = (map: ReadonlyMap<string, LinesOf>): bigint =>
  [...map.values()].reduce((sum, { amount }) => sum + amount, 0n);

/** Points without decimals that they do not use. */
export const pointsText = (amount: bigint): string => formatQuantity(amount, POINTS_DECIMALS).replace(/\.?0+$/, '');

/** An amount of the source with the currency's decimals, and with more only where it uses them. */
export function sourceText(
  amount: bigint,
  { currency, sourceDecimals }: Pick<Replay, 'currency' | 'sourceDecimals'>,
): string {
  const text = formatQuantity(amount, sourceDecimals);
  const kept = text.length - (sourceDecimals - currency.decimals);
  return text.slice(0, kept) + text.slice(kept).replace(/0+$/, '');
}
