import { idleUntil } from '../../../kernel/validity.ts';
import { adjudicate, isOwnOccasion, noteRooms, usagesOf } from '../../promotions/index.ts';
import type { Basket } from '../../promotions/index.ts';
import type { CountedPlace } from '../limit-book.ts';
import type { Happens } from './scenario-file.ts';
import { creditGrants, noteActivity, settleMember, toldOf, totalsOf } from './sell.ts';
import type { Stage, StoryMember, StoryReceipt } from './stage.ts';

/**
 * Decides an occasion as the program would, by what of the rulebook in force answers it, and gives what it brings. Undefined where nothing
 * answers it: then nobody could tell it.
 */
export const happen = (stage: Stage, asked: Happens): StoryReceipt | undefined => {
  const { given, now } = stage;
  const answering = stage.rulebook.occasions.get(asked.name);
  if (answering === undefined) return undefined;
  const member = stage.member(asked.member);
  settleMember(stage, member);
  const local = stage.zone.localOf(now);
  const { outlet = '' } = asked;
  const at = given.outlets[outlet] ?? { groups: [], partner: outlet === '' ? '' : 'partner' };
  const place: CountedPlace = { owner: asked.member, outlet, day: local.date };
  const rooms = answering.hasLimits ? noteRooms(stage.limits.rooms(place)) : undefined;
  const facts: Basket = {
    ...{ lines: [], currency: given.currency, partner: at.partner, local, terminal: '', channel: asked.channel },
    outlet: { code: outlet, groups: at.groups },
    member: toldOf({ rulebook: answering }, member, local.date),
    occasion: { name: asked.name, attributes: asked.attributes },
  };
  const { grants, coupons, stamps } = adjudicate(answering, facts, rooms ? { rooms } : {});
  const basket = rooms === undefined ? facts : { ...facts, rooms: rooms.facts() };
  const takings = stage.limits.take(answering, usagesOf({ grants, priced: [], coupons, stamps }), place);
  creditGrants(stage, member, asked.as, grants);
  if (isOwnOccasion(asked.name)) joinEnds(stage, member);
  else noteActivity(stage, member);
  member.purse.settle(now);
  for (const { card, count } of stamps) {
    const { counters = {} } = member.facts;
    const key = `stamps.${card}`;
    member.facts = { ...member.facts, counters: { ...counters, [key]: (counters[key] ?? 0) + count } };
  }
  const granted = totalsOf(grants);
  const receipt: StoryReceipt = {
    ...{ name: asked.as, member: asked.member, rulebook: answering, basket, place, grants, coupons, stamps, takings },
    pricing: { lines: [], priced: [], gifts: [], rates: [] },
    ...{ payments: [], rooms: rooms?.facts(), granted, kept: granted, toPay: 0n, back: new Map() },
    ...{ counted: undefined, counts: undefined },
  };
  stage.receipts.set(asked.as, receipt);
  return receipt;
};

/** Points that came by nothing that the member did end with the others of their wallet, or begin to count now. */
export const joinEnds = (stage: Stage, { purse }: StoryMember): void => {
  for (const { code, expiry } of stage.types.values()) {
    const until = idleUntil(expiry, stage.now, stage.zone);
    if (until !== undefined) purse.joinEnd(code, until);
  }
};
