import { formatQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Desk } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Wallet } from '../../points/index.ts';
import { convertBack, readAsked, type Foreign } from '../amount.ts';
import type { GiftDeps } from '../deps.ts';
import type { GiftInput } from '../find-gift.ts';
import { availableOfGift, giftWallets } from '../gift-wallets.ts';
import type { Met } from '../meet-gift.ts';

/** Value asked of a card without a receipt. */
export type GiftSpend = GiftInput & {
  readonly amount: string;
  /** Another currency than the card's; turned by the rate in force. */
  readonly currency: string | undefined;
  /** Where there is less: refused, or what is there is taken. Policy may decide otherwise. */
  readonly short: 'decline' | 'partial';
};

export type Spendable = {
  readonly wallets: readonly Wallet[];
  readonly amount: bigint;
  readonly asked: bigint;
  readonly foreign: Foreign | undefined;
};

/** True where a redemption for more than is there takes what is there: the caller's wish, unless the terms decide. */
export const takesPart = ({ terms }: Pick<Met, 'terms'>, short: 'decline' | 'partial'): boolean =>
  terms.content.partial === 'always' || (terms.content.partial === 'by_caller' && short === 'partial');

/** Says how much a spend takes of a gift. Refuses what cannot be read, no rate, and too little: nothing at all, or less than asked. */
export function planGiftSpend(
  deps: GiftDeps,
  input: GiftSpend,
  met: Met,
  desk: Desk<JournalEntry>,
): Ok<Spendable> | Refusal {
  const { gift, terms } = met;
  const read = readAsked(deps, terms, input.amount, input.currency, desk.recordedAt);
  if (!read.ok) return read;
  const { amount: asked, foreign } = read;
  const wallets = giftWallets(desk, deps.walletTypes, gift);
  const available = availableOfGift(wallets);
  if (asked <= available) return { ok: true, wallets, amount: asked, asked, foreign };
  const owed = foreign && available > 0n ? convertBack(available, foreign) : available;
  if (available === 0n || owed === 0n || !takesPart(met, input.short)) {
    const { decimals } = terms.unit;
    return refuse('giftcards.card.insufficient', {
      available: formatQuantity(available, decimals),
      asked: formatQuantity(asked, decimals),
    });
  }
  return { ok: true, wallets, amount: available, asked, foreign: foreign && { ...foreign, amount: owed } };
}
