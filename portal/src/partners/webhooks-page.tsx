import { Alert, Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head, State } from '../acts/record.tsx';
import { ToTake, When } from '../acts/shown.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { PartnersArea } from './area.tsx';
import type { Webhook, WebhookWithSecret } from './partner-types.ts';

/** A secret that is shown once, and a button that says it was kept. */
export function Once({ secret, label, close }: { readonly secret: string; readonly label: string; close(): void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Alert color="green" variant="light">
        {t('act.once')}
      </Alert>
      <ToTake text={secret} label={label} />
      <Button onClick={close}>{t('act.done')}</Button>
    </Stack>
  );
}

/** Where others are told what happens. */
export function WebhooksPage() {
  const { t } = useTranslation();
  const go = useGo();
  const [isAdding, setAdding] = useState(false);
  const add: Act<WebhookWithSecret> = {
    title: t('partners.addWebhook'),
    verb: t('partners.addWebhook'),
    what: 'POST /v1/webhooks',
    changes: ['/v1/webhooks'],
    fields: [
      { name: 'url', label: t('partners.url'), hint: t('partners.urlHint'), isRequired: true, refused: /url|address/ },
      { name: 'description', label: t('partners.note') },
      {
        name: 'events',
        label: t('partners.events'),
        hint: t('partners.eventsHint'),
        kind: 'tags',
        initial: ['*'],
        refused: /event/,
      },
    ],
    answer: ({ secret }, close) => <Once secret={secret} label={t('partners.signingKey')} close={close} />,
  };
  return (
    <PartnersArea>
      <Head
        title={t('partners.webhooks')}
        under={t('partners.webhooksWhy')}
        acts={<Button onClick={() => setAdding(true)}>{t('partners.addWebhook')}</Button>}
      />
      <ResourceList<Webhook>
        path="/v1/webhooks"
        query={{}}
        keyOf={({ id }) => id}
        onOpen={({ id }) => go(`/partners/webhooks/${id}`)}
        empty={t('partners.noWebhooks')}
        columns={[
          { head: t('partners.url'), cell: ({ url }) => <span className="mono">{url}</span> },
          { head: t('partners.note'), cell: ({ description }) => description },
          { head: t('partners.events'), cell: ({ events }) => events.join(', ') },
          { head: t('partners.state'), cell: ({ state }) => <State is={state} /> },
          { head: t('partners.failures'), isFigure: true, cell: ({ consecutiveFailures }) => consecutiveFailures },
          { head: t('partners.madeAt'), cell: ({ madeAt }) => <When at={madeAt} /> },
        ]}
      />
      <ActSheet act={isAdding ? add : undefined} onClose={() => setAdding(false)} />
    </PartnersArea>
  );
}
