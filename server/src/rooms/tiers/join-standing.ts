import type { Instant } from '../../kernel/instant.ts';
import { rankOf } from './definition.ts';
import type { Mark } from './mark.ts';
import {
  countMarks,
  giveByHand,
  groundOf,
  settleStanding,
  type Settled,
  type StandingGround,
} from './settle-standing.ts';
import type { Standing } from './standing.ts';

/**
 * What was counted for two who are one: the marks of the one who goes are counted where they belong, and a tier that a person gave him
 * stands where it is the higher one. Both standings are of one program. Pure; changes are told as of `at`.
 */
export function joinStanding(ground: StandingGround, into: Standing, from: Standing, at: Instant): Settled {
  const now = settleStanding(ground, into, at);
  const isBalance = groundOf(ground, now.standing).definition.content.metric === 'balance';
  const counted =
    from.marks.length > 0 || isBalance
      ? countMarks(ground, now.standing, from.marks, at, 'counted_late')
      : { standing: now.standing, changes: [] };
  const changes = [...now.changes, ...counted.changes];
  const hand = from.byHand;
  if (!hand || hand.until <= at) return { standing: counted.standing, changes };
  const { definition } = groundOf(ground, counted.standing);
  if (rankOf(definition, hand.tier) <= rankOf(definition, counted.standing.tier))
    return { standing: counted.standing, changes };
  const given = giveByHand(ground, counted.standing, hand, at);
  return { standing: given.standing, changes: [...changes, ...given.changes] };
}

/**
 * Undoes it: of each mark of the one who goes again as much is taken off as is still there, since goods may have come back meanwhile, and
 * that much he takes along. A tier by hand that came with him goes with him. Gives both.
 */
export function partStanding(
  ground: StandingGround,
  into: Standing,
  from: Standing,
  at: Instant,
): { readonly into: Settled; readonly from: Standing } {
  const now = settleStanding(ground, into, at);
  const there = new Map(now.standing.marks.map((mark) => [mark[0], mark]));
  const own = from.marks.map((mark) => leastOf(mark, there.get(mark[0])));
  const taken = own
    .filter(hasSomething)
    .map(([moment, earned, spend, visits]): Mark => [moment, -earned, -spend, -visits]);
  const isBalance = groundOf(ground, now.standing).definition.content.metric === 'balance';
  const counted =
    taken.length > 0 || isBalance
      ? countMarks(ground, now.standing, taken, at, 'returned')
      : { standing: now.standing, changes: [] };
  const changes = [...now.changes, ...counted.changes];
  // Due at once: what time and new rules have done meanwhile is settled by whoever looks next.
  const parted: Standing = { ...from, marks: own.filter(hasSomething), dueAt: at };
  const hand = counted.standing.byHand;
  const came = hand !== undefined && from.byHand !== undefined && isSame(hand, from.byHand);
  if (!came) return { into: { standing: counted.standing, changes }, from: parted };
  const ended = giveByHand(ground, counted.standing, undefined, at);
  return { into: { standing: ended.standing, changes: [...changes, ...ended.changes] }, from: parted };
}

const leastOf = (mark: Mark, other: Mark = [mark[0], 0, 0, 0]): Mark => [
  mark[0],
  Math.max(0, Math.min(mark[1], other[1])),
  Math.max(0, Math.min(mark[2], other[2])),
  Math.max(0, Math.min(mark[3], other[3])),
];

const hasSomething = ([, earned, spend, visits]: Mark): boolean => earned > 0 || spend > 0 || visits > 0;

const isSame = (a: NonNullable<Standing['byHand']>, b: NonNullable<Standing['byHand']>): boolean =>
  a.tier === b.tier && a.since === b.since && a.until === b.until;
