import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { asText } from '../acts/field.ts';
import { Facts } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { may, useOwnSession } from '../api/session.ts';
import type { CardBatchDetail } from './card-types.ts';
import { DownloadLinks, OpenedLinks, type CardLinks } from './opened-links.tsx';
import { useSendLink } from './send-link.tsx';
import { SendToPhones } from './send-to-phones.tsx';
import { countText } from '../kit/count.ts';

type Props = { readonly batch: CardBatchDetail; readonly isGift: boolean };

/** How cards of a batch reach people without plastic: by links, and by messages to the phones that their rows named. */
export function HandOut({ batch, isGift }: Props) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const [act, setAct] = useState<Act>();
  const { open, revoke } = useLinkActs(batch, isGift);
  const send = useSendLink(batch.batch);
  if (batch.state !== 'released') return <Text size="sm">{t('handOut.releaseFirst')}</Text>;
  const { links } = batch;
  const areOpen = links?.state === 'open';
  // Drawn or brought along: no row of anybody's has a phone.
  const isWithoutRows = batch.source === 'generator' || batch.source === 'migration';
  return (
    <Stack maw={560} gap="lg">
      {may(session, 'cards:make') && (
        <Stack gap="xs">
          <Title order={2} size="h4">
            {t('handOut.links')}
          </Title>
          <Text size="sm">{t(isGift ? 'handOut.linksOfGifts' : 'handOut.linksOfBatch')}</Text>
          {links && <LinkFacts links={links} />}
          {!links && (
            <Button w="fit-content" onClick={() => setAct(open)}>
              {open.verb}
            </Button>
          )}
          {links && (
            <Group>
              {areOpen && (
                <Button variant="default" onClick={() => setAct(revoke)}>
                  {revoke.verb}
                </Button>
              )}
              {areOpen && may(session, 'deliveries:write') && (
                <Button variant="default" onClick={() => setAct(send)}>
                  {send.verb}
                </Button>
              )}
              <DownloadLinks links={links} />
            </Group>
          )}
        </Stack>
      )}
      {may(session, 'deliveries:write') && (
        <Stack gap="xs">
          <Title order={2} size="h4">
            {t('handOut.phones')}
          </Title>
          <Text size="sm">
            {t(isWithoutRows ? 'handOut.noPhones' : isGift ? 'handOut.phonesWhy' : 'handOut.phonesByLink')}
          </Text>
          {!isWithoutRows && (isGift || areOpen) && <SendToPhones batch={batch} />}
        </Stack>
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </Stack>
  );
}

/** Whether the links are open, since when and by whom, and what became of them. */
function LinkFacts({ links }: { readonly links: NonNullable<CardBatchDetail['links']> }) {
  const { t } = useTranslation();
  const { state, openedAt, openedBy, until, revokedAt, ended } = links;
  return (
    <Facts
      facts={[
        [t('handOut.state'), t(`handOut.states.${state}`)],
        [t('handOut.openedAt'), <When key="opened" at={openedAt} />],
        [t('handOut.openedBy'), openedBy.name ?? openedBy.person ?? openedBy.credential],
        [t('handOut.until'), <When key="until" at={until} />],
        [t('handOut.revokedAt'), revokedAt && <When key="revoked" at={revokedAt} />],
        [t('handOut.claimed'), countText(ended.claimed)],
        [t('handOut.declined'), ended.declined > 0 ? countText(ended.declined) : undefined],
        [t('handOut.takenBack'), ended.revoked > 0 ? countText(ended.revoked) : undefined],
      ]}
    />
  );
}

function useLinkActs(batch: CardBatchDetail, isGift: boolean): { readonly open: Act; readonly revoke: Act } {
  const { t } = useTranslation();
  const path = `/v1/card-batches/${batch.batch}/links` as const;
  const changes = ['/v1/card-batches'];
  const n = countText(batch.quantity);
  const open: Act<CardLinks> = {
    title: t('handOut.openLinks'),
    verb: t('handOut.openLinks'),
    what: `POST ${path}`,
    changes,
    fields: [{ name: 'hours', label: t('handOut.hours'), hint: t('handOut.hoursHint'), kind: 'number' }],
    effect: () => t('handOut.openEffect', { n }),
    answer: (links, close) => <OpenedLinks batch={batch} links={links} isGift={isGift} onClose={close} />,
  };
  const revoke: Act = {
    title: t('handOut.revokeLinks'),
    verb: t('handOut.revokeLinks'),
    what: `POST ${path}/revoke`,
    changes,
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
