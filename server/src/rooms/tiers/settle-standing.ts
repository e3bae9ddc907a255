import { assert } from '../../kernel/assert.ts';
import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import type { Zone } from '../../kernel/zone.ts';
import { courseStart, keepLevel, lookAgain, nextMoment, takeOn, type Course, type CourseGround } from './course.ts';
import type { TierDefinition } from './definition.ts';
import { addMark, type Mark } from './mark.ts';
import { calendarOf } from './period.ts';
import { tierOf, type ByHand, type Standing } from './standing.ts';

/** Why a tier changed. */
export const REASONS = [
  'reached',
  'ended',
  'returned',
  'counted_late',
  'rules_changed',
  'given_by_hand',
  'hand_ended',
] as const;
export type Reason = (typeof REASONS)[number];

/** A change of a tier that is to be told. */
export type TierChange = {
  readonly at: Instant;
  readonly from: string;
  readonly to: string;
  readonly because: Reason;
  /** By whose reason a person gave it. */
  readonly reason?: string | undefined;
};

/** Versions of a program's rules in their order, its zone, and the balance where that is counted. */
export type StandingGround = {
  readonly versions: readonly TierDefinition[];
  readonly zone: Zone;
  readonly balanceAt?: ((at: Instant) => number) | undefined;
};

export type Settled = { readonly standing: Standing; readonly changes: readonly TierChange[] };

/** The rules that are in force at a moment: the highest version that has taken force. */
export const inForceAt = (versions: readonly TierDefinition[], at: Instant): TierDefinition | undefined =>
  versions.findLast((one) => one.inForceFrom <= at);

// Another process may have settled by rules that this one reads within the second: until then the last known ones hold.
const byVersion = (versions: readonly TierDefinition[], version: number): TierDefinition => {
  const found = versions.find((one) => one.version === version) ?? versions.at(-1);
  assert(found, 'a standing has rules');
  return found;
};

/** What a standing's course is computed from. */
export function groundOf({ versions, zone, balanceAt }: StandingGround, standing: Standing): CourseGround {
  const definition = byVersion(versions, standing.version);
  return {
    definition,
    calendar: calendarOf(definition.content, standing.enrolledAt, zone),
    marks: standing.marks,
    balanceAt,
  };
}

/**
 * Does to a standing what time alone has done to it up to `upTo`, each at its own moment: levels begin and end, what a person gave ends,
 * new rules take force. A pure function of the standing, the rules and the clock. Gives the changes to be told, in their order.
 */
export function settleStanding(ground: StandingGround, standing: Standing, upTo: Instant): Settled {
  const changes: TierChange[] = [];
  let now = standing;
  const tell = (at: Instant, because: Reason): void => {
    const to = tierOf(now);
    if (to === now.tier) return;
    changes.push({ at, from: now.tier, to, because });
    now = { ...now, tier: to, since: at };
  };
  for (;;) {
    const rules = groundOf(ground, now);
    const handEnd = now.byHand?.until ?? INSTANT_NEVER;
    const following = inForceAt(ground.versions, upTo);
    const switches = following && following.version > now.version;
    // Rules that took force in the past take force here and now: what was told meanwhile was told.
    const switchAt = switches ? later(following.inForceFrom, now.course.at) : INSTANT_NEVER;
    const until = earlier(upTo, earlier(handEnd, switchAt));
    if (until > now.course.at) {
      const course = takeOn(rules, now.course, until, (step) => {
        now = { ...now, course: { ...now.course, at: step.at, level: step.level } };
        tell(step.at, rankRises(rules.definition, now.tier, step.level) ? 'reached' : 'ended');
      });
      now = { ...now, course };
    }
    if (handEnd <= now.course.at) {
      const { byHand: _, ...rest } = now;
      now = rest;
      tell(handEnd, 'hand_ended');
    } else if (switches && switchAt <= now.course.at) {
      now = takeRules(ground, now, following);
      tell(now.course.at, 'rules_changed');
    } else return { standing: { ...now, dueAt: dueOf(groundOf(ground, now), now) }, changes };
  }
}

const rankRises = ({ content }: TierDefinition, from: string, to: string): boolean =>
  content.levels.findIndex((one) => one.code === to) > content.levels.findIndex((one) => one.code === from);

const dueOf = (rules: CourseGround, { course, byHand }: Standing): Instant =>
  earlier(nextMoment(rules, course), byHand?.until ?? INSTANT_NEVER);

