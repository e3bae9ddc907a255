import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session.ts';

/** What somebody sees first. */
export function StartPage() {
  const { t } = useTranslation();
  const { data: session } = useSession();
  return (
    <Stack>
      <Title order={1}>{t('nav.start')}</Title>
      <Text c="dimmed">{session?.tenant.name}</Text>
    </Stack>
  );
}
