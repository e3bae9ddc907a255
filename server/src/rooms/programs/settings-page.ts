/**
 * The first `limit` of the things that are left of a list in the order of their keys, and as `next` the key of the last
 * one where more follow. Settings are in memory, so a page is cut out of them without a query.
 */
export const settingsPage = <Thing, Shown>(
  left: readonly Thing[],
  limit: number,
  of: { readonly key: (thing: Thing) => string; readonly show: (thing: Thing) => Shown },
): { items: Shown[]; next?: string } => {
  const things = left.slice(0, limit);
  const last = things.at(-1);
  const items = things.map(of.show);
  return last !== undefined && left.length > things.length ? { items, next: of.key(last) } : { items };
};

/** Those whose code comes after the cursor; all of them without one. */
export const afterCode = <Thing extends { readonly code: string }>(
  things: readonly Thing[],
  cursor: string | undefined,
): readonly Thing[] => (cursor === undefined ? things : things.filter((thing) => thing.code > cursor));
