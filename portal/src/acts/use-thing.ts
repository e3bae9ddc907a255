import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import type { Choice } from './field.ts';

type Query = Readonly<Record<string, string | number | undefined>>;

/** One thing, or a whole short list, by its address; asked again every so often where it changes by itself. */
export const useThing = <Thing>(
  path: `/${string}` | '' | undefined,
  {
    query = {},
    everyMs,
  }: { readonly query?: Query; readonly everyMs?: (thing: Thing | undefined) => number | false } = {},
): UseQueryResult<Thing> =>
  useQuery({
    queryKey: [path, query],
    queryFn: () => ask<Thing>(`GET ${path as `/${string}`}`, { query }),
    enabled: path !== undefined && path !== '',
    refetchInterval: (asked) => everyMs?.(asked.state.data as Thing | undefined) ?? false,
  });

const LONG = 200;

/** The things of a list to choose from; empty until they are there. */
export function useChoices<Item>(path: `/${string}`, choiceOf: (item: Item) => Choice): readonly Choice[] {
  const isWhole = /card-ranges|roles|permissions|channels/.test(path);
  const { data } = useThing<{ items: readonly Item[] }>(path, isWhole ? {} : { query: { limit: LONG } });
  return data?.items.map(choiceOf) ?? [];
}

/** Things that have a code and a name. */
export const byCode = ({ code, name }: { readonly code: string; readonly name?: string }): Choice => ({
  value: code,
  label: name && name !== code ? `${name} · ${code}` : code,
});
