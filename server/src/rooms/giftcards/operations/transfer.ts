import { formatQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Decided, Desk } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { nameChanged } from '../../members/index.ts';
import { foreseeWallets } from '../../points/index.ts';
import { loadAgainst, readAmount } from '../amount.ts';
import { useOfCard } from '../card-use.ts';
import type { GiftDeps } from '../deps.ts';
import { planGift, type GiftFound, type GiftInput, type GiftName, type GiftPlan } from '../find-gift.ts';
import { availableOfGift, bookedOfGift, giftWallets, shareOverWallets } from '../gift-wallets.ts';
import type { Gift } from '../gift.ts';
import { isMet, meetGift } from '../meet-gift.ts';
import { moveValue } from '../move-value.ts';
import { presentGift } from '../present-gift.ts';
import { proveShown } from '../prove-shown.ts';
import type { GiftRecord } from '../record.ts';
import type { GiftOperation } from './gift-operation.ts';

export type TransferInput = GiftInput & {
  readonly to: GiftName;
  /** Decimal text; absent: all of it, and the card is closed (a merge). */
  readonly amount: string | undefined;
};

type TransferPlan = GiftPlan & { readonly taker: GiftFound };

/**
 * Moves value from one card to another of the same program and currency; lots keep their dates, promotional value stays promotional.
 * A merge moves all of it and closes the card. The home entry stands with the giver, a leg with the taker. Refuses
 * one card twice, terms that do not allow it, another currency, too little, a merge of held value, a balance beyond its bound,
 * and what is over the limits of the giving card's day. A blocked card gives nothing, so that its value is not freed by being moved.
 */
export const transfer = (deps: GiftDeps, act: 'transfer' | 'merge'): GiftOperation<TransferInput, TransferPlan> => ({
  kind: `giftcards.${act}`,
  async resolve(input, look) {
    const [giver, taker] = await Promise.all([
      planGift(deps, input, input.gift, look, true),
      planGift(deps, input, input.to, look, false),
    ]);
    if ('ok' in giver) return giver;
    if ('ok' in taker) return taker;
    if (giver.found.owner === taker.found.owner) return refuse('giftcards.transfer.same_card');
    return {
      owners: [giver.found, taker.found],
      wants: [...giver.wants, ...taker.wants],
      found: giver.found,
      taker: taker.found,
    };
  },
  foresee: (input, { found, taker }, { peek }) => [
    ...foreseeWallets([found], peek, input.receivedAt, true),
    ...foreseeWallets([taker], peek, input.receivedAt, false),
  ],
  decide: (input, plan, desk) => transferNow(deps, act, input, plan, desk),
  present: (record, booked) => presentGift(deps, record, booked),
});

function transferNow(
  deps: GiftDeps,
  act: 'transfer' | 'merge',
  input: TransferInput,
  { found, taker }: TransferPlan,
  desk: Desk<JournalEntry>,
): Decided<GiftRecord> | Refusal {
  const giver = meetGift(deps, found, { ...input, effect: 'spend' }, desk);
  if (!isMet(giver)) return giver;
  // Whoever gives need not know the other card's PIN.
  const met = meetGift(
    deps,
    { ...taker, number: undefined },
    { till: input.till, pin: undefined, effect: 'load' },
    desk,
  );
  if (!isMet(met)) return met;
  const notShown = proveShown(found, input, desk);
  if (notShown) return notShown;
  if (!giver.terms.content.transfer || !met.terms.content.transfer) return refuse('giftcards.transfer.not_allowed');
  if (giver.gift.unit !== met.gift.unit) return refuse('giftcards.transfer.other_currency');
  const { unit } = giver.terms;
  const wallets = giftWallets(desk, deps.walletTypes, giver.gift);
  const available = availableOfGift(wallets);
  const read = input.amount === undefined ? { ok: true as const, amount: available } : readAmount(input.amount, unit);
  if (!read.ok) return read;
  const { amount } = read;
  if (amount > available) {
    const text = (of: bigint): string => formatQuantity(of, unit.decimals);
    return refuse('giftcards.card.insufficient', { available: text(available), asked: text(amount) });
  }
  if (act === 'merge' && bookedOfGift(wallets) > available) return refuse('giftcards.card.value_held');
  const tooMuch = loadAgainst(
    { ...met.terms, loadMax: met.terms.balanceMax },
    bookedOfGift(giftWallets(desk, deps.walletTypes, met.gift)),
    amount,
  );
  if (tooMuch) return tooMuch;
  const use = useOfCard(deps, giver, input, amount, desk);
  if (use && 'ok' in use) return use;
  // From here it succeeds.
  // Whoever found the card with its value before, to block it, must look again.
  if (act === 'merge') nameChanged(desk, giver.gift);
  const giving: Gift =
    act === 'merge'
      ? { ...giver.gift, state: 'closed', survivor: { lane: taker.lane, owner: taker.owner } }
      : giver.gift;
  const shares = shareOverWallets(wallets, amount);
  return moveValue(deps, { act, giver: giving, taker: met.gift, shares, till: input.till, use }, desk);
}
