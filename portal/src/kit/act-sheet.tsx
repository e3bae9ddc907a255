import { Alert, Button, Drawer, Group, Stack, Text } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from './failed.tsx';
import { LostNote } from './lost-note.tsx';

type ActSheetProps = {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What is asked. */
  readonly children?: ReactNode;
  /** What will change, in numbers, before and after. */
  readonly effect?: ReactNode;
  /** A verb with its object. */
  readonly verb: string;
  readonly isDangerous?: boolean;
  readonly mayConfirm?: boolean;
  readonly act: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly mutate: () => void;
  };
  /** The answer, in place, once it is done. */
  readonly done?: ReactNode;
};

/** The sheet that every act that writes opens: what is asked, what will change, then the answer in place. */
export function ActSheet(sheet: ActSheetProps) {
  const { t } = useTranslation();
  const { title, isOpen, onClose, children, effect, verb, isDangerous = false, mayConfirm = true, act, done } = sheet;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (mayConfirm && !act.isPending) act.mutate();
  };
  return (
    <Drawer
      {...{ opened: isOpen, onClose, title }}
      position="right"
      size="md"
      closeButtonProps={{ 'aria-label': t('kit.close') }}
      overlayProps={{ backgroundOpacity: 0.3 }}
    >
      {done === undefined ? (
        <form onSubmit={submit}>
          <Stack>
            <LostNote />
            {children}
            {effect !== undefined && (
              <div>
                <Text fw={600} fz="sm" mb={6}>
                  {t('kit.effect')}
                </Text>
                {effect}
              </div>
            )}
            {act.error && <Failed error={act.error} />}
            <Group justify="flex-end" mt="sm">
              <Button variant="default" onClick={onClose}>
                {t('kit.cancel')}
              </Button>
              <Button
                type="submit"
                disabled={!mayConfirm}
                loading={act.isPending}
                {...(isDangerous && { color: 'red' })}
              >
                {verb}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack>
          <Alert color="green" role="status">
            {done}
          </Alert>
          <Group justify="flex-end">
            <Button onClick={onClose} data-autofocus autoFocus>
              {t('kit.close')}
            </Button>
          </Group>
        </Stack>
      )}
    </Drawer>
  );
}
