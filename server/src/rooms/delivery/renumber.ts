import { randomInt } from 'node:crypto';
import { luhnDigit, type CardNumber } from '../../kernel/card-number.ts';
import { assert } from '../../kernel/assert.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Database } from '../../platform/database/database.ts';
import {
  freshIds,
  nameSheet,
  OwnerMoved,
  want,
  type Held,
  type NameKey,
  type Operation,
  type Plan,
} from '../../platform/lanes/index.ts';
import {
  CARD_NAME,
  cardKeys,
  cardSheet,
  originsAfter,
  takeNumber,
  type CardKey,
  type NumberDeps,
} from '../cards/index.ts';
import { giftSheet } from '../giftcards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { bookChange } from '../members/index.ts';
import type { Programs } from '../programs/index.ts';
import type { CardPlace } from './delivery.ts';

export type Renumbering = { readonly tenant: number; readonly place: CardPlace };

/** What is kept: which card gave way to which. Never a number. */
export type RenumberRecord = {
  readonly is: 'renumbered';
  readonly from: { readonly lane: number; readonly card: string };
  readonly card: { readonly lane: number; readonly card: string };
  readonly owner: string;
};

type RenumberPlan = Plan & {
  readonly held: Held;
  readonly key: CardKey;
  readonly names: readonly NameKey[];
  readonly number: CardNumber;
  readonly card: bigint;
};

export type RenumberDeps = NumberDeps & { readonly database: Database; readonly programs: Programs };

// A card that nobody holds in his hand: 20 digits, longer than what is printed, with a Luhn digit at the end.
const VIRTUAL_PREFIX = '98';
const DRAWN_DIGITS = 17;
const DRAWS_MAX = 10;

/** A number that no range has. */
function drawNumber({ settings }: NumberDeps, tenant: number): CardNumber {
  for (let draws = 0; draws < DRAWS_MAX; draws++) {
    const drawn = Array.from({ length: DRAWN_DIGITS }, () => randomInt(10)).join('');
    const payload = VIRTUAL_PREFIX + drawn;
    const number = (payload + luhnDigit(payload)) as CardNumber;
    if (settings().rangeOf(tenant, number) === undefined) return number;
  }
  assert(false, 'a range has every number of 20 digits that begins with 98');
}

/**
 * Gives the value of a gift card another number and replaces the card that it had: whoever knew the old number knows nothing any
 * more. The new one stands in no range, but keeps where it came from: a block of the range, batch or serials of any number that the
 * value had reaches it, whether it is set before or after. Rights, limits and what was used today go along, for a new number is no new
 * day. Refuses a card that is not active: what is blocked by itself stays blocked, and goes on when it is not.
 */
export const renumberGift = (
  deps: RenumberDeps,
): Operation<Renumbering, RenumberPlan, RenumberRecord, { readonly card: CardPlace }, JournalEntry> => ({
  kind: 'delivery.renumbering',
  async resolve({ tenant, place }, look): Promise<RenumberPlan | Refusal> {
    const owner = await look.owner(place);
    if (!owner || owner.tenant !== tenant || owner.kind !== 'gift_card') return refuse('delivery.card.unknown');
    const [card] = await freshIds(deps.database, 1);
    const number = drawNumber(deps, tenant);
    const names = cardKeys(deps.keys, number).map((key) => ({ tenant, kind: CARD_NAME, key }));
    const held = { lane: owner.lane, owner: owner.owner, revision: owner.revision };
    const key = { lane: place.lane, card: place.card };
    const wants = [want(cardSheet, key), want(giftSheet, held), ...names.map((name) => want(nameSheet, name))];
    return { owners: [held], wants, held, key, names, number, card };
  },
  decide({ tenant }, { held, key, number, card }, desk) {
    const old = desk.read(cardSheet, key);
    const gift = desk.read(giftSheet, held);
    if (!old || !gift) throw new OwnerMoved();
    if (old.state !== 'active' || gift.state !== 'active' || gift.card !== old.card)
      return refuse('delivery.card.unfit_state', { state: old.state === 'active' ? gift.state : old.state });
    const { lane, owner } = held;
    const { mayEarn, maySpend, mayView, programs, validUntil, limits, counts, suspended } = old;
    const taken = takeNumber(deps, desk, {
      ...{ tenant, lane, owner, card, number, mayEarn, maySpend, mayView, programs, validUntil, type: 'gift' },
      ...{ limits, counts, suspended, origins: originsAfter(old, false) },
      issuedAt: desk.recordedAt,
    });
    if (!taken.ok) return taken;
    // From here it succeeds.
    desk.put(cardSheet, key, { ...old, state: 'replaced', reason: 'member_request', successor: card });
    desk.put(giftSheet, held, { ...gift, card });
    const record: RenumberRecord = {
      is: 'renumbered',
      from: { lane, card: String(old.card) },
      card: { lane, card: String(card) },
      owner: String(owner),
    };
    const seq = desk.take(lane);
    const row = { kind: 'delivery.renumbering', lane, seq, owner, tenant, program: gift.program };
    const { zone } = deps.programs.settings().program(gift.program);
    return bookChange(desk, { ...row, zone, occurredAt: desk.recordedAt, record });
  },
  present: ({ card, owner }) => ({
    card: { lane: card.lane, card: BigInt(card.card), owner: BigInt(owner) },
  }),
});
