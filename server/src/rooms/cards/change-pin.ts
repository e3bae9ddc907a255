import { normaliseCardNumber, type CardNumber } from '../../kernel/card-number.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { decryptField } from '../../platform/keys.ts';
import { OwnerMoved, want, type Held, type LookUp, type Operation, type Plan } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { bookChange } from '../members/index.ts';
import { findCard } from './find-card.ts';
import { pinDigestOf, verifyPin } from './pin.ts';
import { presentCard, type CardAnswer, type CardDeps, type CardRecord } from './present-card.ts';
import { cardSheet, type CardKey } from './store/card.ts';
import { cipherContext } from './take-number.ts';

/** Wrong PINs in a row after which no PIN is right any more, until the card is unlocked or replaced. */
export const PIN_FAILURES_MAX = 3;

export type PinAttempt = {
  readonly tenant: number;
  /** The card, by its id. */
  readonly card: string;
  readonly pin: string;
  readonly by?: string | undefined;
};
export type PinChange = PinAttempt & { readonly newPin: string };

type PinPlan = Plan & { readonly holder: Held; readonly key: CardKey };

/** What is kept of an attempt: never a PIN. `outcome` is what the caller is told; a wrong one is booked too, since it counts. */
export type PinRecord = CardRecord & { readonly outcome: 'right' | 'wrong' | 'locked' };
export type PinAnswer = CardAnswer & { readonly outcome: PinRecord['outcome'] };

const PIN = /^\d+$/;

async function resolvePin(deps: CardDeps, { tenant, card: id }: PinAttempt, look: LookUp): Promise<PinPlan | Refusal> {
  const found = await findCard(deps.tokens, look, tenant, id);
  if (!found.ok) return found;
  const key = { lane: found.card.lane, card: found.card.card };
  return { owners: [found.holder], wants: [want(cardSheet, key)], holder: found.holder, key };
}

/**
 * Tries a PIN, and counts a wrong one in the card's lane: of a thousand at once three are looked at. Submitted without reference before the
 * change, so that the answer to a wrong PIN claims none.
 */
export const createPinAttempt = (
  deps: CardDeps,
): Operation<PinAttempt, PinPlan, PinRecord, PinAnswer, JournalEntry> => ({
  kind: 'cards.pin_attempt',
  resolve: (input, look) => resolvePin(deps, input, look),
  decide({ tenant, pin, by }, { holder, key }, desk) {
    const card = desk.read(cardSheet, key);
    if (!card) throw new OwnerMoved();
    if (card.state !== 'active') return refuse('cards.card.unfit_state', { state: card.state });
    if (card.suspended.includes('view')) return refuse('cards.card.suspended', { effect: 'view' });
    if (card.pinFailures >= PIN_FAILURES_MAX) return refuse('cards.pin.locked');
    const text = decryptField(deps.keys, card.numberCipher, cipherContext(tenant, card.card)).toString();
    const number = normaliseCardNumber(text);
    const verdict = verifyPin(deps.keys, (number.ok ? number.value : text) as CardNumber, pin, card.pinDigest);
    const pinFailures = verdict.isRight ? 0 : card.pinFailures + 1;
    desk.put(cardSheet, key, { ...card, pinFailures, pinDigest: verdict.renewed ?? card.pinDigest });
    const outcome = verdict.isRight ? 'right' : pinFailures >= PIN_FAILURES_MAX ? 'locked' : 'wrong';
    return booked('cards.pin_attempt', { ...recordOf(card, holder, by), outcome }, holder, tenant, desk);
  },
  present: (record, at) => ({ ...presentCard(deps)(record, at), outcome: record.outcome }),
});

/** Sets a new PIN after `createPinAttempt` has found the old one right. Refuses one of another length than the range's, and a card without PIN. */
export const createPinChange = (
  deps: CardDeps,
): Operation<PinChange, PinPlan, CardRecord, CardAnswer, JournalEntry> => ({
  kind: 'cards.pin_change',
  resolve: (input, look) => resolvePin(deps, input, look),
  decide({ tenant, pin, newPin, by }, { holder, key }, desk) {
    const card = desk.read(cardSheet, key);
    if (!card) throw new OwnerMoved();
    const length = card.range === undefined ? undefined : deps.settings().range(card.range).pinLength;
    if (!PIN.test(newPin) || newPin.length !== length)
      return refuse('cards.pin.malformed', { length: String(length ?? 0) });
    if (card.state !== 'active') return refuse('cards.card.unfit_state', { state: card.state });
    const number = decryptField(
      deps.keys,
      card.numberCipher,
      cipherContext(tenant, card.card),
    ).toString() as CardNumber;
    // Between attempt and change somebody else may have changed it.
    if (card.pinFailures > 0 || !verifyPin(deps.keys, number, pin, card.pinDigest).isRight)
      return refuse('cards.pin.wrong');
    desk.put(cardSheet, key, { ...card, pinDigest: pinDigestOf(deps.keys, number, newPin) });
    return booked('cards.pin_change', recordOf(card, holder, by), holder, tenant, desk);
  },
  present: presentCard(deps),
});

const recordOf = (
  { lane, card, state }: CardKey & Pick<CardRecord, 'state'>,
  { owner }: Held,
  by: string | undefined,
): CardRecord => ({ card: { lane, card: String(card) }, owner: String(owner), state, ...(by && { by }) });

const booked = <Kept>(
  kind: string,
  record: Kept,
  { lane, owner }: Held,
  tenant: number,
  desk: Parameters<typeof bookChange>[0],
) =>
  bookChange(desk, {
    ...{ kind, lane, owner, tenant, record },
    seq: desk.take(lane),
    program: 0,
    occurredAt: desk.recordedAt,
  });
