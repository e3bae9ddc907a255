import { Alert, Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { instantOf } from '../api/zone.ts';
import { useGo } from '../acts/places.tsx';
import { Facts, Figures, Head, State, Waiting } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { useAct } from '../acts/use-act.ts';
import { useThing } from '../acts/use-thing.ts';
import { Section } from '../kit/section.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { PartnersArea } from './area.tsx';
import type { Webhook, WebhookFailure, WebhookTest, WebhookWithSecret } from './partner-types.ts';
import { Once } from './webhooks-page.tsx';

/** One endpoint: how it does, what it has not got, and what can be done about it. */
export function WebhookPage() {
  const { t } = useTranslation();
  const { webhook: id } = useParams({ strict: false }) as { webhook: string };
  const asked = useThing<Webhook>(`/v1/webhooks/${id}`);
  const [act, setAct] = useState<Act<never>>();
  const webhook = asked.data;
  const acts = useWebhookActs(id, webhook);
  const test = useAct<WebhookTest>({ what: `POST /v1/webhooks/${id}/test`, changes: ['/v1/webhooks'] });
  return (
    <PartnersArea>
      <Head
        title={webhook ? new URL(webhook.url).host : t('partners.webhook')}
        state={webhook?.state}
        back={{ to: '/partners/webhooks', label: t('partners.webhooks') }}
        under={webhook?.url}
        acts={
          <>
            {acts.map((one) => (
              <Button key={one.verb} variant="default" onClick={() => setAct(one as never)}>
                {one.verb}
              </Button>
            ))}
            <Button loading={test.isPending} onClick={() => test.mutate(undefined)}>
              {t('partners.sendTestMessage')}
            </Button>
          </>
        }
      />
      {test.error && <Alert color="red">{test.error.message}</Alert>}
      {test.data && (
        <Alert color={test.data.delivered ? 'green' : 'red'} role="status">
          {test.data.delivered
            ? t('partners.testTaken', { status: test.data.status, ms: test.data.milliseconds })
            : t('partners.testNotTaken', { why: test.data.error ?? test.data.status })}
        </Alert>
      )}
      {!webhook && <Waiting of={asked} />}
      {webhook && (
        <>
          <Figures
            figures={[
              { label: t('partners.failures'), value: webhook.consecutiveFailures },
              { label: t('partners.since'), value: <When at={webhook.stateSince} /> },
              { label: t('partners.events'), value: webhook.events.length },
            ]}
          />
          <Facts
            facts={[
              [t('partners.note'), webhook.description],
              [t('partners.events'), webhook.events.join(', ')],
              [t('act.reason'), webhook.reason && t(`partners.reasons.${webhook.reason}`)],
              [t('partners.oldKeyUntil'), webhook.previousKeyUntil && <When key="key" at={webhook.previousKeyUntil} />],
            ]}
          />
          <Failures id={id} />
        </>
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </PartnersArea>
  );
}

function Failures({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  return (
    <Section title={t('partners.notGot')}>
      <ResourceList<WebhookFailure>
        path={`/v1/webhooks/${id}/failures`}
        query={{}}
        keyOf={(failure) => failure.id}
        empty={t('partners.gotAll')}
        columns={[
          { head: t('partners.event'), cell: ({ type }) => <span className="mono">{type}</span> },
          { head: t('partners.state'), cell: ({ state }) => <State is={state} /> },
          { head: t('partners.attempts'), isFigure: true, cell: ({ attempts }) => attempts },
          { head: t('partners.lastAnswer'), cell: ({ lastStatus, lastError }) => lastError ?? lastStatus ?? '—' },
          { head: t('partners.nextTry'), cell: ({ nextAttemptAt }) => <When at={nextAttemptAt} /> },
        ]}
      />
    </Section>
  );
}

function useWebhookActs(id: string, webhook: Webhook | undefined): readonly Act<WebhookWithSecret>[] {
  const { t } = useTranslation();
  const go = useGo();
  if (!webhook) return [];
  const changes = ['/v1/webhooks'];
  const pause = webhook.state === 'active' ? 'pause' : 'resume';
  return [
    {
      title: t('partners.removeWebhook'),
      verb: t('partners.removeWebhook'),
      what: `DELETE /v1/webhooks/${id}`,
      isDangerous: true,
      changes,
      effect: () => t('partners.removeEffect'),
      onDone: () => go('/partners/webhooks'),
    },
    {
      title: t('partners.changeWebhook'),
      verb: t('partners.changeWebhook'),
      what: `PATCH /v1/webhooks/${id}`,
      changes,
      fields: [
        { name: 'url', label: t('partners.url'), initial: webhook.url, isRequired: true, refused: /url|address/ },
        { name: 'description', label: t('partners.note'), initial: webhook.description },
        { name: 'events', label: t('partners.events'), kind: 'tags', initial: webhook.events, refused: /event/ },
      ],
    },
    {
      title: t('partners.rotateKey'),
      verb: t('partners.rotateKey'),
      what: `POST /v1/webhooks/${id}/rotate-key`,
      changes,
      fields: [{ name: 'previousKeyHours', label: t('partners.oldKeyHours'), kind: 'number', initial: 24 }],
      answer: ({ secret }, close) => <Once secret={secret} label={t('partners.signingKey')} close={close} />,
    },
    {
      title: t('partners.replay'),
      verb: t('partners.replay'),
      what: `POST /v1/webhooks/${id}/replay`,
      changes,
      fields: [{ name: 'from', label: t('partners.replayFrom'), hint: t('partners.replayHint'), kind: 'instant' }],
      body: ({ from }) => (from ? { from: instantOf(from) } : { dead: true }),
      effect: ({ from }) => t(from ? 'partners.replayEffect' : 'partners.replayDead'),
    },
    {
      title: t(`partners.${pause}Webhook`),
      verb: t(`partners.${pause}Webhook`),
      what: `POST /v1/webhooks/${id}/${pause}`,
      changes,
      effect: () => t(`partners.${pause}WebhookEffect`),
    },
  ];
}
