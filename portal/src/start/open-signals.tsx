import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGo } from '../acts/places.tsx';
import { ask } from '../api/ask.ts';
import { Failed } from '../kit/failed.tsx';
import { Moment } from '../kit/moment.tsx';
import { Section } from '../kit/section.tsx';
import { Rows } from '../list/rows.tsx';
import { Counted, Who } from '../signals/signal-words.tsx';
import { SIGNALS, type Signal, type SignalCounts } from '../signals/signal-types.ts';

const SHOWN = 6;
const AGAIN_MS = 15_000;

/** Signals that somebody has to look at; nothing at all where none was ever raised. */
export function OpenSignals() {
  const { t } = useTranslation();
  const go = useGo();
  const counts = useQuery({
    queryKey: ['signals', 'open'],
    queryFn: () => ask<SignalCounts>(`GET ${SIGNALS}/open`),
    refetchInterval: AGAIN_MS,
  });
  const waiting = (counts.data?.review ?? 0) + (counts.data?.hold ?? 0);
  const told = counts.data?.flag ?? 0;
  const { data, error, refetch } = useQuery({
    queryKey: ['signals', 'waiting', waiting],
    queryFn: () =>
      ask<{ items: readonly Signal[] }>(`GET ${SIGNALS}`, {
        query: { state: 'open', action: 'review,hold', limit: SHOWN },
      }),
    enabled: waiting > 0,
  });
  const failed = counts.error ?? error;
  if (!failed && waiting + told === 0) return null;
  return (
    <Section
      title={t('signals.waiting')}
      acts={
        <Anchor fz="sm" renderRoot={(props) => <Link to="/signals" {...props} />}>
          {t('signals.toAll')}
        </Anchor>
      }
    >
      {failed && <Failed error={failed} onRetry={() => void (counts.error ? counts.refetch() : refetch())} />}
      {!failed && waiting > 0 && (
        <Rows<Signal>
          label={t('signals.waiting')}
          rows={data?.items}
          keyOf={({ id }) => id}
          onOpen={({ id }) => go(`/signals/${id}`)}
          columns={[
            { head: t('signals.raised'), cell: ({ raisedAt }) => <Moment at={raisedAt} /> },
            { head: t('signals.who'), cell: (signal) => <Who signal={signal} /> },
            { head: t('signals.promotion'), cell: ({ promotion }) => <span className="wraps">{promotion}</span> },
            { head: t('signals.counted'), cell: (signal) => <Counted signal={signal} /> },
            { head: t('signals.action'), cell: ({ action }) => t(`signals.actions.${action}`) },
          ]}
        />
      )}
      {!failed && told > 0 && (
        <Text size="sm" c="dimmed">
          {t('signals.openTold', { count: told })}
        </Text>
      )}
    </Section>
  );
}
