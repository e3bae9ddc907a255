import { addSeconds, type Instant } from '../../../kernel/instant.ts';
import { exactJson } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Decided, Desk } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Till } from '../../partners/index.ts';
import { holdPoints, type Wallet } from '../../points/index.ts';
import { keepForeign, type Foreign } from '../amount.ts';
import { openAct } from '../act-till.ts';
import { countGiftUse, useOfCard, type GiftUse } from '../card-use.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import type { Gift } from '../gift.ts';
import { shareOverWallets } from '../gift-wallets.ts';
import type { GiftRecord } from '../record.ts';
import { giftOperation, type GiftOperation } from './gift-operation.ts';
import { planGiftSpend, type GiftSpend } from './spend-gift.ts';

/** Thirty days, as a card scheme gives a hotel: what is held longer is no purchase on its way. */
export const GIFT_HOLD_SECONDS_MAX = 30 * 24 * 60 * 60;

export type HoldInput = GiftSpend & { readonly seconds: number };

/** Reserves value until it is captured or released; by time it lapses. Refuses a length that is none, then what a redemption is refused for. */
export const hold = (deps: GiftDeps): GiftOperation<HoldInput> =>
  giftOperation(deps, 'giftcards.hold', 'spend', (input, met, desk) => {
    if (!Number.isInteger(input.seconds) || input.seconds < 1 || input.seconds > GIFT_HOLD_SECONDS_MAX)
      return refuse('giftcards.hold.too_long', { seconds: String(GIFT_HOLD_SECONDS_MAX) });
    const planned = planGiftSpend(deps, input, met, desk);
    if (!planned.ok) return planned;
    const { wallets, amount, asked, foreign } = planned;
    const use = useOfCard(deps, met, input, amount, desk);
    if (use && 'ok' in use) return use;
    // From here it succeeds.
    const endsAt = addSeconds(desk.recordedAt, input.seconds);
    const shares = shareOverWallets(wallets, amount);
    return holdOnGift(deps, met.gift, { shares, amount, asked, foreign, endsAt, till: input.till, use }, desk);
  });

/** What is to be held on a gift, wallet by wallet: promotional value first. */
export type GiftHold = {
  readonly shares: readonly { readonly wallet: Wallet; readonly amount: bigint }[];
  readonly amount: bigint;
  readonly asked: bigint;
  readonly foreign: Foreign | undefined;
  readonly endsAt: Instant;
  readonly till: Till;
  /** What it is to the limits of the card; a quote's hold counts nothing, its sale does. */
  readonly use?: GiftUse | undefined;
};

/** Books a hold on a gift that was met and has so much. */
export function holdOnGift(
  deps: GiftDeps,
  gift: Gift,
  { shares, amount, asked, foreign, endsAt, till, use }: GiftHold,
  desk: Desk<JournalEntry>,
): Decided<GiftRecord> {
  const booking = openAct(deps, desk, till, gift.lane);
  for (const [n, share] of shares.entries()) holdPoints(booking, share.wallet, share.amount, endsAt, n);
  const kept = {
    act: 'hold',
    amount: exactJson(amount),
    ...(asked > amount ? { asked: exactJson(asked) } : {}),
    ...(foreign ? { foreign: keepForeign(foreign) } : {}),
    endsAt,
    ...countGiftUse(desk, use),
  } as const;
  return closeAct(deps, booking, gift, kept, { kind: 'giftcards.hold', till });
}
