import { Button, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { outboxPageSchema } from '../../../contract/notifications.ts';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { Head, State } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { may, useOwnSession } from '../api/session.ts';
import { ResourceList } from '../list/resource-list.tsx';
import { MessagesArea } from './area.tsx';
import type { Message } from './message-types.ts';

type Out = z.output<typeof outboxPageSchema>['items'][number];
const STATES = ['', 'queued', 'sent', 'delivered', 'failed', 'suppressed', 'outbox'] as const;

/** Messages to people and what became of them; where no channel is set up, what would have gone out. */
export function MessagesPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  const [state, setState] = useState<string>('');
  const [act, setAct] = useState<Act>();
  const resend = ({ id }: Message): Act => ({
    title: t('messages.resend'),
    verb: t('messages.resend'),
    what: `POST /v1/messages/${id}/resend`,
    isNamed: true,
    changes: ['/v1/messages', '/v1/outbox'],
    effect: () => t('messages.resendEffect'),
  });
  const shown = may(session, 'settings:read') ? STATES : STATES.filter((one) => one !== 'outbox');
  return (
    <MessagesArea>
      <Head title={t('messages.messages')} under={t('messages.messagesWhy')} />
      <SegmentedControl
        size="xs"
        value={state}
        onChange={setState}
        data={shown.map((value) => ({
          value,
          label: value === '' ? t('act.any') : t(value === 'outbox' ? 'messages.outbox' : `state.${value}`),
        }))}
        style={{ overflowX: 'auto', maxWidth: '100%' }}
      />
      {state === 'outbox' ? (
        <Outbox />
      ) : (
        <ResourceList<Message>
          path="/v1/messages"
          query={{ state: state || undefined }}
          keyOf={({ id }) => id}
          empty={t('messages.noMessages')}
          columns={[
            { head: t('messages.madeAt'), cell: ({ madeAt }) => <When at={madeAt} /> },
            { head: t('messages.kind'), cell: ({ kind }) => t(`messages.kinds.${kind}`) },
            { head: t('messages.to'), cell: ({ to }) => <span className="mono">{to || '—'}</span> },
            { head: t('messages.template'), cell: ({ template }) => t(`messages.names.${template}`, template) },
            { head: t('messages.state'), cell: (one) => <State is={one.state} /> },
            { head: t('messages.attempts'), isFigure: true, cell: ({ attempts }) => attempts },
            { head: t('act.reason'), cell: ({ reason }) => reason ?? '—' },
            {
              head: t('giftCards.do'),
              cell: (one) =>
                one.canBeResent &&
                may(session, 'messages:write') && (
                  <Button size="compact-xs" variant="default" onClick={() => setAct(resend(one))}>
                    {t('messages.resend')}
                  </Button>
                ),
            },
          ]}
        />
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </MessagesArea>
  );
}

function Outbox() {
  const { t } = useTranslation();
  return (
    <ResourceList<Out>
      path="/v1/outbox"
      query={{}}
      keyOf={({ id }) => id}
      empty={t('messages.noOutbox')}
      columns={[
        { head: t('messages.madeAt'), cell: ({ madeAt }) => <When at={madeAt} /> },
        { head: t('messages.kind'), cell: ({ kind }) => t(`messages.kinds.${kind}`) },
        { head: t('messages.to'), cell: ({ to }) => <span className="mono">{to}</span> },
        {
          head: t('messages.text'),
          cell: ({ subject, text }) => (
            <Text size="sm" lineClamp={3} style={{ whiteSpace: 'pre-wrap' }}>
              {[subject, text].filter(Boolean).join('\n')}
            </Text>
          ),
        },
      ]}
    />
  );
}
