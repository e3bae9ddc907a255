import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { reportChoicesSchema } from '../../../contract/reports.ts';
import { ask } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { useWalletWord } from '../api/wallet-word.ts';
import type { Choice } from '../acts/field.ts';
import { terminalText } from './filter.ts';

const STALE_MS = 300_000;
const PAGE = 200;
// Of more outlets than these the list finds none to choose; an address may name them all the same.
const PAGES_MAX = 10;
// Tills are listed of the outlets that were chosen, as long as these are few.
const OUTLETS_OF_TILLS_MAX = 6;

type Page<Item> = { readonly items: readonly Item[]; readonly next?: string | undefined };
type Named = { readonly code: string; readonly name?: string };

async function all<Item>(path: `/${string}`): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const got = await ask<Page<Item>>(`GET ${path}`, { query: { limit: PAGE, cursor } });
    items.push(...got.items);
    cursor = got.next;
    if (cursor === undefined) break;
  }
  return items;
}

/** By name; two of the same name are told apart by their codes. */
const choicesOf = (items: readonly Named[]): readonly Choice[] => {
  const names = Map.groupBy(items, ({ name }) => name);
  return items.map(({ code, name }) => ({
    value: code,
    label: name === undefined ? code : (names.get(name)?.length ?? 0) > 1 ? `${name} (${code})` : name,
  }));
};

/** Everything of one list of the settings; nothing for whoever may not read them. */
function useSettings<Item>(path: `/${string}`, right = 'settings:read'): readonly Item[] {
  const mayRead = may(useOwnSession(), right);
  const { data } = useQuery({
    queryKey: [path, 'all'],
    queryFn: () => all<Item>(path),
    enabled: mayRead,
    staleTime: STALE_MS,
    // Who is bound to a place may read no such list; what it lists can be typed.
    retry: false,
  });
  return data ?? [];
}

export const useOutletChoices = (): readonly Choice[] => choicesOf(useSettings<Named>('/v1/outlets'));
export const useRangeChoices = (): readonly Choice[] =>
  useSettings<Named>('/v1/card-ranges').map(({ code }) => ({ value: code, label: code }));

type WithId = { readonly id: string; readonly name: string };
/** By name; of two of the same name the end of the id tells them apart. */
const choicesById = (items: readonly WithId[], idEnd = 5): readonly Choice[] => {
  const names = Map.groupBy(items, ({ name }) => name);
  return items.map(({ id, name }) => ({
    value: id,
    label: (names.get(name)?.length ?? 0) > 1 ? `${name} (…${id.slice(-idEnd)})` : name,
  }));
};

export const usePersonChoices = (): readonly Choice[] =>
  choicesById(useSettings<WithId>('/v1/staff/people', 'staff:read'));
export const useCredentialChoices = (): readonly Choice[] => choicesById(useSettings<WithId>('/v1/credentials'));

type Program = { readonly code: string; readonly currency: { readonly code: string } };

/** Wallet types of all programs, and the units in which amounts are. */
export function useWalletChoices(): { readonly walletTypes: readonly Choice[]; readonly units: readonly string[] } {
  const programs = useSettings<Program>('/v1/programs');
  const walletWord = useWalletWord();
  const types = useQueries({
    queries: programs.map(({ code }) => ({
      queryKey: [`/v1/programs/${code}/wallet-types`, 'all'],
      queryFn: () => all<{ code: string; unit: string }>(`/v1/programs/${code}/wallet-types`),
      staleTime: STALE_MS,
    })),
    combine: (asked) => asked.flatMap(({ data }) => data ?? []),
  });
  return {
    walletTypes: [...new Set(types.map(({ code }) => code))].map((code) => ({ value: code, label: walletWord(code) })),
    units: [...new Set([...programs.map(({ currency }) => currency.code), ...types.map(({ unit }) => unit)])],
  };
}

/** The tills of the outlets that were chosen. */
export function useTerminalChoices(outlets: readonly string[]): readonly Choice[] {
  const mayRead = may(useOwnSession(), 'settings:read');
  const asked = mayRead && outlets.length <= OUTLETS_OF_TILLS_MAX ? outlets : [];
  return useQueries({
    queries: asked.map((outlet) => ({
      queryKey: [`/v1/outlets/${outlet}/terminals`, 'all'],
      queryFn: () => all<Named>(`/v1/outlets/${encodeURIComponent(outlet)}/terminals`),
      staleTime: STALE_MS,
    })),
    combine: (pages) =>
      pages.flatMap(({ data }, n) =>
        (data ?? []).map(({ code }) => ({
          value: terminalText(asked[n] ?? '', code),
          label: asked.length > 1 ? terminalText(asked[n] ?? '', code) : code,
        })),
      ),
  });
}

/** What stands on operations: kinds, promotions, and cashiers from what was typed on. */
export function useOperationChoices(
  of: 'kinds' | 'promotions' | 'cashiers',
  from = '',
  isAsked = true,
): readonly string[] {
  const { data } = useQuery({
    queryKey: ['/v1/reports/choices', of, from],
    queryFn: () => ask<z.infer<typeof reportChoicesSchema>>('GET /v1/reports/choices', { query: { of, from } }),
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
    enabled: isAsked,
    // Somebody who is bound is told no cashiers; he types the name.
    retry: false,
  });
  return data?.values ?? [];
}
