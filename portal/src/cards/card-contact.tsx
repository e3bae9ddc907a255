import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/ask.ts';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useThing } from '../acts/use-thing.ts';

/** Where the codes go, and how another address is asked for. */
export function CardContact() {
  const { t } = useTranslation();
  const asked = useThing<{ email: string; changedAt: string }>('/v1/card-contact');
  const [isChanging, setChanging] = useState(false);
  const act: Act = {
    title: t('cards.changeContact'),
    verb: t('cards.askContact'),
    what: 'PUT /v1/card-contact',
    isNamed: true,
    changes: ['/v1/card-contact', '/v1/approvals'],
    fields: [{ name: 'email', label: t('signIn.email'), isRequired: true, refused: /email/ }],
    effect: () => (
      <Alert color="green" variant="light">
        {t('act.second')}
      </Alert>
    ),
    answer: (_answer, close) => (
      <Stack>
        <Text>{t('cards.contactAsked')}</Text>
        <Anchor component={Link} to={'/approvals' as never}>
          {t('nav.approvals')}
        </Anchor>
        <Button onClick={close}>{t('act.done')}</Button>
      </Stack>
    ),
  };
  const isMissing = asked.error instanceof Refused && asked.error.problem.code === 'cards.contact.missing';
  return (
    <>
      {asked.data && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t('cards.contactIs', { email: asked.data.email })}
          </Text>
          <Anchor component="button" type="button" size="sm" onClick={() => setChanging(true)}>
            {t('cards.changeContact')}
          </Anchor>
        </Group>
      )}
      {isMissing && (
        <Alert color="gray" variant="light" title={t('cards.noContact')}>
          <Text size="sm" mb="xs">
            {t('cards.noContactWhy')}
          </Text>
          <Button size="xs" variant="default" onClick={() => setChanging(true)}>
            {t('cards.askContact')}
          </Button>
        </Alert>
      )}
      <ActSheet act={isChanging ? act : undefined} onClose={() => setChanging(false)} />
    </>
  );
}
