import type { LocalDate } from '../../kernel/local-date.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import { finestPoints, FINEST_DECIMALS } from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Till } from '../partners/index.ts';
import type { Policy, Program, Programs } from '../programs/index.ts';
import { walletsOf } from './booking.ts';
import { daySpentSheet } from './store/day-spent.ts';
import { amountOf, atLeastNothing, type DayLeft } from './wallet-limits.ts';
import type { WalletTypes } from './wallet-types.ts';
import { worthOf, type WalletType } from './wallet-type.ts';

/** What an owner has spent of one kind of wallet on a business day: points of its unit, money that they paid. Smallest steps. */
export type DaySpent = {
  readonly program: number;
  readonly walletType: number;
  readonly day: LocalDate;
  readonly points: bigint;
  readonly money: bigint;
};

/** All that is kept of an owner's days. */
export type OwnerDays = OwnerKey & { readonly tenant: number; readonly days: readonly DaySpent[] };

export type Spent = { readonly points: bigint; readonly money: bigint };

type Deps = {
  readonly walletTypes: Pick<WalletTypes, 'of' | 'ofProgram'>;
  readonly programs: Pick<Programs, 'settings'>;
};

/** True where a program limits what somebody spends on a day: only there is it looked at and counted. */
export const limitsDays = (
  { walletTypes }: Pick<Deps, 'walletTypes'>,
  { program, policy }: Pick<Program, 'program' | 'policy'>,
): boolean =>
  policy.spendPointsPerDayMax !== undefined ||
  policy.spendMoneyPerDayMax !== undefined ||
  walletTypes
    .ofProgram(program)
    .some(({ rules }) => rules.perDayMax !== undefined || rules.perDayMoneyMax !== undefined);

/** What somebody has spent today, and what the program's limits leave of the day for all his wallets together. */
export type Today = { readonly of: (walletType: number) => Spent; readonly left: DayLeft };

/**
 * Reads what an owner has spent on a business day. What open holds keep counts as spent: whoever captures or confirms them finds room.
 * A hold knows no money, so it counts with what its points are worth. Undefined where the program limits no days.
 */
export function spentToday(
  deps: Deps,
  program: Program,
  owner: OwnerKey,
  day: LocalDate,
  desk: Desk<JournalEntry>,
): Today | undefined {
  if (!limitsDays(deps, program)) return undefined;
  const byType = new Map<number, Spent>();
  const add = (walletType: number, { points, money }: Spent): void => {
    const known = byType.get(walletType);
    byType.set(walletType, { points: (known?.points ?? 0n) + points, money: (known?.money ?? 0n) + money });
  };
  for (const one of desk.read(daySpentSheet, owner)?.days ?? [])
    if (one.program === program.program && one.day === day) add(one.walletType, one);
  for (const { program: of, walletType, held } of walletsOf(desk, owner))
    if (of === program.program && held > 0n)
      add(walletType, { points: held, money: worthOf(deps.walletTypes.of(walletType), held) });
  const settings = deps.programs.settings();
  const all = { points: 0n, money: 0n };
  for (const [walletType, { points, money }] of byType) {
    all.points += finestPoints(points, settings.unit(deps.walletTypes.of(walletType).unit).decimals);
    all.money += money;
  }
  return {
    of: (walletType) => byType.get(walletType) ?? NOTHING_SPENT,
    left: leftOf(program.policy, program.currency.decimals, all),
  };
}

const NOTHING_SPENT: Spent = { points: 0n, money: 0n };

function leftOf(policy: Policy, currencyDecimals: number, spent: Spent): DayLeft {
  const left = (text: string | undefined, decimals: number, used: bigint): bigint | undefined => {
    if (text === undefined) return undefined;
    return atLeastNothing(amountOf(text, decimals) - used);
  };
  return {
    points: left(policy.spendPointsPerDayMax, FINEST_DECIMALS, spent.points),
    money: left(policy.spendMoneyPerDayMax, currencyDecimals, spent.money),
  };
}

/** How many points of a kind of wallet somebody may still spend today; undefined where nothing limits that. */
export function pointsLeftToday(
  { programs }: Pick<Deps, 'programs'>,
  { currency }: Pick<Program, 'currency'>,
  type: WalletType,
  { of, left }: Today,
): bigint | undefined {
  const { decimals } = programs.settings().unit(type.unit);
  const spent = of(type.walletType);
  const limits: bigint[] = [];
  const limit = (points: bigint): number => limits.push(atLeastNothing(points));
  // Money that points without a receipt pay is what they are worth; what pays nothing is not limited by it.
  const paying = (money: bigint): void => {
    if (type.paysMoney > 0n) limit((atLeastNothing(money) * type.paysPoints) / type.paysMoney);
  };
  const { perDayMax, perDayMoneyMax } = type.rules;
  if (perDayMax !== undefined) limit(amountOf(perDayMax, decimals) - spent.points);
  if (perDayMoneyMax !== undefined) paying(amountOf(perDayMoneyMax, currency.decimals) - spent.money);
  if (left.points !== undefined) limit(left.points / finestPoints(1n, decimals));
  if (left.money !== undefined) paying(left.money);
  return limits.length === 0 ? undefined : limits.reduce((least, one) => (one < least ? one : least));
}

/** Counts points that were spent without a receipt, at their worth; gives the day, for a reversal. Undefined where nothing limits days. */
export function countSpentNow(
  deps: Deps,
  desk: Desk<JournalEntry>,
  { program, outlet }: Pick<Till, 'program' | 'outlet'>,
  who: OwnerKey & { readonly tenant: number },
  type: WalletType,
  points: bigint,
): LocalDate | undefined {
  if (!limitsDays(deps, program)) return undefined;
  const day = outlet.zone.businessDayOf(desk.recordedAt, outlet.cutOverHour);
  const { walletType } = type;
  countDay(desk, who, { program: program.program, walletType, day, points, money: worthOf(type, points) });
  return day;
}

/**
 * Counts what was spent on a day, in the lane that the batch holds: two tills at once cannot both take the last of it. Below zero it is
 * given back, never below nothing; of a day that is forgotten nothing is.
 */
export function countDay(
  desk: Desk<JournalEntry>,
  { lane, owner, tenant }: OwnerKey & { readonly tenant: number },
  { program, walletType, day, points, money }: DaySpent,
): void {
  const key = { lane, owner };
  const days = desk.read(daySpentSheet, key)?.days ?? [];
  const known = days.find((one) => one.program === program && one.walletType === walletType && one.day === day);
  if (!known && points <= 0n && money <= 0n) return;
  const after: DaySpent = {
    ...{ program, walletType, day },
    points: atLeastNothing((known?.points ?? 0n) + points),
    money: atLeastNothing((known?.money ?? 0n) + money),
  };
  desk.put(daySpentSheet, key, {
    ...key,
    tenant,
    days: known ? days.map((one) => (one === known ? after : one)) : [...days, after],
  });
}

/** Counts for `into` what `from` has spent, who is merged into him: a limit is one for both. */
export function joinDays(desk: Desk<JournalEntry>, from: OwnerKey, into: OwnerKey & { readonly tenant: number }): void {
  for (const one of desk.read(daySpentSheet, { lane: from.lane, owner: from.owner })?.days ?? [])
    countDay(desk, into, one);
}
