import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { drawingSVG, qrcode } from 'bwip-js/browser';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { StepUp } from '../acts/step-up.tsx';
import { ToTake } from '../acts/shown.tsx';
import type { Act } from '../acts/act-sheet.tsx';
import { needsStepUp, useAct } from '../acts/use-act.ts';
import { useOwnSession } from '../api/session.ts';

type Totp = { readonly secret: string; readonly uri: string };

/** Setting up an authenticator: a code to scan, six digits to prove it, and recovery codes to keep. One that is set up is taken away. */
export function Authenticator({ onAct }: { readonly onAct: (act: Act) => void }) {
  const { t } = useTranslation();
  const { secondFactor } = useOwnSession();
  const isSet = secondFactor === 'totp';
  const [code, setCode] = useState('');
  const begin = useAct<Totp>({ what: 'POST /v1/portal/authenticator' });
  const confirm = useAct<{ recoveryCodes: readonly string[] }>({
    what: 'POST /v1/portal/authenticator/confirm',
    changes: ['session'],
  });
  const remove: Act = {
    title: t('people.removeAuthenticator'),
    verb: t('people.removeAuthenticator'),
    what: 'DELETE /v1/portal/authenticator',
    isDangerous: true,
    changes: ['session'],
    effect: () => t('people.removeAuthenticatorEffect'),
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    confirm.mutate({ code: code.trim() });
  };
  if (confirm.data)
    return (
      <Stack maw={420}>
        <Alert color="green">{t('people.authenticatorOn')}</Alert>
        <ToTake text={confirm.data.recoveryCodes.join('\n')} label={t('people.recoveryCodes')} />
        <Text size="sm">{t('act.once')}</Text>
      </Stack>
    );
  if (needsStepUp(begin.error)) return <StepUp onDone={() => begin.mutate(undefined)} />;
  return (
    <Stack maw={420}>
      <Text size="sm" c="dimmed">
        {t(isSet ? 'people.authenticatorSet' : 'people.authenticatorWhy')}
      </Text>
      {begin.error && (
        <Alert color="red" role="alert">
          {begin.error.message}
        </Alert>
      )}
      {begin.data ? (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <Text size="sm">{t('people.scan')}</Text>
            <Qr text={begin.data.uri} />
            <ToTake text={begin.data.secret} label={t('people.orType')} />
            <TextInput
              label={t('people.sixDigits')}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              error={confirm.error?.message}
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
              maw={200}
            />
            <Group>
              <Button type="submit" loading={confirm.isPending}>
                {t('people.turnOn')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Group>
          {isSet ? (
            <Button variant="default" onClick={() => onAct(remove)}>
              {t('people.removeAuthenticator')}
            </Button>
          ) : (
            <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate(undefined)}>
              {t('people.setUp')}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}

/** A QR code, drawn here: what it says goes to nobody. */
function Qr({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  // Only this one symbology: all of them together are 200 kB.
  const svg = qrcode({ bcid: 'qrcode', text, scale: 3, padding: 3, backgroundcolor: 'FFFFFF' }, drawingSVG());
  return (
    <img src={`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`} alt={t('people.qr')} width={200} height={200} />
  );
}
