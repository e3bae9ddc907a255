import { useQuery } from '@tanstack/react-query';
import { ask } from './ask.ts';
import { may, useOwnSession } from './session.ts';

type Outlet = { readonly code: string; readonly name: string; readonly zone: string };

const OUTLETS_MAX = 200;

/** The zone of the first program, which the whole portal tells its times in. */
export function useZoneOfHouse(): string | undefined {
  const session = useOwnSession();
  const { data } = useQuery({
    queryKey: ['programs', 'zones'],
    queryFn: () => ask<{ items: readonly { readonly zone: string }[] }>('GET /v1/programs'),
    enabled: may(session, 'settings:read'),
    staleTime: 300_000,
  });
  return data?.items[0]?.zone;
}

/** The outlet of a code: its name and zone; the code alone where settings may not be read. */
export function useOutlet(): (code: string | undefined) => { readonly name: string; readonly zone?: string } {
  const session = useOwnSession();
  const { data } = useQuery({
    queryKey: ['outlets', 'all'],
    queryFn: () => ask<{ items: readonly Outlet[] }>('GET /v1/outlets', { query: { limit: OUTLETS_MAX } }),
    enabled: may(session, 'settings:read'),
    staleTime: 300_000,
  });
  const home = useZoneOfHouse();
  return (code) =>
    data?.items.find((one) => one.code === code) ?? { name: code ?? '', ...(home !== undefined && { zone: home }) };
}
