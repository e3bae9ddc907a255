import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RecordHead } from '../kit/record-head.tsx';

/** An address that leads to no screen. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Stack>
      <RecordHead title={t('shell.notFound')} />
      <Text>{t('shell.notFoundHint')}</Text>
      <ToStart />
    </Stack>
  );
}

/** A screen that broke: a bug of ours, said plainly; the rest of the portal goes on. */
export function Broken() {
  const { t } = useTranslation();
  return (
    <Stack data-broken>
      <Text role="alert">{t('shell.broken')}</Text>
      <ToStart />
    </Stack>
  );
}

function ToStart() {
  const { t } = useTranslation();
  return <Anchor renderRoot={(props) => <Link to="/" {...props} />}>{t('shell.toStart')}</Anchor>;
}
