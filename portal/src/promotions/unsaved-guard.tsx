import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** Asks before a screen is left on which something was typed and not saved, by a link or by closing the window. */
export function UnsavedGuard({ isDirty }: { readonly isDirty: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  const isAsking = blocker.status === 'blocked';
  return (
    <Modal
      opened={isAsking}
      onClose={() => blocker.reset?.()}
      title={t('promotions.leaveTitle')}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <Text size="sm">{t('promotions.leaveWhy')}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t('promotions.leave')}
        </Button>
        <Button onClick={() => blocker.reset?.()} data-autofocus>
          {t('promotions.stay')}
        </Button>
      </Group>
    </Modal>
  );
}
