import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { When } from '../acts/shown.tsx';
import { useAct } from '../acts/use-act.ts';
import type { CardFile } from './card-types.ts';
import { countText } from '../kit/count.ts';

/** The code that was mailed to the registered address lets the cards be made; before, the file can be given up. */
export function ConfirmFile({ file }: { readonly file: CardFile }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const path = `/v1/card-files/${file.file}` as const;
  const changes = ['/v1/card-files', '/v1/card-batches'];
  const mail = useAct<{ sentTo: string; expiresAt: string }>({ what: `POST ${path}/code` });
  const confirm = useAct({ what: `POST ${path}/confirm`, changes });
  const abandon = useAct({ what: `POST ${path}/abandon`, changes });
  const n = file.rows.total - file.rows.wrong;
  const isBlocked = file.mode === 'whole' && file.rows.wrong > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    confirm.mutate({ code: code.replaceAll(/\s/g, '') });
  };
  const error = mail.error ?? abandon.error;
  return (
    <Stack maw={560}>
      {isBlocked ? (
        <Alert color="red" title={t('cards.nothingMade')}>
          {t('cards.wholeBlocked', { n: countText(file.rows.wrong) })}
        </Alert>
      ) : (
        <Text>
          {n === 0
            ? t('cards.noRowRight')
            : t('cards.willMake', { n: countText(n), wrong: countText(file.rows.wrong) })}
        </Text>
      )}
      {error && (
        <Alert color="red" role="alert">
          {error.message}
        </Alert>
      )}
      {mail.data && (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <Text size="sm">
              {t('cards.codeSent', { email: mail.data.sentTo })} <When at={mail.data.expiresAt} />
            </Text>
            <TextInput
              label={t('cards.codeOfMail')}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              error={confirm.error?.message}
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
              maw={220}
            />
            <Group>
              <Button type="submit" loading={confirm.isPending}>
                {t('cards.makeCards', { n: countText(n) })}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
      <Group>
        <Button variant="default" onClick={() => abandon.mutate(undefined)} loading={abandon.isPending}>
          {t('cards.abandonFile')}
        </Button>
        {!isBlocked && n > 0 && (
          <Button
            variant={mail.data ? 'default' : 'filled'}
            onClick={() => mail.mutate(undefined)}
            loading={mail.isPending}
          >
            {t(mail.data ? 'cards.mailAgain' : 'cards.mailCode')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
