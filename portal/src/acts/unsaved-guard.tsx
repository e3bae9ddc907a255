import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

type Props = {
  readonly isDirty: boolean;
  /** Whether what is chosen in the address (`?template=`) is another screen too. */
  readonly isBySearch?: boolean;
};

/** Asks before a screen is left on which something was typed and not saved, by a link or by closing the window. */
export function UnsavedGuard({ isDirty, isBySearch = false }: Props) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isDirty &&
      (current.pathname !== next.pathname ||
        (isBySearch && JSON.stringify(current.search) !== JSON.stringify(next.search))),
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  const isAsking = blocker.status === 'blocked';
  return (
    <Modal
      opened={isAsking}
      onClose={() => blocker.reset?.()}
      title={t('act.leaveTitle')}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <Text size="sm">{t('act.leaveWhy')}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t('act.leave')}
        </Button>
        <Button onClick={() => blocker.reset?.()} data-autofocus>
          {t('act.stay')}
        </Button>
      </Group>
    </Modal>
  );
}
