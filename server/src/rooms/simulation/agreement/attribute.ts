import { AGREEMENT_CLASSES } from './unit.ts';
import type { Disagreement, Explanation } from './unit.ts';

/** A disagreement with the one explanation that it counts for. */
export type Attributed = Disagreement & { readonly by: Explanation };

type Candidate = {
  readonly by: Explanation;
  /** Disagreements that it fits and that have no explanation yet. */
  readonly open: Set<number>;
  /** The share of units that agree which do not speak against it. */
  readonly stands: number;
};

const UNKNOWN: Explanation = { class: 'unknown', rule: '', what: 'nothing explains it' };
// The other side reached an amount so often, and from so many different ones of ours, before it is called a cap.
const CAP_TIMES_MIN = 3;

/** One name for equal explanations. */
export const explanationKey = ({ class: kind, rule, what }: Explanation): string => `${kind} ${rule} ${what}`;

/** What units that agree say of an explanation. */
export type Evidence = {
  /** Units that were asked. */
  readonly asked: number;
  /** How many of them would not agree by it, by its key. */
  readonly against: ReadonlyMap<string, number>;
};

/**
 * Gives each disagreement one explanation: the one that fits most of them first, then the one that fits most of the rest, each counted for
 * less the more units speak against it. Of equals the class that stands first. What nothing fits may be a cap of the other side; the
 * rest is unknown.
 */
export const attribute = (
  disagreements: readonly Disagreement[],
  /** The most that the other side gave, by wallet, over all that was compared. */
  mostTold: ReadonlyMap<string, bigint>,
  { asked, against }: Evidence,
): readonly Attributed[] => {
  const units = new Map<string, Candidate>();
  for (const [i, { explanations }] of disagreements.entries())
    for (const by of explanations) {
      const key = explanationKey(by);
      const known = units.get(key) ?? { by, open: new Set(), stands: 1 - (against.get(key) ?? 0) / Math.max(asked, 1) };
      units.set(key, known);
      known.open.add(i);
    }
  const chosen = new Map<number, Explanation>();
  while (units.size > 0) {
    const [key, { by, open }] = [...units].reduce((best, one) => (isBetter(one[1], best[1]) ? one : best));
    units.delete(key);
    for (const i of open) {
      chosen.set(i, by);
      for (const other of disagreements[i]?.explanations ?? []) units.get(explanationKey(other))?.open.delete(i);
    }
    for (const [empty, { open: left }] of units) if (left.size === 0) units.delete(empty);
  }
  const caps = capsOf(
    disagreements.filter((_, i) => !chosen.has(i)),
    mostTold,
  );
  return disagreements.map((one, i) => ({
    ...one,
    by: chosen.get(i) ?? (caps.get(one.wallet) === one.told && one.told < one.decided ? capOf(one) : UNKNOWN),
  }));
};

const isBetter = (one: Candidate, best: Candidate): boolean => {
  const [worth, most] = [one.open.size * one.stands, best.open.size * best.stands];
  if (worth !== most) return worth > most;
  return AGREEMENT_CLASSES.indexOf(one.by.class) < AGREEMENT_CLASSES.indexOf(best.by.class);
};

const capOf = ({ rules }: Disagreement): Explanation => ({
  ...{ class: 'cap', rule: rules.length === 1 ? (rules[0] as string) : '' },
  what: 'a cap only there',
});

/** By wallet the amount that the other side never passed, where it reached it again and again and we decide more. */
const capsOf = (
  open: readonly Disagreement[],
  mostTold: ReadonlyMap<string, bigint>,
): ReadonlyMap<string, bigint> => {
  const caps = new Map<string, bigint>();
  for (const [wallet, most] of mostTold) {
    if (most === 0n) continue;
    const reached = open.filter((one) => one.wallet === wallet && one.told === most && one.decided > most);
    if (reached.length >= CAP_TIMES_MIN && new Set(reached.map(({ decided }) => decided)).size >= CAP_TIMES_MIN)
      caps.set(wallet, most);
  }
  return caps;
};
