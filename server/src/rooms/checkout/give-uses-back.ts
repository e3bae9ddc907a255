import type { Desk } from '../../platform/lanes/index.ts';
import { finestPoints, giveUseBack } from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { CheckoutDeps } from './deps.ts';
import type { FoundSale } from './plan-return.ts';
import type { ReturnRecord } from './return-record.ts';

/** Gives the cards that paid their limits of the day back, as far as their points came back; the use itself with the last goods. */
export function giveUsesBack(
  deps: CheckoutDeps,
  { record }: FoundSale,
  restored: ReturnRecord['restored'],
  isWhole: boolean,
  desk: Desk<JournalEntry>,
): void {
  for (const use of record.uses ?? []) {
    const wallets = new Set(
      record.payments.filter((one) => (one.gift?.card ?? one.card) === use.card).map((one) => one.wallet),
    );
    let spent = 0n;
    for (const { wallet, walletType, points } of restored) {
      if (!wallets.has(wallet)) continue;
      const { decimals } = deps.programs.settings().unit(deps.walletTypes.of(walletType).unit);
      spent += finestPoints(BigInt(points), decimals);
    }
    giveUseBack(desk, use, { spent, isWhole });
  }
}
