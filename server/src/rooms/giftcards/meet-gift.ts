import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { OwnerMoved, type Decided, type Desk } from '../../platform/lanes/index.ts';
import { cardSheet, effectAgainst, verifyPin, type Card } from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Till } from '../partners/index.ts';
import { appendEntry } from '../points/index.ts';
import { openAct, type ActTill } from './act-till.ts';
import type { GiftDeps } from './deps.ts';
import type { GiftFound } from './find-gift.ts';
import { PIN_TRIES_MAX, type Gift } from './gift.ts';
import { settleGift } from './settle-gift.ts';
import { giftSheet } from './store/gift.ts';
import type { Terms } from './terms.ts';

/** A gift that may be acted on, with the terms that it is sold on now. */
export type Met = { readonly gift: Gift; readonly card: Card; readonly terms: Terms };

/** Who shows the card, with what PIN, and what it is to do. */
export type Shown = {
  readonly till: Pick<Till, 'program'> & Partial<ActTill>;
  readonly pin: string | undefined;
  /** The first means that a blocked card does as well: it is only looked at, or undone by a person. */
  readonly effect: 'anything' | 'view' | 'spend' | 'load';
  /** Up to when time has worked on it; now, where nothing is said. */
  readonly upTo?: Instant;
};

/** What is kept of a wrong PIN: that there was one. */
export type PinRecord = { readonly is: 'gift_pin'; readonly card: string };

/**
 * Looks at a gift before anything is done with it. Refusals in this order: the PIN, where the card has to show one (locked, missing,
 * wrong); another program's card; one that was replaced, is blocked, or whose series is, or that has no right to it; a gift that is not active, or closed. A wrong PIN is
 * counted in the card's lane although it is refused; the third locks the card. Settles what time has done.
 */
export function meetGift(
  deps: GiftDeps,
  found: GiftFound,
  shown: Shown,
  desk: Desk<JournalEntry>,
): Met | Refusal | Decided<never> {
  const key = { lane: found.lane, card: found.card };
  const card = desk.read(cardSheet, key);
  const gift = desk.read(giftSheet, found);
  if (!card || !gift) throw new OwnerMoved();
  const { program } = shown.till;
  const terms = deps.giftSettings.termsAt(gift.program, gift.terms, desk.recordedAt);
  // A person who may act on cards, or what undoes an operation, needs none.
  const pin = shown.effect === 'anything' ? undefined : pinAgainst(deps, found, shown, card, terms, desk);
  if (pin) return pin;
  const against = cardAgainst(card, shown.effect, desk.recordedAt) ?? stateAgainst(gift, program.program, shown.effect);
  if (against) return against;
  return { gift: settleGift(deps, gift, desk, shown.upTo ?? desk.recordedAt), card, terms };
}

/** True for what `meetGift` gives where the operation goes on. */
export const isMet = (met: Met | Refusal | Decided<never>): met is Met => 'gift' in met;

function pinAgainst(
  deps: GiftDeps,
  found: GiftFound,
  { till, pin }: Shown,
  card: Card,
  terms: Terms,
  desk: Desk<JournalEntry>,
): Refusal | Decided<never> | undefined {
  if (!card.pinDigest) return undefined;
  const isNeeded =
    terms.content.pin === 'needed' || (card.range !== undefined && deps.cardSettings().range(card.range).pinRequired);
  // A card by its id was shown to this API before: only a number has to be proved by its PIN.
  if (found.number === undefined || (pin === undefined && !isNeeded)) return undefined;
  if (card.pinFailures >= PIN_TRIES_MAX) return refuse('giftcards.pin.locked');
  if (pin === undefined) return refuse('giftcards.pin.missing');
  const { isRight, renewed } = verifyPin(deps.keys, found.number, pin, card.pinDigest);
  if (isRight) {
    if (card.pinFailures > 0 || renewed)
      desk.put(cardSheet, card, { ...card, pinFailures: 0, pinDigest: renewed ?? card.pinDigest });
    return undefined;
  }
  const failures = card.pinFailures + 1;
  assert(failures <= PIN_TRIES_MAX, 'a locked card counts no further');
  desk.put(cardSheet, card, { ...card, pinFailures: failures });
  const booking = openAct(deps, desk, till, found.lane);
  const record: PinRecord = { is: 'gift_pin', card: String(card.card) };
  appendEntry(booking, { kind: 'giftcards.pin_wrong', owner: found.owner, till, record });
  const left = PIN_TRIES_MAX - failures;
  const refusal = left === 0 ? refuse('giftcards.pin.locked') : refuse('giftcards.pin.wrong', { left: String(left) });
  return { ok: true, lane: booking.lane, seq: booking.seq, record: record as never, refusal };
}

function cardAgainst(card: Card, effect: Shown['effect'], at: Instant): Refusal | undefined {
  if (effect === 'anything') return undefined;
  if (card.state === 'replaced') return refuse('giftcards.card.replaced');
  const blocked = effectAgainst(card, effect === 'load' ? 'activate' : effect, { blockedCardEarns: false }, at);
  if (blocked) return blocked;
  if (effect === 'spend' && !card.maySpend) return refuse('cards.card.may_not_spend');
  return effect === 'view' && !card.mayView ? refuse('cards.card.may_not_view') : undefined;
}

function stateAgainst(gift: Gift, program: number, effect: Shown['effect']): Refusal | undefined {
  if (gift.program !== program) return refuse('giftcards.card.not_of_program');
  if (effect === 'anything' || effect === 'view' || gift.state === 'active') return undefined;
  return gift.state === 'closed' ? refuse('giftcards.card.closed') : refuse('giftcards.card.not_active');
}
