import { AppShell, Burger, Group, NavLink, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, OwnSession, useSession, type Session } from '../api/session.ts';
import { SearchButton, SearchEverywhere } from '../search/search-everywhere.tsx';
import { LINK_PLACES, SetPassword } from '../sign-in/set-password.tsx';
import { SignIn } from '../sign-in/sign-in.tsx';
import { Account } from './account.tsx';
import { LostLine } from './lost-line.tsx';
import { PageZone } from './page-zone.tsx';
import { PLACES } from './places.ts';
import { SignInAgain } from './sign-in-again.tsx';

/**
 * The frame of every screen. Whoever is not signed in gets the sign-in, and comes back to the same place. A session that ends in the
 * middle of work is asked for above that work, which stays as it is.
 */
export function Shell() {
  const { data: session, isPending, error, refetch } = useSession();
  const [known, setKnown] = useState<Session | null>(null);
  if (session && session !== known) setKnown(session);
  const here = useRouterState({ select: (state) => state.location.pathname });
  if (LINK_PLACES.includes(here)) return <SetPassword />;
  if (isPending) return <Waiting />;
  if (known && session !== undefined)
    return (
      <OwnSession value={session ?? known}>
        <SignedInShell session={session ?? known} onLeft={() => setKnown(null)} />
        {session === null && <SignInAgain was={known} />}
      </OwnSession>
    );
  return <SignIn problem={error ?? undefined} onRetry={() => void refetch()} />;
}

/** In the shape of what comes. */
const Waiting = () => (
  <Stack p="lg" aria-busy="true">
    <Skeleton h={28} w={180} />
    <Skeleton h={14} w={320} />
  </Stack>
);

function SignedInShell({ session, onLeft }: { readonly session: Session; readonly onLeft: () => void }) {
  const { t } = useTranslation();
  const [isOpen, { toggle, close }] = useDisclosure();
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="lg"
    >
      <a className="skip" href="#content">
        {t('shell.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('shell.menu')} />
            <img src="/mark.svg" alt="" width={24} height={24} />
            <Text fw={600} visibleFrom="xs">
              Tallystick
            </Text>
            <Text c="dimmed" visibleFrom="md" truncate>
              {session.tenant.name}
            </Text>
          </Group>
          <SearchButton />
          <Account session={session} onLeft={onLeft} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t('shell.menu')}>
        <Places session={session} onChosen={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <LostLine />
        <PageZone />
        <Outlet />
      </AppShell.Main>
      <SearchEverywhere />
    </AppShell>
  );
}

function Places({ session, onChosen }: { readonly session: Session; readonly onChosen: () => void }) {
  const { t } = useTranslation();
  const here = useRouterState({ select: (state) => state.location.pathname });
  const shown = PLACES.filter(({ permission }) => !permission || may(session, permission));
  return shown.map(({ to, word }) => {
    const isHere = to === '/' ? here === '/' : here.startsWith(to);
    return (
      <NavLink
        key={to}
        component={Link}
        to={to}
        label={t(word)}
        active={isHere}
        aria-current={isHere ? 'page' : undefined}
        onClick={onChosen}
      />
    );
  });
}
