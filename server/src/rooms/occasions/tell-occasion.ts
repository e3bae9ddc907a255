import { isoFromInstant, MICROSECONDS_PER_DAY, type Instant } from '../../kernel/instant.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Operation, Plan } from '../../platform/lanes/index.ts';
import { cardSheet, effectAgainst, identify, type Identified, type Identity } from '../cards/index.ts';
import { factsOf, wantsOfFacts, wantsOfLimits } from '../checkout/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { memberSheet } from '../members/index.ts';
import { foreseeWallets } from '../points/index.ts';
import { bookOccasion } from './book-occasion.ts';
import { answeringOf, decideOccasion } from './decide-occasion.ts';
import type { OccasionAsked, OccasionRecord } from './occasion.ts';
import type { OccasionDeps } from './occasion-deps.ts';
import { presentOccasion, withCodes, type OccasionAnswer } from './present.ts';

/** An occasion as somebody tells it. */
export type OccasionTold = Omit<OccasionAsked, 'member' | 'card' | 'at' | 'year'> & {
  readonly identity: Identity;
  /** When it happened; now where nobody says. */
  readonly occurredAt: Instant | undefined;
  readonly receivedAt: Instant;
};

type OccasionPlan = Plan & { readonly member: Identified };

/**
 * A member has done what the program names: what that brings is decided and booked in his lane, once for its reference. Refuses, in this
 * order: an identity that leads to nobody; a moment to come, or of too long ago; who has not joined the program; a card that may not earn;
 * an occasion that nothing answers.
 */
export const tellOccasion = (
  deps: OccasionDeps,
  asks: 'book' | 'quote' = 'book',
): Operation<OccasionTold, OccasionPlan, OccasionRecord, OccasionAnswer, JournalEntry> => ({
  kind: 'occasions.occasion',
  async resolve(told, look) {
    const { program, receivedAt } = told;
    const member = await identify(deps, look, deps.programs.settings().tenant(program.tenant), told.identity);
    if (!member.ok) return member;
    const answering = answeringOf(deps, { ...told, at: told.occurredAt ?? receivedAt });
    const wants = answering ? [...wantsOfFacts(answering, member), ...wantsOfLimits(answering, member)] : [];
    return {
      owners: [member],
      member,
      wants: [...factsOf(member), ...deps.tiers.wantsOf(program, member), ...wants],
    };
  },
  foresee: (told, { member }, { peek }) => foreseeWallets([member], peek, told.receivedAt, false),
  decide(input, { member }, desk) {
    const { occurredAt, identity: _, receivedAt: __, ...told } = input;
    const at = occurredAt ?? desk.recordedAt;
    const moment = momentAgainst(told, at, desk.recordedAt);
    if (moment) return moment;
    const known = desk.read(memberSheet, member);
    if (!known) return refuse('members.member.unknown');
    if (!known.programs.includes(told.program.program))
      return refuse('occasions.member.not_joined', { program: told.program.code });
    const card = member.card === undefined ? undefined : desk.read(cardSheet, { lane: member.lane, card: member.card });
    if (card && card.programs.length > 0 && !card.programs.includes(told.program.program))
      return refuse('cards.card.not_of_program');
    const blocked = card && effectAgainst(card, 'earn', told.program.policy, at);
    if (blocked) return blocked;
    const manner = asks === 'book' ? 'take' : 'look';
    const decided = decideOccasion(deps, { ...told, member, card: member.card, at }, known, desk, manner);
    if ('ok' in decided) return decided;
    // From here it succeeds.
    return bookOccasion(deps, decided, desk, asks === 'book' ? 'room' : 'nothing');
  },
  present: (record, booked) => withCodes(deps, record, booked, presentOccasion(deps, record, booked)),
});

// What tills' clocks may be ahead, others' may be too.
const MICROSECONDS_PER_MINUTE = 60_000_000;

function momentAgainst(
  { program }: Pick<OccasionAsked, 'program'>,
  at: Instant,
  now: Instant,
): Refusal<'occasions.occasion.to_come' | 'occasions.occasion.too_old'> | undefined {
  const { tillClockAheadMaxMinutes, noticeAgeMaxDays } = program.policy;
  const occurredAt = isoFromInstant(at);
  if (at - now > tillClockAheadMaxMinutes * MICROSECONDS_PER_MINUTE)
    return refuse('occasions.occasion.to_come', { occurredAt });
  if (now - at > noticeAgeMaxDays * MICROSECONDS_PER_DAY)
    return refuse('occasions.occasion.too_old', { occurredAt, days: String(noticeAgeMaxDays) });
  return undefined;
}
