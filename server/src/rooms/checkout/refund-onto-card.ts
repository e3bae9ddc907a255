import { assert } from '../../kernel/assert.ts';
import { exactJson } from '../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Decided, Desk, Held, LookUp, OwnerKey, Plan } from '../../platform/lanes/index.ts';
import {
  availableOfGift,
  bookActivation,
  bookReload,
  findGift,
  giftSheet,
  giftWallets,
  isMet,
  meetGift,
  planActivation,
  prepareActivation,
  reloadAgainst,
  wantsOfGift,
  type ActivationPlan,
  type Gift,
  type GiftFound,
  type Met,
  type PreparedActivation,
} from '../giftcards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { bookingIn, type Bookings } from './bookings.ts';
import type { CheckoutDeps } from './deps.ts';
import type { Return } from './return.ts';
import type { KeptOnto, KeptRefund } from './return-record.ts';

/** The card that takes the money of a return, found: one in use, or one to be activated. `against`: why a notice's leads nowhere. */
export type OntoPlan = {
  readonly found?: GiftFound | undefined;
  readonly activation?: ActivationPlan | undefined;
  readonly against?: Refusal | undefined;
};

/** Finds the card that a return names. Refuses a request whose card cannot be found or sold; of a notice that is an exception. */
export async function planOnto(deps: CheckoutDeps, input: Return, look: LookUp): Promise<OntoPlan | Refusal> {
  const { onto, till, manner } = input;
  if (!onto) return {};
  const found =
    'newCard' in onto
      ? await planActivation(deps.gifts, till.program, onto.newCard, look, input.receivedAt)
      : await findGift(deps.gifts, look, till.program.tenant, onto.gift);
  if (!found.ok) return manner === 'request' ? found : { against: found };
  return 'wants' in found ? { activation: found } : { found };
}

/** What a return that names a card holds and reads besides its sale. */
export function planWithOnto(plan: Plan, { found, activation }: OntoPlan): Plan {
  const held: readonly Held[] = found ? [found] : activation?.known ? [activation.known] : [];
  const isThere = ({ lane, owner }: OwnerKey): boolean =>
    plan.owners.some((one) => one.lane === lane && one.owner === owner);
  return {
    owners: [...plan.owners, ...held.filter((one) => !isThere(one))],
    lanes: [...(plan.lanes ?? []), ...(activation ? [activation.lane] : [])],
    wants: [...plan.wants, ...(found ? wantsOfGift(found, false) : []), ...(activation?.wants ?? [])],
  };
}

/**
 * Looks at the card before anything else of the return is decided, since a wrong PIN is counted although the return is refused. A notice
 * has happened: nobody asks it for a PIN, and what stands against its card comes back in `against`.
 */
export function meetOnto(
  deps: CheckoutDeps,
  { onto, till, manner }: Return,
  { found, against }: OntoPlan,
  desk: Desk<JournalEntry>,
): { readonly met?: Met; readonly against?: Refusal } | Refusal | Decided<never> {
  if (!found || !onto || 'newCard' in onto) return against ? { against } : {};
  const isNotice = manner === 'notice';
  const shown = isNotice ? { ...found, number: undefined } : found;
  const met = meetGift(deps.gifts, shown, { till, pin: onto.pin, effect: 'load' }, desk);
  if (isMet(met)) return { met };
  if (!isNotice) return met;
  assert(!met.ok, 'without a number no PIN is looked at');
  return { against: met };
}

/** What will be loaded, decided: the money of a return and the card that takes it. */
export type PreparedOnto = {
  readonly amount: bigint;
  readonly instead: readonly KeptRefund[];
  readonly isNew: boolean;
  readonly to: PreparedActivation | Met;
};

/**
 * Decides whether the money of a return goes onto the card that was named: `instead` of the tenders' refunds, less what is deducted for
 * points. Undefined where no money is paid back, or no card is named. Refuses what the program's policy does not allow, another
 * currency, and a load or activation that the terms do not.
 */
export function prepareOnto(
  deps: CheckoutDeps,
  input: Return,
  { activation }: OntoPlan,
  met: Met | undefined,
  { instead, amount }: { readonly instead: readonly KeptRefund[]; readonly amount: bigint },
  desk: Desk<JournalEntry>,
): Ok<{ readonly onto: PreparedOnto | undefined }> | Refusal {
  const { program } = input.till;
  const policy = program.policy.refundOntoGiftCard;
  if (input.onto && policy === 'never') return refuse('checkout.return.card_not_taken');
  if (amount <= 0n) return { ok: true, onto: undefined };
  if (!input.onto) {
    const isNeeded = policy === 'always';
    return isNeeded ? refuse('checkout.return.card_needed') : { ok: true, onto: undefined };
  }
  const load = { amount, promotional: 0n };
  const when = { at: input.occurredAt, from: 'return' as const };
  if (activation) {
    const prepared = prepareActivation(deps.gifts, program, activation, load, when, desk);
    if (!prepared.ok) return prepared;
    const other = currencyAgainst(prepared, input);
    return other ?? { ok: true, onto: { amount, instead, isNew: true, to: prepared } };
  }
  if (!met) return { ok: true, onto: undefined };
  // What this return has done to the card itself: one that it takes back takes no money.
  const gift = desk.read(giftSheet, met.gift) ?? met.gift;
  if (gift.state !== 'active') return refuse('giftcards.card.not_active');
  const to = { ...met, gift };
  const against = currencyAgainst(to, input) ?? reloadAgainst(deps, to, program, load, when, desk);
  return against ?? { ok: true, onto: { amount, instead, isNew: false, to } };
}

const currencyAgainst = (
  { terms }: Pick<Met, 'terms'>,
  { till }: Return,
): Refusal<'giftcards.load.other_currency'> | undefined =>
  terms.unit.unit === till.program.currency.unit
    ? undefined
    : refuse('giftcards.load.other_currency', { currency: terms.unit.code });

/** Books the money of a return onto its card, in the lane of the card. What is paid in is what is not paid out. */
export function bookOnto(
  deps: CheckoutDeps,
  input: Return,
  bookings: Bookings,
  { amount, instead, isNew, to }: PreparedOnto,
): { readonly gift: Gift; readonly kept: KeptOnto } {
  const { program, partner } = input.till;
  const booking = bookingIn(deps, bookings, to.gift);
  let { gift } = to;
  if ('load' in to) bookActivation(deps.gifts, booking, program, to, partner.partner);
  else gift = bookReload(deps.gifts, booking, to, program, { amount, promotional: 0n }, { issuer: partner.partner });
  const left = availableOfGift(giftWallets(booking.desk, deps.walletTypes, gift));
  return {
    gift,
    kept: {
      card: String(gift.card),
      gift: { lane: gift.lane, owner: String(gift.owner), seq: String(booking.seq) },
      unit: gift.unit,
      amount: exactJson(amount),
      left: exactJson(left),
      isNew,
      instead,
    },
  };
}
