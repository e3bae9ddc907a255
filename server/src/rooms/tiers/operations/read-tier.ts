import { isoFromInstant, INSTANT_NEVER, type Instant } from '../../../kernel/instant.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { want, type Operation, type OwnerKey, type Plan } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { memberSheet } from '../../members/index.ts';
import type { Program } from '../../programs/index.ts';
import { VISITS, unitOfMetric } from '../check-definition.ts';
import { countedAt } from '../course.ts';
import { rankOf, type BenefitValue, type Level } from '../definition.ts';
import type { MemberTiers } from '../member-tier.ts';
import { groundOf } from '../settle-standing.ts';
import type { TierDeps } from '../tier-deps.ts';

export type TierQuestion = OwnerKey & { readonly tenant: number; readonly program: Program };

/** What one more threshold takes. Quantities in the metric's unit. */
export type Goal = {
  readonly tier: string;
  readonly threshold: string;
  readonly missing: string;
  /** Until when it must be counted; absent where the window moves along. */
  readonly by?: string;
  /** Until when the tier holds then. */
  readonly holdsUntil: string;
};

export type TierAnswer = {
  readonly program: string;
  readonly tier?: string;
  readonly name?: string;
  readonly benefits: Readonly<Record<string, BenefitValue>>;
  readonly since?: string;
  /** Until when it holds whatever comes; absent where nothing ends it. */
  readonly until?: string;
  /** The level has ended, and is left then unless it is reached again. */
  readonly graceUntil?: string;
  readonly byHand?: { readonly reason: string; readonly until?: string };
  readonly metric: string;
  readonly unit: string;
  readonly counted: string;
  readonly countedSince?: string;
  readonly keep?: Goal;
  readonly next?: Goal;
  readonly asOf: string;
};

type TierRecord = { readonly answer: Omit<TierAnswer, 'asOf'> };

/**
 * Says a member's tier, until when it holds, what keeps it and what is missing to the next. To be rehearsed: what time has done shows
 * although nobody has booked it yet, and nothing is written. Refuses a program that counts no tiers.
 */
export const readTier = (
  deps: TierDeps,
  tiers: MemberTiers,
): Operation<TierQuestion, Plan & { readonly holder: OwnerKey }, TierRecord, TierAnswer, JournalEntry> => ({
  kind: 'tiers.read',
  async resolve({ lane, owner, tenant, program }, look) {
    const held = await look.owner({ lane, owner });
    if (!held || held.tenant !== tenant || held.kind !== 'member') return refuse('members.member.unknown');
    return { owners: [held], wants: [want(memberSheet, held), ...tiers.wantsOf(program, held)], holder: held };
  },
  decide({ tenant, program }, { holder }, desk) {
    const { lane, owner } = holder;
    const at = desk.recordedAt;
    const who = { lane, owner, tenant };
    const standing = tiers.settle(who, program, desk, at);
    if (!standing) return refuse('tiers.definition.missing');
    const ground = groundOf(tiers.groundFor(who, program, desk), standing);
    const { definition, calendar } = ground;
    const { content, thresholds } = definition;
    const unit = unitOfMetric(deps, program.program, content) ?? VISITS;
    const text = (steps: number): string => formatQuantity(BigInt(steps), unit.decimals);
    // What stands on the desk after a late receipt may be further on than now: it is said as of then.
    const moment = standing.course.at > at ? standing.course.at : at;
    const counted = countedAt(ground, moment);
    const windowEnd = content.metric === 'balance' ? undefined : calendar.windowEnd(moment);
    const goal = (rank: number): Goal | undefined => {
      const threshold = thresholds[rank];
      if (threshold === undefined || threshold === 0) return undefined;
      return {
        tier: (content.levels[rank] as Level).code,
        threshold: text(threshold),
        missing: text(Math.max(0, threshold - counted)),
        ...(windowEnd === undefined ? {} : { by: isoFromInstant(windowEnd) }),
        holdsUntil: isoFromInstant(calendar.endOf(calendar.startOf(moment))),
      };
    };
    const { byHand, course } = standing;
    const rank = rankOf(definition, standing.tier);
    const level = content.levels[rank];
    const nextRank = thresholds.findIndex((threshold, one) => one > rank && threshold !== undefined);
    const keep = byHand ? undefined : goal(rank);
    const next = nextRank < 0 ? undefined : goal(nextRank);
    const end = endOf(byHand?.until, level, content.downgrade, thresholds[rank], course.spans[standing.tier]?.[1]);
    const record: TierRecord = {
      answer: {
        program: program.code,
        ...(standing.tier === '' ? {} : { tier: standing.tier, since: isoFromInstant(standing.since) }),
        ...(level && { name: level.name }),
        benefits: level?.benefits ?? {},
        ...(end === undefined ? {} : { until: isoFromInstant(end) }),
        ...(course.grace === undefined || byHand ? {} : { graceUntil: isoFromInstant(course.grace) }),
        ...(byHand && {
          byHand: {
            reason: byHand.reason,
            ...(byHand.until === INSTANT_NEVER ? {} : { until: isoFromInstant(byHand.until) }),
          },
        }),
        metric: content.metric,
        unit: unit.code,
        counted: text(counted),
        ...(content.metric === 'balance' ? {} : { countedSince: isoFromInstant(calendar.windowStart(moment)) }),
        ...(keep && { keep }),
        ...(next && { next }),
      },
    };
    return { ok: true, lane, seq: 0n, record };
  },
  present: ({ answer }, { recordedAt }) => ({ ...answer, asOf: isoFromInstant(recordedAt) }),
});

/** Until when a tier holds; undefined where nothing ends it. */
function endOf(
  handEnd: Instant | undefined,
  level: Level | undefined,
  downgrade: string,
  threshold: number | undefined,
  spanEnd: Instant | undefined,
): Instant | undefined {
  if (handEnd !== undefined) return handEnd === INSTANT_NEVER ? undefined : handEnd;
  if (!level || level.isKept === true || downgrade === 'none' || threshold === 0) return undefined;
  return spanEnd;
}
