/** What a condition lets one fact be: one of some names, or a stretch with both ends in. */
export type Limit = { readonly fact: string } & (
  | { readonly oneOf: readonly (string | number | boolean)[] }
  | { readonly from?: string | number | bigint | undefined; readonly to?: string | number | bigint | undefined }
);

/** The first limit that, together with those before it, leaves nothing; undefined when all can hold together. */
export const contradiction = (
  limits: readonly { readonly limit: Limit; readonly condition: number }[],
): { readonly condition: number; readonly fact: string } | undefined => {
  const names = new Map<string, ReadonlySet<string | number | boolean>>();
  const stretches = new Map<
    string,
    { from: string | number | bigint | undefined; to: string | number | bigint | undefined }
  >();
  for (const { limit, condition } of limits) {
    const { fact } = limit;
    if ('oneOf' in limit) {
      const known = names.get(fact);
      const both = new Set(limit.oneOf.filter((name) => known === undefined || known.has(name)));
      if (both.size === 0) return { condition, fact };
      names.set(fact, both);
      continue;
    }
    const known = stretches.get(fact) ?? { from: undefined, to: undefined };
    const from =
      known.from === undefined || (limit.from !== undefined && limit.from > known.from) ? limit.from : known.from;
    const to = known.to === undefined || (limit.to !== undefined && limit.to < known.to) ? limit.to : known.to;
    if (from !== undefined && to !== undefined && from > to) return { condition, fact };
    stretches.set(fact, { from, to });
  }
  return undefined;
};
