import { Alert, Button, Center, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, setCsrf } from '../api/ask.ts';
import { Failed } from '../kit/failed.tsx';
import { chooseLanguage } from '../words/words.ts';

type First = { readonly secondFactor: 'totp' | 'email'; readonly csrf: string };

type SignInProps = { readonly problem?: Error | undefined; readonly onRetry?: () => void };

/** Password, then the second factor. The place that was asked for stays in the address and is shown afterwards. */
export function SignIn({ problem, onRetry }: SignInProps) {
  const { t, i18n } = useTranslation();
  return (
    <Center mih="100vh" p="md">
      <Paper withBorder p="xl" w={380} maw="100%" component="main">
        <Group gap="sm" mb="lg">
          <img src="/mark.svg" alt="" width={32} height={32} />
          <Text fw={600} size="lg">
            Tallystick
          </Text>
        </Group>
        {problem && <Failed error={problem} {...(onRetry && { onRetry })} />}
        <SignInForm />
        <Button
          variant="subtle"
          size="compact-sm"
          mt="md"
          onClick={() => chooseLanguage(i18n.language === 'es' ? 'en' : 'es')}
        >
          {t('shell.language')}
        </Button>
      </Paper>
    </Center>
  );
}

/** The two steps by themselves, for a session that ended in mid-work too: then the e-mail address is known. */
export function SignInForm({ email = '' }: { readonly email?: string }) {
  const [first, setFirst] = useState<First>();
  return first ? <SecondFactor first={first} /> : <Password email={email} onDone={setFirst} />;
}

type PasswordProps = { readonly email: string; readonly onDone: (first: First) => void };

function Password({ email, onDone }: PasswordProps) {
  const { t } = useTranslation();
  const [fields, setFields] = useState({
    tenant: localStorage.getItem('tallystick.tenant') ?? '',
    email,
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
        {enter.error && <Failed error={enter.error} />}
        <TextInput {...field('tenant')} autoComplete="organization" autoFocus={fields.tenant === '' && email === ''} />
        <TextInput
          {...field('email')}
          type="email"
          autoComplete="username"
          autoFocus={fields.tenant !== '' && email === ''}
        />
        <PasswordInput {...field('password')} autoComplete="current-password" autoFocus={email !== ''} />
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
  const problem = confirm.error ?? send.error;
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
        {problem && <Failed error={problem} />}
        {first.secondFactor === 'email' && !problem && (
          <Alert color="green">{t(send.isSuccess ? 'signIn.sentAnother' : 'signIn.mailed')}</Alert>
        )}
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
              {t('signIn.sendAnother')}
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
