import { useQuery } from '@tanstack/react-query';
import { ask } from './ask.ts';
import { may, useOwnSession } from './session.ts';

type Outlet = { readonly code: string; readonly name: string; readonly zone: string };

const OUTLETS_MAX = 200;

/** The outlet of a code: its name and zone; the code alone where settings may not be read. */
export function useOutlet(): (code: string | undefined) => { readonly name: string; readonly zone?: string } {
  const session = useOwnSession();
  const { data } = useQuery({
    queryKey: ['outlets', 'all'],
    queryFn: () => ask<{ items: readonly Outlet[] }>('GET /v1/outlets', { query: { limit: OUTLETS_MAX } }),
    enabled: may(session, 'settings:read'),
    staleTime: 300_000,
  });
  return (code) => data?.items.find((one) => one.code === code) ?? { name: code ?? '' };
}
