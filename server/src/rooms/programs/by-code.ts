import { assert } from '../../kernel/assert.ts';

/** Things that are known outside by their code, each within its tenant (or outlet). */
export type ByCode<T> = {
  readonly find: (group: number, code: string) => T | undefined;
  /** In the order of their codes. */
  readonly list: (group: number) => readonly T[];
};

/** Indexes things by code within the group that `groupOf` gives. */
export const indexByCode = <T extends { readonly code: string }>(
  things: readonly T[],
  groupOf: (thing: T) => number,
): ByCode<T> => {
  const groups = new Map<number, Map<string, T>>();
  for (const thing of things.toSorted((a, b) => (a.code < b.code ? -1 : 1))) {
    const group = groups.get(groupOf(thing)) ?? new Map<string, T>();
    groups.set(groupOf(thing), group.set(thing.code, thing));
  }
  const lists = new Map([...groups].map(([group, members]) => [group, Object.freeze([...members.values()])]));
  return {
    find: (group, code) => groups.get(group)?.get(code),
    list: (group) => lists.get(group) ?? [],
  };
};

/** Indexes things by their inner id. Such ids come from our own rows, so that an unknown one is a bug. */
export const indexById = <T>(things: readonly T[], idOf: (thing: T) => number, what: string): ((id: number) => T) => {
  const index = new Map(things.map((thing) => [idOf(thing), thing]));
  return (id) => {
    const thing = index.get(id);
    assert(thing !== undefined, `there is no ${what} ${id} in the settings`);
    return thing;
  };
};
