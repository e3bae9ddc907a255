import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { OwnerMoved, ownerSheet, type Desk } from '../../platform/lanes/index.ts';
import { pinDigestOf, takeNumber } from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Booking } from '../points/index.ts';
import type { Program } from '../programs/index.ts';
import type { GiftDeps } from './deps.ts';
import type { Gift } from './gift.ts';
import { loadRefused, loadValue, type Load, type LoadFrom } from './load-value.ts';
import type { ActivationPlan } from './plan-activation.ts';
import { usedNow } from './settle-gift.ts';
import { giftSheet } from './store/gift.ts';
import type { Terms } from './terms.ts';

/** What an activation will do, decided before anything is booked. */
export type PreparedActivation = { readonly gift: Gift; readonly terms: Terms; readonly load: Load };

/** What the till says that a card is sold for; undefined where the card itself says. */
export type LoadAsked = { readonly amount: bigint | undefined; readonly promotional: bigint };

/**
 * Takes a card into use on the desk and says what it will hold; nothing is booked yet. Refuses a second activation, what stands
 * against its stock (destroyed, suspended), a number that was taken meanwhile, another amount than is printed on it, and a load that the
 * terms do not allow. `when` says from when on its value is valid, and where that comes from.
 */
export function prepareActivation(
  deps: GiftDeps,
  program: Program,
  plan: ActivationPlan,
  asked: LoadAsked,
  when: { readonly at: Instant; readonly from: LoadFrom },
  desk: Desk<JournalEntry>,
): Ok<PreparedActivation> | Refusal {
  const at = desk.recordedAt;
  const { lane, owner } = plan;
  const terms = deps.giftSettings.termsAt(program.program, plan.terms, at);
  const claimed = plan.known ? knownGift(plan, desk) : newGift(deps, program, plan, terms, desk);
  if ('ok' in claimed) return claimed;
  const face = plan.stock && (plan.stock.face ?? deps.cardSettings().range(plan.stock.range).face);
  if (face !== undefined && asked.amount !== undefined && asked.amount !== face)
    return refuse('giftcards.activation.face_differs');
  const load = { amount: asked.amount ?? face ?? 0n, promotional: asked.promotional };
  const against = loadRefused(terms, program, 0n, load, { ...when, now: at });
  if (against) return against;
  const gift = usedNow(deps, { ...claimed, lane, owner, state: 'active', activatedAt: at }, at);
  desk.put(giftSheet, gift, gift);
  return { ok: true, gift, terms, load };
}

/** Books what a prepared activation puts on the card. */
export const bookActivation = (
  deps: GiftDeps,
  booking: Booking,
  program: Program,
  { gift, terms, load }: PreparedActivation,
  issuer: number,
): void => loadValue(deps, booking, gift, terms, program, load, { issuer });

function knownGift({ known }: ActivationPlan, desk: Desk<JournalEntry>): Gift | Refusal {
  const gift = known && desk.read(giftSheet, known);
  if (!gift) throw new OwnerMoved();
  return gift.state === 'inactive' ? gift : refuse('giftcards.activation.twice');
}

const TWICE = new Set(['cards.card.exists', 'cards.stock.activated']);

function newGift(
  deps: GiftDeps,
  { tenant, program }: Program,
  { lane, owner, card, number, stock, newPin, terms: code }: ActivationPlan,
  terms: Terms,
  desk: Desk<JournalEntry>,
): Gift | Refusal {
  desk.put(ownerSheet, { lane, owner }, { lane, owner, tenant, kind: 'gift_card', state: 'active', revision: 0 });
  // Stock brings its own PIN and is claimed with its number.
  const pinDigest = stock || newPin === undefined ? undefined : pinDigestOf(deps.keys, number, newPin);
  const taken = takeNumber({ keys: deps.keys, settings: deps.cardSettings }, desk, {
    ...{ tenant, lane, owner, card, number, pinDigest },
    // Whether it may spend is for its range to say.
    ...{ type: 'gift', mayEarn: false, programs: [program], issuedAt: desk.recordedAt },
  });
  if (!taken.ok) return TWICE.has(taken.refusal) ? refuse('giftcards.activation.twice') : taken;
  return {
    ...{ lane, owner, tenant, program, card, terms: code, unit: terms.unit.unit },
    state: 'active',
    feeDueAt: INSTANT_NEVER,
    activatedAt: desk.recordedAt,
  };
}
