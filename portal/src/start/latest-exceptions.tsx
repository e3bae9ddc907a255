import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { exceptionPageSchema } from '../../../contract/checkout-answers.ts';
import { ask } from '../api/ask.ts';
import { useOutlet } from '../api/outlets.ts';
import { Failed } from '../kit/failed.tsx';
import { Moment } from '../kit/moment.tsx';
import { Section } from '../kit/section.tsx';
import { Rows } from '../list/rows.tsx';

type ExceptionPage = z.infer<typeof exceptionPageSchema>;
type Noted = ExceptionPage['items'][number];

const SHOWN = 6;

/** What notices were booked with although value, state or limit did not cover it; the newest. */
export function LatestExceptions() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const outletOf = useOutlet();
  const { data, error, refetch } = useQuery({
    queryKey: ['exceptions', 'latest'],
    queryFn: () => ask<ExceptionPage>('GET /v1/exceptions', { query: { limit: SHOWN } }),
  });
  return (
    <Section title={t('start.exceptions')}>
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <Text c="dimmed">{t('start.noExceptions')}</Text>}
      {!error && data?.items.length !== 0 && (
        <Rows<Noted>
          label={t('start.exceptions')}
          rows={data?.items}
          keyOf={({ operation, code }) => `${operation} ${code}`}
          onOpen={({ operation }) => void navigate({ to: '/operations/$operation', params: { operation } })}
          columns={[
            {
              head: t('start.when'),
              cell: ({ occurredAt, outlet }) => <Moment at={occurredAt} zone={outletOf(outlet).zone} />,
            },
            { head: t('start.where'), cell: ({ outlet }) => outletOf(outlet).name },
            { head: t('start.kind'), cell: ({ kind }) => t([`operation.kind.${kind}`, 'operation.kind.other']) },
            { head: t('start.why'), cell: ({ text }) => text },
          ]}
        />
      )}
    </Section>
  );
}
