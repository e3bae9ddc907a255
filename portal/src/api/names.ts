import { useQuery } from '@tanstack/react-query';
import { ask } from './ask.ts';
import { may, useOwnSession } from './session.ts';

const STALE_MS = 300_000;
/** Of more than these the code or id stands there. */
const LISTED_MAX = 200;

type Named = { readonly code?: string; readonly id?: string; readonly name: string };

/** By code or id what a setting is called; the code or id itself where settings may not be read, or it is not among the first. */
function useNames(path: `/${string}`): (key: string) => string {
  const session = useOwnSession();
  const { data } = useQuery({
    queryKey: [path, 'names'],
    queryFn: () => ask<{ items: readonly Named[] }>(`GET ${path}`, { query: { limit: LISTED_MAX } }),
    enabled: may(session, 'settings:read'),
    staleTime: STALE_MS,
    // Who is bound to a place may read no such list; the code says it too.
    retry: false,
  });
  return (key) => data?.items.find(({ code, id }) => code === key || id === key)?.name ?? key;
}

export const useProgramName = (): ((code: string) => string) => useNames('/v1/programs');
export const usePartnerName = (): ((code: string) => string) => useNames('/v1/partners');
export const useCredentialName = (): ((id: string) => string) => useNames('/v1/credentials');
