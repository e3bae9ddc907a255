import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import { codeOfRank, rankOf, rankReached, type TierDefinition } from './definition.ts';
import type { TierCalendar } from './period.ts';
import { nextMarkAt, sumBetween, type Mark } from './mark.ts';

/** From when until when a level was earned; the end is no part of it. */
export type Span = readonly [from: Instant, until: Instant];

/** Where somebody's tier stands by what was counted up to `at`. */
export type Course = {
  readonly at: Instant;
  /** The tier by what was counted; empty for none. */
  readonly level: string;
  /** What was earned, by level: who reaches one has reached those below it. */
  readonly spans: Readonly<Record<string, Span>>;
  /** The level has ended, and is left until then. */
  readonly grace?: Instant | undefined;
};

/** One step of a course: what the level became and when. */
export type Step = { readonly at: Instant; readonly level: string };

/** What a course is computed from: rules, calendar, marks; `balanceAt` where a balance is counted. */
export type CourseGround = {
  readonly definition: TierDefinition;
  readonly calendar: TierCalendar;
  readonly marks: readonly Mark[];
  readonly balanceAt?: ((at: Instant) => number) | undefined;
};

/** Where every course begins: before anything was counted, in the level that everybody has. */
export const courseStart = (definition: TierDefinition): Course => ({
  at: 0 as Instant,
  level: codeOfRank(definition, definition.thresholds.indexOf(0)),
  spans: {},
});

/** What counts at a moment: the sum of the window in which it lies, or the balance. */
export function countedAt({ definition, calendar, marks, balanceAt }: CourseGround, at: Instant): number {
  const { metric } = definition.content;
  if (metric === 'balance') return balanceAt?.(at) ?? 0;
  return sumBetween(marks, metric, calendar.windowStart(at), at);
}

/**
 * Takes a course on up to `upTo`, from one moment that matters to the next: a receipt, a level that begins, ends, or whose grace
 * ends. A pure function of rules, marks and clock; in one step or in many it is the same. Gives every step on the way.
 */
export function takeOn(ground: CourseGround, course: Course, upTo: Instant, onStep?: (step: Step) => void): Course {
  let now = course;
  for (;;) {
    const next = nextMoment(ground, now);
    if (next > upTo) return now.at < upTo ? { ...now, at: upTo } : now;
    const then = place(ground.definition, ground.calendar, observe(ground, { ...now, at: next }));
    if (then.level !== now.level) onStep?.({ at: next, level: then.level });
    now = then;
  }
}

/** Looks at what counts at the course's own moment, and puts the member where that puts him. */
export const lookAgain = (ground: CourseGround, course: Course): Course =>
  place(ground.definition, ground.calendar, observe(ground, course));

/** The next moment after the course's own at which the tier may change by itself, or was counted. */
export const nextMoment = (ground: CourseGround, course: Course): Instant => {
  const mark = ground.definition.content.metric === 'balance' ? undefined : nextMarkAt(ground.marks, course.at);
  return Math.min(mark ?? INSTANT_NEVER, nextTurn(ground.definition, course)) as Instant;
};

/** A higher level begins, or the level's own end or grace comes. */
function nextTurn(definition: TierDefinition, { at, level, spans, grace }: Course): Instant {
  const rank = rankOf(definition, level);
  let turn: number = INSTANT_NEVER;
  for (const [code, [from]] of Object.entries(spans))
    if (from > at && rankOf(definition, code) > rank) turn = Math.min(turn, from);
  const span = spans[level];
  if (span && !isLasting(definition, rank)) {
    const end = grace ?? span[1];
    if (end > at) turn = Math.min(turn, end);
  }
  return turn as Instant;
}

/** True for a level that nobody loses: everybody has it, or the rules say so. */
const isLasting = ({ content, thresholds }: TierDefinition, rank: number): boolean =>
  rank < 0 || thresholds[rank] === 0 || content.downgrade === 'none' || content.levels[rank]?.isKept === true;

/** Who has what a level takes, has it from its start to its end; who has it already, longer. */
function observe(ground: CourseGround, course: Course): Course {
  const { definition, calendar } = ground;
  const reached = rankReached(definition, countedAt(ground, course.at));
  let spans: Record<string, Span> | undefined;
  for (let rank = 0; rank <= reached; rank++) {
    const threshold = definition.thresholds[rank];
    if (threshold === undefined || threshold === 0) continue;
    const code = codeOfRank(definition, rank);
    const from = calendar.startOf(course.at);
    const until = calendar.endOf(from);
    const known = course.spans[code];
    const isRunning = known !== undefined && known[1] > course.at;
    if (isRunning && known[1] >= until && known[0] <= from) continue;
    spans ??= { ...course.spans };
    spans[code] = isRunning ? [least(known[0], from), most(known[1], until)] : [from, until];
  }
  return spans ? { ...course, spans } : course;
}

/** The highest level that holds at the course's moment. */
function rankHeld(definition: TierDefinition, { at, spans }: Course): number {
  for (let rank = definition.thresholds.length - 1; rank >= 0; rank--) {
    if (definition.thresholds[rank] === 0) return rank;
    const span = spans[codeOfRank(definition, rank)];
    if (span && span[0] <= at && at < span[1]) return rank;
  }
  return -1;
}

/** Up at once; down after the grace, by the policy. */
function place(definition: TierDefinition, calendar: TierCalendar, course: Course): Course {
  const held = rankHeld(definition, course);
  const rank = rankOf(definition, course.level);
  if (held >= rank) {
    if (held === rank && course.grace === undefined) return course;
    return { at: course.at, level: codeOfRank(definition, held), spans: course.spans };
  }
  if (isLasting(definition, rank)) return course;
  const { content } = definition;
  if (content.grace) {
    const grace = course.grace ?? calendar.graceEnd(course.spans[course.level]?.[1] ?? course.at);
    if (grace > course.at) return grace === course.grace ? course : { ...course, grace };
  }
  const target = content.downgrade === 'full' ? held : most(held, stepBelow(definition, rank));
  const { at } = course;
  const code = codeOfRank(definition, target);
  if (target <= held) return { at, level: code, spans: course.spans };
  const known = course.spans[code];
  const until = calendar.endOfStep(at);
  return { at, level: code, spans: { ...course.spans, [code]: [at, known ? most(known[1], until) : until] } };
}

/** The next lower level that can be reached by counting. */
function stepBelow({ thresholds }: TierDefinition, rank: number): number {
  let below = rank - 1;
  while (below >= 0 && thresholds[below] === undefined) below--;
  return below;
}

/**
 * The course with a level that was told kept until its end, whatever is counted now. One that old rules let nobody lose ends by the
 * new ones, as if it had been reached now.
 */
export function keepLevel({ definition, calendar }: CourseGround, course: Course, told: Course): Course {
  const rank = rankOf(definition, told.level);
  if (rank <= rankOf(definition, course.level)) return course;
  const { at } = course;
  const [from, end] = told.spans[told.level] ?? [at, at];
  const isOver = end <= at && told.grace === undefined;
  const until = most(isOver ? calendar.endOf(calendar.startOf(at)) : end, course.spans[told.level]?.[1] ?? end);
  return {
    at,
    level: told.level,
    spans: { ...course.spans, [told.level]: [from, until] },
    ...(told.grace !== undefined && { grace: told.grace }),
  };
}

const least = <N extends number>(a: N, b: N): N => (a < b ? a : b);
const most = <N extends number>(a: N, b: N): N => (a > b ? a : b);
