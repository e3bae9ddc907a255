import type { Content, Promotion } from './promotion-types.ts';

/** What two people made of one draft: both, with what each of them changed, by code of the promotion or name of the setting. */
export type Merged = {
  readonly content: Content;
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
  /** What both changed, and not alike; of these the merged content has mine. */
  readonly both: readonly string[];
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const byCode = (content: Content): Map<string, Promotion> =>
  new Map((content.promotions ?? []).map((promotion) => [promotion.code, promotion]));

/**
 * Puts together what two people made of the same base. Promotions are matched by code; what only one of them changed is taken from
 * that one, what both changed from me. The order is theirs, with mine that they do not have behind.
 */
export function mergeDrafts(base: Content, my: Content, their: Content): Merged {
  const [were, mine, theirs] = [byCode(base), byCode(my), byCode(their)];
  const codes = [...new Set([...theirs.keys(), ...mine.keys(), ...were.keys()])];
  const sets = [...new Set([...Object.keys(my), ...Object.keys(their)])].filter((name) => name !== 'promotions');
  const changed = (of: Content, at: ReadonlyMap<string, Promotion>): string[] => [
    ...codes.filter((code) => !same(at.get(code), were.get(code))),
    ...sets.filter((name) => !same(of[name], base[name])),
  ];
  const [myChanges, theirChanges] = [changed(my, mine), changed(their, theirs)];
  const isMine = (name: string): boolean => myChanges.includes(name);
  const promotions = codes
    .map((code) => (isMine(code) ? mine.get(code) : theirs.get(code)))
    .filter((promotion) => promotion !== undefined);
  const settings = sets.map((name) => [name, isMine(name) ? my[name] : their[name]] as const);
  return {
    content: { ...Object.fromEntries(settings.filter(([, value]) => value !== undefined)), promotions },
    mine: myChanges,
    theirs: theirChanges,
    both: [
      ...codes.filter((code) => isMine(code) && theirChanges.includes(code) && !same(mine.get(code), theirs.get(code))),
      ...sets.filter((name) => isMine(name) && theirChanges.includes(name) && !same(my[name], their[name])),
    ],
  };
}
