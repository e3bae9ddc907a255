import { isoFromInstant } from '../../kernel/instant.ts';
import type { Phone } from '../../kernel/phone.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import {
  findMerged,
  type Held,
  type LookUp,
  type Operation,
  OwnerMoved,
  type Plan,
  want,
} from '../../platform/lanes/index.ts';
import { cardSheet, type CardKey } from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { bookChange, erasePerson, isAsResolved, profileSheet, wantsOfErasing } from '../members/index.ts';
import { accountSheet, foreseeForfeiting, forfeitAll, holdsAnything, settleOwner } from '../points/index.ts';
import type { MemberPageDeps } from './deps.ts';
import { findCardsToEnd } from './read/cards.ts';

export type ErasureDeps = Pick<
  MemberPageDeps,
  'database' | 'keys' | 'tokens' | 'programs' | 'accounts' | 'walletTypes' | 'clock'
>;

/** By whose wish: his own, a person's of the program, or once more after a backup brought him back. */
export type ErasureScope = 'member' | 'staff' | 'restore';

/** `by` and `reason` where somebody of the program asks; a closed list, since free text would bring persons into the journal. */
export type Erasure = {
  readonly tenant: number;
  readonly member: string;
  readonly scope: ErasureScope;
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
};

/** What is kept of it: that it was, by whose wish, and what was lost. No person. */
export type ErasureRecord = {
  readonly member: { readonly lane: number; readonly owner: string };
  readonly scope: string;
  readonly by?: string;
  readonly reason?: string;
  readonly forfeited: readonly { readonly walletType: number; readonly points: string; readonly paid?: string }[];
};

export type ErasureAnswer = {
  readonly erasedAt: string;
  readonly forfeited: readonly {
    readonly walletType: string;
    readonly unit: string;
    readonly points: string;
    readonly paidOut?: { readonly amount: string; readonly currency: string };
  }[];
};

type ErasurePlan = Plan & {
  readonly held: Held;
  readonly phone: Phone | undefined;
  readonly cards: readonly CardKey[];
  /** Those who were merged into him: they are the same person, and go with him. */
  readonly merged: readonly (Held & { readonly phone: Phone | undefined })[];
  /** He was erased before: only a repeat is answered. */
  readonly isOver: boolean;
};

/**
 * Erases a member (semantics 3.18): what he has is forfeited and booked, his cards end, who he is is deleted, and all that in one
 * batch. His journal stays, under a number that leads to nobody. Refuses a member who is not there, and one with a payment that is not
 * finished.
 */
export const createErasure = (
  deps: ErasureDeps,
): Operation<Erasure, ErasurePlan, ErasureRecord, ErasureAnswer, JournalEntry> => ({
  kind: 'members.erasure',
  resolve: (input, look) => resolveErasure(deps, input, look),
  foresee: (_, { held, isOver }, { peek }) => (isOver ? [] : foreseeForfeiting(held, peek, deps.clock.now())),
  decide({ tenant, scope, by, reason }, { held, phone, cards, merged, isOver }, desk) {
    if (isOver) return refuse('members.member.unknown');
    const { lane, owner } = held;
    const person = { tenant, lane, owner, phone };
    if (!isAsResolved(desk, person)) throw new OwnerMoved();
    settleOwner(deps, held, desk, desk.recordedAt);
    const isHeld = holdsAnything(desk, held);
    // A hold of a restored backup was over when he was erased: who he is does not wait for it, only his points stay.
    if (isHeld && scope !== 'restore') return refuse('memberpage.erasure.value_held');
    const forfeited = isHeld ? [] : forfeitAll(deps, held, desk, desk.recordedAt);
    for (const key of cards) {
      const card = desk.read(cardSheet, key);
      if (!card) throw new OwnerMoved();
      desk.put(cardSheet, key, { ...card, state: 'destroyed', reason: 'member_request', blockEffects: [] });
    }
    erasePerson(deps.keys, desk, person);
    for (const one of merged) erasePerson(deps.keys, desk, { ...one, tenant, holder: { lane, owner } });
    const record: ErasureRecord = {
      member: { lane, owner: String(owner) },
      scope,
      ...(by !== undefined && { by }),
      ...(reason !== undefined && { reason }),
      forfeited: forfeited.map(({ walletType, points, paid }) => ({
        ...{ walletType, points: String(points) },
        ...(paid !== undefined && { paid: String(paid) }),
      })),
    };
    const seq = desk.take(lane);
    return bookChange(desk, {
      ...{ kind: 'members.erasure', lane, seq, owner, tenant, program: 0, occurredAt: desk.recordedAt },
      record,
    });
  },
  present: (record, { recordedAt }) => ({
    erasedAt: isoFromInstant(recordedAt),
    forfeited: record.forfeited.map(({ walletType: number, points, paid }) => {
      const type = deps.walletTypes.of(number);
      const unit = deps.programs.settings().unit(type.unit);
      const { code, decimals } = deps.programs.settings().program(type.program).currency;
      return {
        ...{ walletType: type.code, unit: unit.code, points: formatQuantity(BigInt(points), unit.decimals) },
        ...(paid !== undefined && { paidOut: { amount: formatQuantity(BigInt(paid), decimals), currency: code } }),
      };
    }),
  }),
});

async function resolveErasure(deps: ErasureDeps, input: Erasure, look: LookUp): Promise<ErasurePlan | Refusal> {
  const { tenant } = input;
  const place = deps.tokens.decode('mem', input.member);
  const owner = place && (await look.owner({ lane: place.lane, owner: place.id }));
  const isThere = owner && owner.tenant === tenant && owner.kind === 'member';
  if (!isThere || (owner.state !== 'active' && owner.state !== 'erased')) return refuse('members.member.unknown');
  const held = { lane: owner.lane, owner: owner.owner, revision: owner.revision };
  if (owner.state === 'erased')
    return { owners: [held], wants: [], held, phone: undefined, cards: [], merged: [], isOver: true };
  const profile = await look.row(profileSheet, { tenant, member: held.owner });
  const cards = (await findCardsToEnd(deps.database, held)).map((card) => ({ lane: held.lane, card }));
  const phone = profile?.phone;
  const merged = await Promise.all(
    (await findMerged(deps.database, held)).map(async (one) => ({
      ...{ lane: one.lane, owner: one.owner, revision: one.revision },
      phone: (await look.row(profileSheet, { tenant, member: one.owner }))?.phone,
    })),
  );
  return {
    owners: [held, ...merged],
    wants: [
      want(accountSheet, held),
      ...cards.map((key) => want(cardSheet, key)),
      ...wantsOfErasing(deps.keys, { tenant, lane: held.lane, owner: held.owner, phone }),
      ...merged.flatMap((one) => wantsOfErasing(deps.keys, { ...one, tenant })),
    ],
    ...{ held, phone, cards, merged },
    isOver: false,
  };
}
