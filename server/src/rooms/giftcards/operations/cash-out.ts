import { exactJson, formatQuantity, type Unit } from '../../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Decided, Desk } from '../../../platform/lanes/index.ts';
import { movements, type JournalEntry } from '../../ledger/index.ts';
import { availableOf, foreseeWallets, takeFromLots } from '../../points/index.ts';
import { openAct } from '../act-till.ts';
import { countGiftUse, useOfCard } from '../card-use.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import { planGift, type GiftInput, type GiftPlan } from '../find-gift.ts';
import type { CashOut } from '../gift-settings.ts';
import { giftTypes, giftWallets } from '../gift-wallets.ts';
import { isMet, meetGift, type Met } from '../meet-gift.ts';
import { presentGift } from '../present-gift.ts';
import { proveShown } from '../prove-shown.ts';
import { findPutOn } from '../read/put-on.ts';
import type { GiftRecord } from '../record.ts';
import { giftSheet } from '../store/gift.ts';
import type { GiftOperation } from './gift-operation.ts';

type CashOutPlan = GiftPlan & {
  /** What was put on the card, as it was looked up: a load that comes between that and the decision only makes its balance larger. */
  readonly putOn: bigint;
};

/**
 * Pays the rest of a card out in money, where the jurisdiction of the outlet, or else of the terms, lets so little be paid out on this
 * day: less than an amount, or at most a share of what was put on it. Promotional value is never paid out; without any left the card is closed.
 * Refuses where no threshold is known, a balance that is over it, one that is partly held, and nothing at all.
 */
export const cashOut = (deps: GiftDeps): GiftOperation<GiftInput, CashOutPlan> => ({
  kind: 'giftcards.cash_out',
  async resolve(input, look) {
    const plan = await planGift(deps, input, input.gift, look, true);
    if ('ok' in plan) return plan;
    const gift = await look.row(giftSheet, plan.found);
    const type = gift && giftTypes(deps.walletTypes, gift).gift.walletType;
    return { ...plan, putOn: type === undefined ? 0n : await findPutOn(deps.database, plan.found, type) };
  },
  foresee: (input, { found }, { peek }) => foreseeWallets([found], peek, input.receivedAt, true),
  decide(input, { found, putOn }, desk) {
    const met = meetGift(deps, found, { ...input, effect: 'spend' }, desk);
    if (!isMet(met)) return met;
    return proveShown(found, input, desk) ?? payOut(deps, input, met, putOn, desk);
  },
  present: (record, booked) => presentGift(deps, record, booked),
});

function payOut(
  deps: GiftDeps,
  input: GiftInput,
  met: Met,
  putOn: bigint,
  desk: Desk<JournalEntry>,
): Decided<GiftRecord> | Refusal {
  const { gift, terms } = met;
  const { outlet, program } = input.till;
  const places = [...outlet.groups, ...(terms.content.jurisdiction === undefined ? [] : [terms.content.jurisdiction])];
  const law = places
    .map((place) => deps.giftSettings.cashOutAt(program.tenant, place, gift.unit, desk.recordedAt))
    .find((one) => one !== undefined);
  if (law === undefined) return refuse('giftcards.cash_out.not_here');
  const wallets = giftWallets(desk, deps.walletTypes, gift);
  const wallet = wallets.find((one) => one.walletType === giftTypes(deps.walletTypes, gift).gift.walletType);
  if (!wallet || wallet.booked === 0n) return refuse('giftcards.cash_out.nothing');
  const tooMuch = lawAgainst(law, wallet.booked, putOn, terms.unit);
  if (tooMuch) return tooMuch;
  const amount = availableOf(wallet);
  if (amount < wallet.booked) return refuse('giftcards.card.value_held');
  const use = useOfCard(deps, met, input, amount, desk);
  if (use && 'ok' in use) return use;
  // From here it succeeds.
  const booking = openAct(deps, desk, input.till, gift.lane);
  booking.postings.push(...movements.cashOut(deps.accounts.of(gift.program, gift.unit), wallet.wallet, amount));
  takeFromLots(booking, wallet, amount);
  const isEmpty = wallets.every((one) => one.wallet === wallet.wallet || (one.booked === 0n && one.pending === 0n));
  const left = isEmpty ? { ...gift, state: 'closed' as const } : gift;
  desk.put(giftSheet, left, left);
  const kept = { act: 'cash_out', amount: exactJson(amount), ...countGiftUse(desk, use) } as const;
  return closeAct(deps, booking, left, kept, { kind: 'giftcards.cash_out', till: input.till });
}

/** Why a balance is too large to be paid out: it is neither below the amount nor so small a share of what was put on the card. */
function lawAgainst({ below, leftPercent }: CashOut, booked: bigint, putOn: bigint, unit: Unit): Refusal | undefined {
  if (booked < below) return undefined;
  const text = (of: bigint): string => formatQuantity(of, unit.decimals);
  const said = { balance: text(booked), below: text(below) };
  if (leftPercent === undefined) return refuse('giftcards.cash_out.too_much', said);
  if (booked * 100n <= putOn * BigInt(leftPercent)) return undefined;
  return refuse('giftcards.cash_out.too_much_left', { ...said, loaded: text(putOn), percent: String(leftPercent) });
}
