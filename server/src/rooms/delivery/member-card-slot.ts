import type { CardNumber } from '../../kernel/card-number.ts';
import type { Phone } from '../../kernel/phone.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import { FAMILY, type LaneMachine, type NameFound } from '../../platform/lanes/index.ts';
import {
  CARD_NAME,
  cardKeys,
  cardSheet,
  claimAgainst,
  effectAgainst,
  findStock,
  stateAt,
  stockDetailOf,
  type Card,
  type Cards,
} from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import {
  findByExternalId,
  findByPhone,
  holderOf,
  memberArrival,
  profileSheet,
  type Members,
} from '../members/index.ts';
import type { MadePlace } from './names.ts';

/** Cards that hold no money: what they are for stands in the account of whoever has them. */
export type MemberCardType = Exclude<Card['type'], 'gift'>;

/** A card that was made, while it is good for something. `number` is for barcode and pass, and for nothing else. */
export type MadeCard = MadePlace & {
  readonly tenant: number;
  readonly type: MemberCardType;
  readonly number: CardNumber;
  readonly masked: string;
  /** Inert, or shown at a till that asked for no name: whoever enrols with it has it. */
  readonly isNobodys: boolean;
  /** For whom its row said that it is. */
  readonly phone: Phone | undefined;
  readonly memberExternalId: string | undefined;
};

/** What this room needs of cards that belong to members. */
export type MemberCardSlot = {
  /** Of a released batch; undefined for gift cards, and for a batch that is there for nobody. */
  kindOf(
    tenant: number,
    batch: bigint,
  ): Promise<{ readonly type: MemberCardType; readonly program?: number } | undefined>;
  /** Undefined for everything that is good for nothing: unreleased, destroyed, blocked, expired, replaced, or no such card. */
  find(tenant: number, made: MadePlace): Promise<MadeCard | undefined>;
  /**
   * Gives a card of nobody to the member who has just proved a phone, and enrols him where he is none. Once per card: a repeat by the same
   * phone is the first time, another phone is refused.
   */
  take(card: MadeCard, program: number, phone: Phone): Promise<Ok<object> | Refusal>;
};

type SlotDeps = {
  readonly database: Database;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly machine: LaneMachine<JournalEntry>;
  readonly cards: Pick<Cards, 'settings' | 'findBatch' | 'numberInStock'>;
  readonly enrolment: Members['enrolment'];
};

// No client asked: neither terminal nor partner has this space.
const SPACE = 0n;
// A card that may not be looked at has no policy of a program that would let it.
const NO_POLICY = { blockedCardEarns: false } as const;

/** What this room needs of member cards, by the front doors of cards and members. */
export function createMemberCardSlot(deps: SlotDeps): MemberCardSlot {
  const { keys, clock, machine, cards } = deps;
  const { look } = machine;

  const rangeOf = async (tenant: number, id: bigint) => {
    const found = await cards.findBatch(tenant, id);
    return found.ok && found.batch.state === 'released' ? cards.settings().range(found.batch.range) : undefined;
  };

  /** A card in use is nobody's while its account has no person. */
  const isNobodysYet = async (tenant: number, { kind, state, owner }: NameFound, card: Card): Promise<boolean> =>
    kind === 'member' &&
    state === 'active' &&
    card.profile === undefined &&
    (await look.row(profileSheet, { tenant, member: owner })) === undefined;

  return {
    async kindOf(tenant, batch) {
      const range = await rangeOf(tenant, batch);
      if (!range || range.type === 'gift') return undefined;
      return { type: range.type, ...(range.program !== undefined && { program: range.program }) };
    },
    async find(tenant, { batch, serial }) {
      const place = { tenant, batch, serial };
      const range = await rangeOf(tenant, batch);
      if (!range || range.type === 'gift') return undefined;
      const number = await cards.numberInStock(place, range);
      const stock = number && (await findStock(keys, look, tenant, number));
      if (stock?.batch !== batch || stock.serial !== serial) return undefined;
      const detail = await stockDetailOf(deps, place);
      const shown = {
        ...{ ...place, type: range.type, number: number!, masked: `••••${stock.lastFour}` },
        ...{ phone: detail?.phone, memberExternalId: detail?.memberExternalId },
      };
      const now = clock.now();
      if (stock.state !== 'activated') return claimAgainst(stock, now) ? undefined : { ...shown, isNobodys: true };
      for (const key of cardKeys(keys, shown.number)) {
        const named = await look.name({ tenant, kind: CARD_NAME, key });
        const card = named && (await look.row(cardSheet, { lane: named.lane, card: named.subject }));
        if (!named || !card) continue;
        // Who was erased or has gone leaves nothing to show.
        if (named.state !== 'active') return undefined;
        if (stateAt(card, now) !== 'active' || effectAgainst(card, 'view', NO_POLICY, now)) return undefined;
        return { ...shown, isNobodys: await isNobodysYet(tenant, named, card) };
      }
      return undefined;
    },
    async take({ tenant, batch, serial, number, ...card }, program, phone) {
      if (!(await isForHolderOf(tenant, card, phone))) return refuse('delivery.link.unusable');
      const input = { tenant, program, channel: 'web', phone, phoneVerified: true, card: number } as const;
      const name = { space: SPACE, family: FAMILY.member, reference: `card-link/${batch}/${serial}` };
      const outcome = await machine.submit(deps.enrolment, memberArrival(keys, name, { program, phone }, input));
      return outcome.ok ? { ok: true } : outcome;
    },
  };

  /** Whether a card that was made for somebody comes to him: to the phone, and to the member, that its row named. */
  async function isForHolderOf(
    tenant: number,
    { phone: told, memberExternalId }: Pick<MadeCard, 'phone' | 'memberExternalId'>,
    phone: Phone,
  ): Promise<boolean> {
    if (told !== undefined && told !== phone) return false;
    if (memberExternalId === undefined) return true;
    const member = await findByExternalId(keys, look, tenant, memberExternalId);
    const held = await findByPhone(keys, look, tenant, phone, '');
    const holder = held.ok ? holderOf(held.holders) : undefined;
    return member !== undefined && holder !== undefined && !('ok' in holder) && holder.owner === member.owner;
  }
}
