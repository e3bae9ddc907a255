import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import type { Manner } from '../../platform/pots/index.ts';
import { cardSheet, type Card } from '../cards/index.ts';
import { buyerOf, cardFactOf, earningsOf, rareFactsOf, type Earning } from '../checkout/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Member } from '../members/index.ts';
import { settleOwner } from '../points/index.ts';
import {
  adjudicate,
  deskRooms,
  fundsOf,
  noteRooms,
  type Adjudication,
  type Basket,
  type CompiledRulebook,
  type KeptRoom,
  type LimitPlace,
} from '../promotions/index.ts';
import type { OccasionAsked } from './occasion.ts';
import type { OccasionDeps } from './occasion-deps.ts';

/** What an occasion brings, decided and not yet booked. */
export type OccasionDecided = {
  readonly asked: OccasionAsked;
  readonly rulebook: number;
  /** The part of the rulebook that answers it. */
  readonly answering: CompiledRulebook;
  readonly basket: Basket;
  readonly decided: Adjudication;
  readonly earnings: readonly Earning[];
  readonly place: LimitPlace;
};

/** What of the rulebook in force then answers an occasion of that name; undefined where nothing does. */
export const answeringOf = (
  { rulebooks }: Pick<OccasionDeps, 'rulebooks'>,
  { program, occasion, at }: Pick<OccasionAsked, 'program' | 'occasion' | 'at'>,
): CompiledRulebook | undefined => rulebooks.rulebookAt(program.program, at).occasions.get(occasion.name);

/**
 * Decides what an occasion brings by the rulebook in force when it happened, as a purchase is decided: limits, budgets and whoever
 * pays for the points are asked in the member's lane. Refuses one that nothing answers, and one whose points nobody can pay where
 * their contract wants it so.
 */
export function decideOccasion(
  deps: OccasionDeps,
  asked: OccasionAsked,
  known: Member,
  desk: Desk<JournalEntry>,
  manner: Manner = 'take',
): OccasionDecided | Refusal<'occasions.occasion.unanswered' | 'occasions.funding.exhausted'> {
  const { program, member, outlet, partner, occasion, at } = asked;
  const answering = answeringOf(deps, asked);
  if (!answering) return refuse('occasions.occasion.unanswered', { name: occasion.name, program: program.code });
  deps.tiers.settle(member, program, desk, at);
  settleOwner(deps, member, desk, desk.recordedAt);
  const local = (outlet?.zone ?? program.zone).localOf(at);
  const basket: Basket = {
    lines: [],
    currency: { code: program.currency.code, decimals: program.currency.decimals },
    outlet: { code: outlet?.code ?? '', groups: outlet?.groups ?? [] },
    ...{ partner: partner?.code ?? '', channel: asked.channel, terminal: '', local, occasion },
    member: {
      ...buyerOf(known, program, deps.tiers.tierAt(known, program, desk, at)),
      ...rareFactsOf(answering, { till: { program }, date: local.date }, known, desk),
      ...(answering.reads.has('card') && cardFactOf(deps.tokens, deps.cardSettings, cardOf(asked, desk))),
    },
  };
  const { rooms, place } = roomsOf(deps, asked, answering, desk, manner);
  const decided = adjudicate(answering, basket, rooms && { rooms });
  for (const [promotion, { code }] of place.funds?.empty ?? [])
    return refuse('occasions.funding.exhausted', { promotion, contract: code });
  return {
    ...{ asked, answering, decided, place },
    rulebook: deps.rulebooks.rulebookAt(program.program, at).rulebook,
    basket: rooms === undefined ? basket : { ...basket, rooms: rooms.facts() },
    earnings: earningsOf(deps.walletTypes, program, decided.grants, at, place.funds),
  };
}

const cardOf = ({ member: { lane }, card }: OccasionAsked, desk: Desk<JournalEntry>): Card | undefined =>
  card === undefined ? undefined : desk.read(cardSheet, { lane, card });

/** What limits leave, and where they count: on the day of the occasion in the program's calendar. */
function roomsOf(
  { funding }: Pick<OccasionDeps, 'funding'>,
  { program, member, card, outlet, at }: OccasionAsked,
  answering: CompiledRulebook,
  desk: Desk<JournalEntry>,
  manner: Manner,
): { readonly rooms?: ReturnType<typeof noteRooms> & { facts(): readonly KeptRoom[] }; readonly place: LimitPlace } {
  const place: LimitPlace = {
    ...{ tenant: program.tenant, program: program.program, lane: member.lane, outlet: outlet?.code ?? '' },
    day: program.zone.localOf(at).date,
    member: { lane: member.lane, owner: member.owner },
    card,
  };
  if (!answering.hasLimits) return { place };
  const funded = { ...place, funds: fundsOf((code) => funding.byCode(program.program, code)) };
  return { place: funded, rooms: noteRooms(deskRooms(desk, funded, manner)) };
}
