import { parseQuantity } from '../../kernel/quantity.ts';

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

// As fine as any currency is: limits are compared before anything is known of the program's.
const DECIMALS_MAX = 4;

/** What a condition lets some lines come to in money; conditions that count the same lines the same way contradict each other. */
export const basketLimit = (
  { base, tax, lines }: { readonly base: string; readonly tax: string; readonly lines?: object | undefined },
  ends: { readonly from?: string; readonly to?: string },
): Limit => {
  const amount = (text: string | undefined): bigint | undefined => {
    const read = text === undefined ? undefined : parseQuantity(text, DECIMALS_MAX);
    return read?.ok ? read.value : undefined;
  };
  const of = lines === undefined ? '' : ` of ${JSON.stringify(lines)}`;
  return { fact: `amount ${base}, tax ${tax}${of}`, from: amount(ends.from), to: amount(ends.to) };
};
