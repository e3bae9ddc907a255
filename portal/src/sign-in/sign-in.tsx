import { Alert, Button, Center, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, setCsrf } from '../api/ask.ts';

type First = { readonly secondFactor: 'totp' | 'email'; readonly csrf: string };

/** Password, then the second factor. The place that was asked for stays in the address and is shown afterwards. */
export function SignIn() {
  const [first, setFirst] = useState<First>();
  return (
    <Center mih="100vh" p="md">
      <Paper withBorder p="xl" w={380} maw="100%" component="main">
        <Group gap="sm" mb="lg">
          <img src="/mark.svg" alt="" width={32} height={32} />
          <Text fw={600} size="lg">
            Tallystick
          </Text>
        </Group>
        {first ? <SecondFactor first={first} /> : <Password onDone={setFirst} />}
      </Paper>
    </Center>
  );
}

function Password({ onDone }: { readonly onDone: (first: First) => void }) {
  const { t } = useTranslation();
  const [fields, setFields] = useState({
    tenant: localStorage.getItem('tallystick.tenant') ?? '',
    email: '',
    password: '',
  });
  const enter = useMutation({
    mutationFn: () => ask<First>('POST /v1/portal/sign-in', { body: fields }),
    onSuccess: (first) => {
      localStorage.setItem('tallystick.tenant', fields.tenant);
      setCsrf(first.csrf);
      onDone(first);
    },
  });
  const field = (name: keyof typeof fields) => ({
    label: t(`signIn.${name}`),
    value: fields[name],
    required: true,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((now) => ({ ...now, [name]: value }));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={1} size="h2">
          {t('signIn.title')}
        </Title>
        {enter.error && <Alert color="red">{enter.error.message}</Alert>}
        <TextInput {...field('tenant')} autoComplete="organization" autoFocus={fields.tenant === ''} />
        <TextInput {...field('email')} type="email" autoComplete="username" autoFocus={fields.tenant !== ''} />
        <PasswordInput {...field('password')} autoComplete="current-password" />
        <Button type="submit" loading={enter.isPending}>
          {t('signIn.go')}
        </Button>
      </Stack>
    </form>
  );
}

function SecondFactor({ first }: { readonly first: First }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const send = useMutation({ mutationFn: () => ask('POST /v1/portal/codes') });
  const confirm = useMutation({
    mutationFn: () => ask<{ csrf: string }>('POST /v1/portal/second-factor', { body: { code: code.trim() } }),
    onSuccess: async ({ csrf }) => {
      setCsrf(csrf);
      await queries.invalidateQueries({ queryKey: ['session'] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={1} size="h2">
          {t('signIn.second')}
        </Title>
        {(confirm.error ?? send.error) && <Alert color="red">{(confirm.error ?? send.error)?.message}</Alert>}
        {send.isSuccess && <Alert color="green">{t('signIn.sent')}</Alert>}
        <TextInput
          label={t(first.secondFactor === 'totp' ? 'signIn.secondTotp' : 'signIn.secondEmail')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
          required
        />
        <Group grow>
          {first.secondFactor === 'email' && (
            <Button variant="default" loading={send.isPending} onClick={() => send.mutate()}>
              {t('signIn.sendCode')}
            </Button>
          )}
          <Button type="submit" loading={confirm.isPending}>
            {t('signIn.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
