import { Stack, Tabs } from '@mantine/core';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { may, useOwnSession } from '../api/session.ts';

/** Goes to an address of the portal. */
export function useGo(): (to: string, search?: Readonly<Record<string, string | undefined>>) => void {
  const navigate = useNavigate();
  return useCallback((to, search = {}) => void navigate({ to: to as never, search: search as never }), [navigate]);
}

type Place = { readonly to: string; readonly label: string };

/** The screens of one area, each with an address of its own. The longest address that fits is where one is. */
export function Places({ places }: { readonly places: readonly Place[] }) {
  const go = useGo();
  const here = useRouterState({ select: (state) => state.location.pathname });
  const current = [...places]
    .filter(({ to }) => here === to || here.startsWith(`${to}/`))
    .sort((a, b) => b.to.length - a.to.length)[0];
  const list = useRef<HTMLDivElement>(null);
  // On a phone the tab where one is may stand beyond the edge.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[aria-selected=true]');
    if (list.current && tab)
      list.current.scrollLeft = tab.offsetLeft - (list.current.clientWidth - tab.offsetWidth) / 2;
  }, [current?.to]);
  return (
    <Tabs
      value={current?.to ?? null}
      onChange={(to) => to && go(to)}
      activateTabWithKeyboard={false}
      className="places"
    >
      <Tabs.List ref={list}>
        {places.map(({ to, label }) => (
          <Tabs.Tab key={to} value={to}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}

type AreaProps = {
  /** With the right without which a screen is not shown here. */
  readonly places: readonly (Place & { readonly permission?: string })[];
  readonly children: ReactNode;
};

/** The screens that belong together, of these the ones that one may see; under them the one where one is. */
export function Area({ places, children }: AreaProps) {
  const session = useOwnSession();
  return (
    <Stack gap="md">
      <Places places={places.filter(({ permission }) => permission === undefined || may(session, permission))} />
      {children}
    </Stack>
  );
}
