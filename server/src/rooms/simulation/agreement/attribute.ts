import { AGREEMENT_CLASSES } from './unit.ts';
import type { Disagreement, Explanation } from './unit.ts';

/** A disagreement with the one explanation that it counts for. */
export type Attributed = Disagreement & { readonly by: Explanation };

type Candidate = {
  readonly by: Explanation;
  /** Disagreements that it fits and that have no explanation yet. */
  readonly open: Set<number>;
  /** How many it fits in all months. */
  readonly overall: number;
  /** The share of units that agree which do not speak against it. */
  readonly stands: number;
};

const UNKNOWN: Explanation = { class: 'unknown', rule: '', what: 'nothing explains it' };
// The other side reached an amount so often, and from so many different ones of ours, before it is called a cap.
const CAP_TIMES_MIN = 3;
// Of many rates some fit a receipt by chance. One that is meant fits at least so many of a month, and so large a share of them.
const RATE_TIMES_MIN = 3;
const RATE_SHARE_MIN = 0.1;

/** One name for equal explanations. */
export const explanationKey = ({ class: kind, rule, what }: Explanation): string => `${kind} ${rule} ${what}`;

/** What units of a month that agree say of explanations. */
export type Evidence = {
  /** Units that were asked. */
  asked: number;
  /** How many of them would not agree by it, by its key. */
  readonly against: Map<string, number>;
};

/**
 * Gives each disagreement one explanation, month by month, since rules change: the one that fits most of them first, then the one that fits
 * most of the rest, each counted for less the more units of the month speak against it. Of equals the one that fits more over all, then the
 * class that stands first. What nothing fits may be a cap of the other side; the rest is unknown.
 */
export const attribute = (
  disagreements: readonly Disagreement[],
  /** The most that the other side gave, by wallet, over all that was compared. */
  mostTold: ReadonlyMap<string, bigint>,
  /** By month. */
  evidence: ReadonlyMap<string, Evidence>,
): readonly Attributed[] => {
  const overall = new Map<string, number>();
  const months = new Map<string, number[]>();
  for (const [i, { month, explanations }] of disagreements.entries()) {
    const of = months.get(month);
    if (of) of.push(i);
    else months.set(month, [i]);
    for (const key of explanations.map(explanationKey)) overall.set(key, (overall.get(key) ?? 0) + 1);
  }
  const chosen = new Map<number, Explanation>();
  for (const [month, places] of months)
    choose(disagreements, places, { overall, evidence: evidence.get(month) }, chosen);
  const caps = capsOf(
    disagreements.filter((_, i) => !chosen.has(i)),
    mostTold,
  );
  return disagreements.map((one, i) => ({
    ...one,
    by: chosen.get(i) ?? (caps.get(one.wallet) === one.told && one.told < one.decided ? capOf(one) : UNKNOWN),
  }));
};

/** Explains the disagreements of one month, as far as anything explains them. */
const choose = (
  disagreements: readonly Disagreement[],
  places: readonly number[],
  known: { readonly overall: ReadonlyMap<string, number>; readonly evidence: Evidence | undefined },
  chosen: Map<number, Explanation>,
): void => {
  const { asked = 0, against } = known.evidence ?? {};
  const candidates = new Map<string, Candidate>();
  for (const i of places)
    for (const by of disagreements[i]?.explanations ?? []) {
      const key = explanationKey(by);
      const candidate = candidates.get(key) ?? {
        ...{ by, open: new Set<number>(), overall: known.overall.get(key) ?? 0 },
        stands: 1 - (against?.get(key) ?? 0) / Math.max(asked, 1),
      };
      candidates.set(key, candidate);
      candidate.open.add(i);
    }
  for (const [key, { by, open }] of candidates)
    if (by.class === 'rate' && open.size < Math.max(RATE_TIMES_MIN, RATE_SHARE_MIN * places.length))
      candidates.delete(key);
  while (candidates.size > 0) {
    const [key, { by, open }] = [...candidates].reduce((best, one) => (isBetter(one[1], best[1]) ? one : best));
    candidates.delete(key);
    for (const i of open) {
      chosen.set(i, by);
      for (const other of disagreements[i]?.explanations ?? []) candidates.get(explanationKey(other))?.open.delete(i);
    }
    for (const [empty, { open: left }] of candidates) if (left.size === 0) candidates.delete(empty);
  }
};

const isBetter = (one: Candidate, best: Candidate): boolean => {
  const [worth, most] = [one.open.size * one.stands, best.open.size * best.stands];
  if (worth !== most) return worth > most;
  if (one.overall !== best.overall) return one.overall > best.overall;
  return AGREEMENT_CLASSES.indexOf(one.by.class) < AGREEMENT_CLASSES.indexOf(best.by.class);
};

const capOf = ({ rules }: Disagreement): Explanation => ({
  ...{ class: 'cap', rule: rules.length === 1 ? (rules[0] as string) : '' },
  what: 'a cap only there',
});

/** By wallet the amount that the other side never passed, where it reached it again and again and we decide more. */
const capsOf = (open: readonly Disagreement[], mostTold: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> => {
  const caps = new Map<string, bigint>();
  for (const [wallet, most] of mostTold) {
    if (most === 0n) continue;
    const reached = open.filter((one) => one.wallet === wallet && one.told === most && one.decided > most);
    if (reached.length >= CAP_TIMES_MIN && new Set(reached.map(({ decided }) => decided)).size >= CAP_TIMES_MIN)
      caps.set(wallet, most);
  }
  return caps;
};
