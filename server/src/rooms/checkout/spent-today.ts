import type { LocalDate } from '../../kernel/local-date.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import { finestPoints } from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { countDay, limitsDays, spentToday } from '../points/index.ts';
import type { CheckoutDeps } from './deps.ts';
import type { FoundSale } from './plan-return.ts';
import type { Sale } from './sale.ts';
import { shareOf, type PaidTender } from './share-tenders.ts';
import type { Payment } from './payment.ts';
import type { Returned } from './store/returned.ts';

type Today = NonNullable<ReturnType<typeof spentToday>>;

/** The business day of the outlet: limits of the day go by it (semantics 3.19). */
const dayOf = ({ till: { outlet }, occurredAt }: Pick<Sale, 'till' | 'occurredAt'>): LocalDate =>
  outlet.zone.businessDayOf(occurredAt, outlet.cutOverHour);

/** What whoever pays has spent on the day of the sale, with what he pays by tenders before; undefined where no limit asks. */
export function todayOf(
  deps: CheckoutDeps,
  sale: Pick<Sale, 'till' | 'occurredAt'>,
  payer: OwnerKey,
  before: readonly Payment[],
  desk: Desk<JournalEntry>,
): Today | undefined {
  const today = spentToday(deps, sale.till.program, payer, dayOf(sale), desk);
  const own = before.filter(({ wallet }) => wallet.owner === payer.owner);
  if (!today || own.length === 0) return today;
  const settings = deps.programs.settings();
  const all = { points: 0n, money: 0n };
  for (const { type, points, money } of own) {
    all.points += finestPoints(points, settings.unit(type.unit).decimals);
    all.money += money;
  }
  const less = (left: bigint | undefined, by: bigint): bigint | undefined => (left === undefined ? left : left - by);
  return {
    of(walletType) {
      const spent = { ...today.of(walletType) };
      for (const one of own) {
        if (one.type.walletType !== walletType) continue;
        spent.points += one.points;
        spent.money += one.money;
      }
      return spent;
    },
    left: { points: less(today.left.points, all.points), money: less(today.left.money, all.money) },
  };
}

/** Counts what points have paid on the day of the sale; gives the day, for returns. Undefined where nothing was counted. */
export function countPaidToday(
  deps: CheckoutDeps,
  sale: Pick<Sale, 'till' | 'occurredAt'>,
  payments: readonly Payment[],
  desk: Desk<JournalEntry>,
): LocalDate | undefined {
  const byPoints = payments.filter(({ gift }) => gift === undefined);
  const { program } = sale.till;
  if (byPoints.length === 0 || !limitsDays(deps, program)) return undefined;
  const day = dayOf(sale);
  for (const { wallet, type, points, money } of byPoints)
    countDay(desk, wallet, { program: program.program, walletType: type.walletType, day, points, money });
  return day;
}

/** Gives the day of the sale back what a return gives back to wallets: points and money, each as far as its tender is refunded. */
export function givePaidBack(
  found: FoundSale,
  tenders: readonly PaidTender[],
  refunds: readonly bigint[],
  before: Pick<Returned, 'refunded'>,
  desk: Desk<JournalEntry>,
): void {
  const { sale, record, buyer, merged } = found;
  const day = record.spentOn;
  if (day === undefined) return;
  for (const [at, { payment, amount }] of tenders.entries()) {
    const paid = payment === undefined ? undefined : record.payments[payment];
    if (!paid || paid.gift) continue;
    const was = BigInt(before.refunded[at] ?? 0);
    const backFor = (refund: bigint): bigint => shareOf(BigInt(paid.points), refund, amount);
    const owner = paid.payer ? { lane: paid.payer.lane, owner: BigInt(paid.payer.owner) } : buyer!;
    // Who was merged since has his day with whom he was merged into.
    const { lane, owner: id } = merged.find(({ from }) => from.owner === owner.owner)?.into ?? owner;
    countDay(
      desk,
      { lane, owner: id, tenant: sale.tenant },
      {
        ...{ program: sale.program, walletType: paid.walletType, day },
        points: backFor(was) - backFor(refunds[at]),
        money: was - refunds[at],
      },
    );
  }
}
