import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../api/ask.ts';
import { Failed } from '../kit/failed.tsx';
import { Section } from '../kit/section.tsx';
import { alertsOf, type Health } from './house-alerts.ts';

const AGAIN_MS = 15_000;

/** What asks for somebody now; a calm line where nothing does. */
export function Alerts() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['health'],
    queryFn: () => ask<Health>('GET /v1/health'),
    refetchInterval: AGAIN_MS,
  });
  const alerts = data ? alertsOf(data) : [];
  return (
    <Section
      title={t('start.alerts')}
      acts={
        <Anchor fz="sm" renderRoot={(props) => <Link to="/health" {...props} />}>
          {t('start.toHealth')}
        </Anchor>
      }
    >
      {error && !data && <Failed error={error} onRetry={() => void refetch()} />}
      {data && alerts.length === 0 && <Text c="dimmed">{t('start.noAlerts')}</Text>}
      <ul className="alerts">
        {alerts.map(({ key, words }) => (
          <li key={`${key} ${words.name ?? ''}`}>{t(`start.alert.${key}`, words)}</li>
        ))}
      </ul>
    </Section>
  );
}
