import {
  AppShell,
  Burger,
  Button,
  Group,
  Loader,
  NavLink,
  Text,
  UnstyledButton,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../api/ask.ts';
import { may, useSession, type Session } from '../api/session.ts';
import { SignIn } from '../sign-in/sign-in.tsx';
import { chooseLanguage } from '../words/words.ts';

/** Where one can go, in the words of the glossary, and what one must be allowed to see it. */
const PLACES: readonly { readonly to: string; readonly word: string; readonly permission?: string }[] = [
  { to: '/', word: 'nav.start' },
  { to: '/members', word: 'nav.members', permission: 'members:read' },
];

/** The frame of every screen. Whoever is not signed in gets the sign-in, and comes back to the same place. */
export function Shell() {
  const { data: session, isPending } = useSession();
  if (isPending) return <Loader m="xl" />;
  return session ? <SignedInShell session={session} /> : <SignIn />;
}

function SignedInShell({ session }: { readonly session: Session }) {
  const [isOpen, { toggle, close }] = useDisclosure();
  const navigate = useNavigate();
  useHotkeys([['/', () => void navigate({ to: '/members' })]]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="lg"
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Menu" />
            <img src="/mark.svg" alt="" width={24} height={24} />
            <Text fw={600}>Tallystick</Text>
            <Text c="dimmed" visibleFrom="sm">
              {session.tenant.name}
            </Text>
          </Group>
          <Account session={session} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <Places session={session} onChosen={close} />
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function Places({ session, onChosen }: { readonly session: Session; readonly onChosen: () => void }) {
  const { t } = useTranslation();
  const here = useRouterState({ select: (state) => state.location.pathname });
  const shown = PLACES.filter(({ permission }) => !permission || may(session, permission));
  return shown.map(({ to, word }) => (
    <NavLink
      key={to}
      component={Link}
      to={to}
      label={t(word)}
      active={to === '/' ? here === '/' : here.startsWith(to)}
      onClick={onChosen}
    />
  ));
}

function Account({ session }: { readonly session: Session }) {
  const { t, i18n } = useTranslation();
  const { colorScheme, toggleColorScheme } = useMantineColorScheme();
  const queries = useQueryClient();
  const signOut = async (): Promise<void> => {
    await ask('POST /v1/portal/sign-out').catch(() => undefined);
    queries.clear();
    await queries.invalidateQueries({ queryKey: ['session'] });
  };
  return (
    <Group gap="xs" wrap="nowrap">
      <UnstyledButton fz="sm" visibleFrom="sm" onClick={() => chooseLanguage(i18n.language === 'es' ? 'en' : 'es')}>
        {t('shell.language')}
      </UnstyledButton>
      <UnstyledButton fz="sm" visibleFrom="sm" onClick={toggleColorScheme}>
        {colorScheme === 'dark' ? t('shell.light') : t('shell.dark')}
      </UnstyledButton>
      <Text fz="sm" c="dimmed" visibleFrom="sm">
        {session.person.name}
      </Text>
      <Button size="compact-sm" variant="default" onClick={() => void signOut()}>
        {t('shell.signOut')}
      </Button>
    </Group>
  );
}
