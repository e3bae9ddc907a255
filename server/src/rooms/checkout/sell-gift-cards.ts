import type { Refusal } from '../../kernel/refusal.ts';
import type { Desk, LookUp } from '../../platform/lanes/index.ts';
import {
  bookActivation,
  planActivation,
  prepareActivation,
  type ActivationPlan,
  type PreparedActivation,
} from '../giftcards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { exactJson } from '../../kernel/quantity.ts';
import { noteExpiring } from '../points/index.ts';
import { bookingIn, type Bookings } from './bookings.ts';
import type { CheckoutDeps } from './deps.ts';
import type { KeptSoldCard } from './record.ts';
import type { CardSold, Sale } from './sale.ts';

/** A gift card on the receipt, and where its value will stand. */
export type CardPlanned = { readonly sold: CardSold; readonly plan: ActivationPlan };
export type PreparedCard = { readonly sold: CardSold; readonly prepared: PreparedActivation };

/** Finds what the gift cards of a receipt can become. A request is refused for one that cannot; of a notice it is an exception. */
export async function planCardsSold(
  deps: CheckoutDeps,
  sale: Sale,
  look: LookUp,
): Promise<{ readonly cards: readonly CardPlanned[]; readonly against: readonly Refusal[] } | Refusal> {
  const cards: CardPlanned[] = [];
  const against: Refusal[] = [];
  for (const sold of sale.cardsSold) {
    const plan = await planActivation(deps.gifts, sale.till.program, sold, look, sale.receivedAt);
    if (plan.ok) cards.push({ sold, plan });
    else if (sale.manner === 'request') return plan;
    else against.push(plan);
  }
  return { cards, against };
}

/** Takes the cards of a receipt into use on the desk. Refuses as `prepareActivation` does; of a notice that is an exception. */
export function prepareCardsSold(
  deps: CheckoutDeps,
  sale: Sale,
  planned: readonly CardPlanned[],
  desk: Desk<JournalEntry>,
): { readonly cards: readonly PreparedCard[]; readonly against: readonly Refusal[] } | Refusal {
  const cards: PreparedCard[] = [];
  const against: Refusal[] = [];
  const when = { at: sale.occurredAt, from: 'sale' as const };
  for (const { sold, plan } of planned) {
    const prepared = prepareActivation(deps.gifts, sale.till.program, plan, sold, when, desk);
    if (prepared.ok) cards.push({ sold, prepared });
    else if (sale.manner === 'request') return prepared;
    else against.push(prepared);
  }
  return { cards, against };
}

/** Books the value of the cards that a receipt sells, each in its own lane. */
export function bookCardsSold(
  deps: CheckoutDeps,
  sale: Sale,
  bookings: Bookings,
  cards: readonly PreparedCard[],
): KeptSoldCard[] {
  const { program, partner } = sale.till;
  return cards.map(({ sold, prepared }) => {
    const { gift, load } = prepared;
    const booking = bookingIn(deps, bookings, gift);
    bookActivation(deps.gifts, booking, program, prepared, partner.partner);
    noteExpiring(booking, gift);
    return {
      line: sold.line,
      gift: { lane: gift.lane, owner: String(gift.owner), seq: String(booking.seq) },
      card: String(gift.card),
      unit: gift.unit,
      amount: exactJson(load.amount),
      promotional: exactJson(load.promotional),
    };
  });
}
