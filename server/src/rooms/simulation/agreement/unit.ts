import type { Grant } from '../../promotions/index.ts';

/** Why two sides do not agree. */
export const AGREEMENT_CLASSES = ['rounding', 'base', 'rate', 'timing', 'cap', 'missing_rule', 'unknown'] as const;
export type AgreementClass = (typeof AGREEMENT_CLASSES)[number];

/** A change of our rules by which the told amount comes out; `rule` is empty where none of ours is meant. */
export type Explanation = { readonly class: AgreementClass; readonly rule: string; readonly what: string };

/** What is compared: points of one wallet on one receipt, of one promotion where both sides tell it. Smallest steps. */
export type Unit = {
  readonly lane: number;
  readonly seq: bigint;
  readonly month: string;
  readonly wallet: string;
  /** The promotions of ours that gave these points; where promotions are compared, the one. */
  readonly rules: readonly string[];
  readonly told: bigint;
  readonly decided: bigint;
};

/** A unit that does not agree, with everything that would explain it. */
export type Disagreement = Unit & { readonly explanations: readonly Explanation[] };

/** What the other side gave: by wallet, or by wallet and promotion. */
export type Told = ReadonlyMap<string, bigint> | { readonly byRule: ReadonlyMap<string, ReadonlyMap<string, bigint>> };

const addTo = (map: Map<string, Map<string, bigint>>, wallet: string, rule: string, points: bigint): void => {
  const rules = map.get(wallet) ?? new Map<string, bigint>();
  map.set(wallet, rules.set(rule, (rules.get(rule) ?? 0n) + points));
};

/** Points by wallet and promotion. */
export const byRule = (
  grants: readonly Pick<Grant, 'promotion' | 'walletType' | 'points'>[],
): ReadonlyMap<string, ReadonlyMap<string, bigint>> => {
  const map = new Map<string, Map<string, bigint>>();
  for (const { promotion, walletType, points } of grants) addTo(map, walletType, promotion, points);
  return map;
};

const NO_RULES: ReadonlyMap<string, bigint> = new Map();

/** What there is to compare on a receipt; nothing where neither side gave anything. */
export const unitsOf = (
  place: Pick<Unit, 'lane' | 'seq' | 'month'>,
  told: Told,
  grants: readonly Grant[],
): readonly Unit[] => {
  const ours = byRule(grants);
  const units: Unit[] = [];
  if ('byRule' in told) {
    for (const wallet of new Set([...told.byRule.keys(), ...ours.keys()])) {
      const [theirs, own] = [told.byRule.get(wallet) ?? NO_RULES, ours.get(wallet) ?? NO_RULES];
      for (const rule of new Set([...theirs.keys(), ...own.keys()]))
        units.push({
          ...{ ...place, wallet, rules: [rule] },
          ...{ told: theirs.get(rule) ?? 0n, decided: own.get(rule) ?? 0n },
        });
    }
    return units;
  }
  for (const wallet of new Set([...told.keys(), ...ours.keys()])) {
    // What the other side does not tell of is not compared.
    const theirs = told.get(wallet);
    if (theirs === undefined) continue;
    const own = ours.get(wallet) ?? NO_RULES;
    const decided = [...own.values()].reduce((sum, points) => sum + points, 0n);
    if (theirs === 0n && decided === 0n) continue;
    units.push({ ...place, wallet, rules: [...own.keys()], told: theirs, decided });
  }
  return units;
};
