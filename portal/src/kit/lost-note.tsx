import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLine } from '../api/line.ts';

/** Says within a sheet, which lies over the page's own line about it, that the server does not answer. */
export function LostNote() {
  const { t } = useTranslation();
  return useLine() ? null : (
    <Alert color="red" role="status">
      {t('kit.lost')}
    </Alert>
  );
}
