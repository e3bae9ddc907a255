import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../api/ask.ts';

/** Where links of invitations and forgotten passwords lead; what they carry stands behind `#`, which no server logs. */
export const LINK_PLACES: readonly string[] = ['/welcome', '/new-password'];

/** Somebody gives himself a password by the link of a mail, and then signs in. */
export function SetPassword() {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: () =>
      ask<{ tenant: string }>('POST /v1/portal/links/accept', {
        body: { token: window.location.hash.slice(1), password },
      }),
    onSuccess: ({ tenant }) => localStorage.setItem('tallystick.tenant', tenant),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    accept.mutate();
  };
  return (
    <Center mih="100vh" p="md">
      <Paper withBorder p="xl" w={380} maw="100%" component="main">
        <form onSubmit={submit}>
          <Stack>
            <Title order={1} size="h2">
              {t('people.choosePassword')}
            </Title>
            {accept.data ? (
              <>
                <Text>{t('people.passwordChanged')}</Text>
                <Button component="a" href="/">
                  {t('signIn.go')}
                </Button>
              </>
            ) : (
              <>
                {accept.error && (
                  <Alert color="red" role="alert">
                    {accept.error.message}
                  </Alert>
                )}
                <PasswordInput
                  label={t('people.nextPassword')}
                  description={t('people.passwordHint')}
                  value={password}
                  onChange={(event) => setPassword(event.currentTarget.value)}
                  autoComplete="new-password"
                  autoFocus
                  required
                />
                <Button type="submit" loading={accept.isPending}>
                  {t('people.choosePassword')}
                </Button>
              </>
            )}
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
