import { Button, Menu, VisuallyHidden, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask, forgetActs } from '../api/ask.ts';
import type { Session } from '../api/session.ts';
import { chooseLanguage } from '../words/words.ts';

/** Who is signed in, and what is theirs to choose: light or dark, the language, leaving. */
export function Account({ session, onLeft }: { readonly session: Session; readonly onLeft: () => void }) {
  const { t, i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const queries = useQueryClient();
  const signOut = async (): Promise<void> => {
    await ask('POST /v1/portal/sign-out').catch(() => undefined);
    // What one person saw is not there for the next.
    queries.clear();
    forgetActs();
    onLeft();
    queries.setQueryData(['session'], null);
  };
  const initials = session.person.name
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join('');
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button size="compact-md" variant="default">
          <span aria-hidden>{initials}</span>
          <VisuallyHidden>{t('shell.account', { name: session.person.name })}</VisuallyHidden>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session.person.name}</Menu.Label>
        <Menu.Item component={Link} to="/people/me">
          {t('people.me')}
        </Menu.Item>
        <Menu.Item onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}>
          {scheme === 'dark' ? t('shell.light') : t('shell.dark')}
        </Menu.Item>
        <Menu.Item onClick={() => chooseLanguage(i18n.language === 'es' ? 'en' : 'es')}>
          {t('shell.language')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>{t('shell.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
