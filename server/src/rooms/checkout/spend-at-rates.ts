import { finestPoints } from '../cards/index.ts';
import {
  planSpending,
  type PayableLine,
  type PayingPlace,
  type PayingWallet,
  type SpendingAsked,
} from '../points/index.ts';
import type { SpendingRate } from '../promotions/index.ts';

type Planned = ReturnType<typeof planSpending>;

/** The wallet as it pays under a rate of a promotion: the same points for more money. */
const atRate = <Wallet extends PayingWallet>(wallet: Wallet, { factor, walletType }: SpendingRate): Wallet =>
  walletType !== undefined && walletType !== wallet.type.code
    ? wallet
    : {
        ...wallet,
        type: {
          ...wallet.type,
          paysPoints: wallet.type.paysPoints * factor.denominator,
          paysMoney: wallet.type.paysMoney * factor.numerator,
        },
      };

const isBetter = (one: SpendingRate, other: SpendingRate): boolean =>
  one.factor.numerator * other.factor.denominator > other.factor.numerator * one.factor.denominator;

/** The lines of each rate, best rate first; a line has the best that names it. The last have none. */
const byRate = (
  lines: readonly PayableLine[],
  rates: readonly SpendingRate[],
): { readonly rate: SpendingRate | undefined; readonly lines: readonly PayableLine[] }[] => {
  const ordered = [...rates].sort((a, b) => (isBetter(a, b) ? -1 : isBetter(b, a) ? 1 : 0));
  const left = new Map(lines.map((line) => [line.line, line]));
  const groups = ordered.map((rate) => {
    const own = rate.lines.flatMap((number) => left.get(number) ?? []);
    for (const { line } of own) left.delete(line);
    return { rate, lines: own };
  });
  return [...groups, { rate: undefined, lines: [...left.values()] }].filter((group) => group.lines.length > 0);
};

/** What is left of a wallet's points by their ends, when the first of them were planned. */
function endingsAfter(endings: PayingWallet['endings'], points: bigint): PayingWallet['endings'] {
  let left = points;
  return endings?.flatMap((ending) => {
    const taken = ending.points < left ? ending.points : left;
    left -= taken;
    return taken === ending.points ? [] : [{ ...ending, points: ending.points - taken }];
  });
}

/** What is left of somebody's day when these parts are spent. */
function leftAfter(
  { points, money }: NonNullable<PayingPlace['today']>,
  parts: Planned['parts'],
  wallets: readonly PayingWallet[],
): NonNullable<PayingPlace['today']> {
  const spent = { points: 0n, money: 0n };
  for (const part of parts) {
    spent.points += finestPoints(part.points, wallets.find(({ type }) => type.code === part.walletType)!.decimals);
    spent.money += part.money;
  }
  return {
    points: points === undefined ? undefined : points - spent.points,
    money: money === undefined ? undefined : money - spent.money,
  };
}

/**
 * Plans a tender of points where promotions let them pay more on some lines: those lines first, the best rate first, so
 * that the same points pay most; then the rest with what is left. Without rates it is `planSpending`.
 */
export function spendAtRates(
  lines: readonly PayableLine[],
  place: PayingPlace,
  given: readonly PayingWallet[],
  asked: SpendingAsked,
  rates: readonly SpendingRate[],
): Planned {
  if (rates.length === 0) return planSpending(lines, place, given, asked);
  const parts: Planned['parts'][number][] = [];
  const reasons: Planned['reasons'][number][] = [];
  let wallets = given;
  const whole = lines.reduce((sum, one) => sum + one.due, 0n);
  let money = 0n;
  let want = asked;
  let { today } = place;
  for (const { rate, lines: some } of byRate(lines, rates)) {
    if (want !== 'most' && ('money' in want ? want.money : want.points) <= 0n) break;
    const still = { ...place, stillDue: (place.stillDue ?? whole) - money, today };
    const planned = planSpending(some, still, rate ? wallets.map((wallet) => atRate(wallet, rate)) : wallets, want);
    parts.push(...planned.parts);
    for (const reason of planned.reasons)
      if (!reasons.some((one) => one.walletType === reason.walletType && one.reason === reason.reason))
        reasons.push(reason);
    money += planned.money;
    const spent = planned.parts.reduce((sum, one) => sum + one.points, 0n);
    if (want !== 'most')
      want = 'money' in want ? { money: want.money - planned.money } : { ...want, points: want.points - spent };
    if (today) today = leftAfter(today, planned.parts, wallets);
    wallets = wallets.map((wallet) => {
      const own = planned.parts.filter(({ walletType }) => walletType === wallet.type.code);
      const points = own.reduce((sum, one) => sum + one.points, 0n);
      const paid = own.reduce((sum, one) => sum + one.money, 0n);
      if (points === 0n) return wallet;
      const before = wallet.before ?? { money: 0n, points: 0n };
      return {
        ...wallet,
        available: wallet.available - points,
        endings: endingsAfter(wallet.endings, points),
        before: { money: before.money + paid, points: before.points + points },
        ...(wallet.today && { today: { money: wallet.today.money + paid, points: wallet.today.points + points } }),
      };
    });
  }
  return { ...planSpending([], place, [], 'most'), parts, reasons, money };
}
