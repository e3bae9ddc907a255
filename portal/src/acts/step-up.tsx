import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../api/ask.ts';

/** Asks for a fresh second factor, inside the act that needs it; nothing that was typed is lost. */
export function StepUp({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const send = useMutation({ mutationFn: () => ask('POST /v1/portal/codes') });
  const confirm = useMutation({
    mutationFn: () => ask('POST /v1/portal/step-up', { body: { code: code.trim() } }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    confirm.mutate();
  };
  const error = confirm.error ?? send.error;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Alert color="green" variant="light" title={t('act.stepUp')}>
          <Text size="sm">{t('act.stepUpWhy')}</Text>
        </Alert>
        <TextInput
          label={t('act.stepUpCode')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={error?.message}
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
          required
        />
        {send.isSuccess && (
          <Text size="sm" c="green">
            {t('signIn.sent')}
          </Text>
        )}
        <Group justify="space-between">
          <Button variant="default" loading={send.isPending} onClick={() => send.mutate()}>
            {t('signIn.sendCode')}
          </Button>
          <Button type="submit" loading={confirm.isPending}>
            {t('act.stepUpGo')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
