import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { asText } from '../acts/field.ts';
import { may, useOwnSession } from '../api/session.ts';
import type { CardBatchDetail } from './card-types.ts';
import { OpenedLinks, type CardLinks } from './opened-links.tsx';
import { SendToPhones } from './send-to-phones.tsx';
import { countText } from '../kit/count.ts';

/** How gift cards of a batch reach people without plastic: by links, and by messages to the phones that their rows named. */
export function HandOut({ batch }: { readonly batch: CardBatchDetail }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const [act, setAct] = useState<Act>();
  const { open, revoke } = useLinkActs(batch);
  if (batch.state !== 'released') return <Text size="sm">{t('handOut.releaseFirst')}</Text>;
  const isListed = batch.source === 'csv' || batch.source === 'api';
  // Drawn or brought along: no row of anybody's has a phone, and no list could show the links.
  const isWithoutRows = batch.source === 'generator' || batch.source === 'migration';
  return (
    <Stack maw={560} gap="lg">
      {may(session, 'cards:make') && (
        <Stack gap="xs">
          <Title order={2} size="h4">
            {t('handOut.links')}
          </Title>
          <Text size="sm">{t('handOut.linksOfBatch')}</Text>
          {batch.source === 'form' && <Text size="sm">{t('handOut.byHand')}</Text>}
          {isWithoutRows && <Text size="sm">{t('handOut.noList')}</Text>}
          <Group>
            {!isWithoutRows && (
              <Button variant="default" onClick={() => setAct(revoke)}>
                {revoke.verb}
              </Button>
            )}
            {isListed && <Button onClick={() => setAct(open)}>{open.verb}</Button>}
          </Group>
        </Stack>
      )}
      {may(session, 'deliveries:write') && (
        <Stack gap="xs">
          <Title order={2} size="h4">
            {t('handOut.phones')}
          </Title>
          <Text size="sm">{t(isWithoutRows ? 'handOut.noPhones' : 'handOut.phonesWhy')}</Text>
          {!isWithoutRows && <SendToPhones batch={batch} />}
        </Stack>
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </Stack>
  );
}

function useLinkActs(batch: CardBatchDetail): { readonly open: Act; readonly revoke: Act } {
  const { t } = useTranslation();
  const path = `/v1/card-batches/${batch.batch}/links` as const;
  const n = countText(batch.quantity);
  const open: Act<CardLinks> = {
    title: t('handOut.openLinks'),
    verb: t('handOut.openLinks'),
    what: `POST ${path}`,
    fields: [{ name: 'hours', label: t('handOut.hours'), hint: t('handOut.hoursHint'), kind: 'number' }],
    effect: () => t('handOut.openEffect', { n }),
    answer: (links, close) => <OpenedLinks batch={batch} links={links} onClose={close} />,
  };
  const revoke: Act = {
    title: t('handOut.revokeLinks'),
    verb: t('handOut.revokeLinks'),
    what: `POST ${path}/revoke`,
    isDangerous: true,
    fields: [
      {
        ...{ name: 'serial', label: t('handOut.serial'), hint: t('handOut.serialHint'), kind: 'number' },
        refused: /link\.unfit_state/,
      },
    ],
    effect: ({ serial }) =>
      serial ? t('handOut.revokeOne', { serial: asText(serial) }) : t('handOut.revokeAll', { n }),
    answer: (_answer, close) => (
      <Stack>
        <Alert color="green" variant="light" role="status">
          {t('handOut.revoked')}
        </Alert>
        <Button onClick={close}>{t('act.done')}</Button>
      </Stack>
    ),
  };
  return { open: open as Act, revoke };
}