/** New rules look at all that was counted; unless they say otherwise, they only raise. */
function takeRules(ground: StandingGround, standing: Standing, definition: TierDefinition): Standing {
  const moved = { ...standing, version: definition.version };
  const rules = groundOf(ground, moved);
  const { at } = standing.course;
  let course = lookAgain(rules, takeOn(rules, courseStart(definition), at));
  if (definition.content.onChange === 'upgrade_only') course = keepLevel(rules, course, standing.course);
  return { ...moved, anchor: course, course };
}

/**
 * Counts marks into a standing: of a receipt, or, less than nothing, of a return. What lies ahead is met when the standing is settled.
 * What lies behind the standing's moment is counted where it belongs, and the course computed again from its anchor: what that
 * changes is told as of `now`, once, and never a state on the way that nobody was in.
 */
export function countMarks(
  ground: StandingGround,
  standing: Standing,
  marks: readonly Mark[],
  now: Instant,
  because: 'returned' | 'counted_late',
): Settled {
  const { at } = standing.course;
  const first = Math.min(...marks.map(([moment]) => moment));
  const counted = compact(ground, { ...standing, marks: marks.reduce(addMark, standing.marks) });
  const rules = groundOf(ground, counted);
  const { content } = rules.definition;
  const tellNow = (course: Course, why: Reason, anchor = counted.anchor): Settled =>
    tellAt(ground, { ...counted, course, anchor }, now, why);
  if (content.metric === 'balance' || (first === at && because !== 'returned')) {
    const course = lookAgain(rules, standing.course);
    return tellNow(course, rankRises(rules.definition, standing.tier, course.level) ? 'reached' : 'ended');
  }
  if (first > at) return tellNow(standing.course, because);
  const course = takeOn(rules, startOf(rules, counted.anchor), at);
  if (because === 'counted_late' || content.returns === 'reevaluate') return tellNow(course, because);
  const kept = keepLevel(rules, course, standing.course);
  return tellNow(kept, because, kept === course ? counted.anchor : kept);
}

/** An anchor looks at its own moment again: something may have been counted before it since. */
const startOf = (rules: CourseGround, anchor: Course): Course => (anchor.at === 0 ? anchor : lookAgain(rules, anchor));

function tellAt(ground: StandingGround, standing: Standing, at: Instant, because: Reason, reason?: string): Settled {
  const from = standing.tier;
  const to = tierOf(standing);
  const told: Standing = to === from ? standing : { ...standing, tier: to, since: at };
  return {
    standing: { ...told, dueAt: dueOf(groundOf(ground, told), told) },
    changes: to === from ? [] : [{ at, from, to, because, ...(reason !== undefined && { reason }) }],
  };
}

/** Gives a tier by hand, or takes it back. */
export function giveByHand(
  ground: StandingGround,
  standing: Standing,
  byHand: ByHand | undefined,
  at: Instant,
): Settled {
  const { byHand: _, ...rest } = standing;
  const given: Standing = byHand ? { ...rest, byHand } : rest;
  return tellAt(ground, given, at, byHand ? 'given_by_hand' : 'hand_ended', byHand?.reason);
}

/** The level by what was counted up to a moment, as it is known now; for receipts that come late. */
export function levelAt(ground: StandingGround, standing: Standing, at: Instant): string {
  const rules = groundOf(ground, standing);
  const { anchor } = standing;
  if (rules.definition.content.metric === 'balance' || at <= anchor.at) return anchor.level;
  return takeOn(rules, startOf(rules, anchor), at).level;
}

// Past this many receipts the course is no more computed from its beginning: late receipts of long ago count from the anchor on.
const MARKS_MAX = 1_000;
const MARKS_BEHIND_ANCHOR = 500;
// Who buys so often that a window holds more is looked at now and then only.
const COMPACT_EVERY = 100;

/** Moves the anchor on, and drops marks that no window from there reaches. */
function compact(ground: StandingGround, standing: Standing): Standing {
  const { marks, anchor, course } = standing;
  if (marks.length <= MARKS_MAX || marks.length % COMPACT_EVERY !== 0) return standing;
  const rules = groundOf(ground, standing);
  const moment = (marks[marks.length - MARKS_BEHIND_ANCHOR] as Mark)[0];
  if (moment <= anchor.at || moment >= course.at) return standing;
  const isSummed = rules.definition.content.metric !== 'balance';
  const moved = isSummed ? takeOn(rules, startOf(rules, anchor), moment) : anchor;
  const from = rules.calendar.windowStart(moment);
  return { ...standing, anchor: moved, marks: marks.filter(([at]) => at >= from) };
}

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);
const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
