import { Alert, Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/ask.ts';

type FailedProps = { readonly error: Error; readonly onRetry?: () => void };

/** Why something could not be shown or done: a refusal in its own words, silence as silence. */
export function Failed({ error, onRetry }: FailedProps) {
  const { t } = useTranslation();
  const isRefusal = error instanceof Refused;
  return (
    <Alert color="red" role="alert" title={isRefusal ? undefined : t('kit.noAnswer')}>
      <Group justify="space-between">
        <span>{error.message}</span>
        {onRetry && !isRefusal && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {t('kit.again')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
