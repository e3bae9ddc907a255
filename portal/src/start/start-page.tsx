import { Badge, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { todaySchema } from '../../../contract/screens.ts';
import { ask } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Failed } from '../kit/failed.tsx';
import { Figures } from '../kit/figures.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { RecordHead } from '../kit/record-head.tsx';
import { WaitingApprovals } from './waiting-approvals.tsx';
import { LatestExceptions } from './latest-exceptions.tsx';

type Today = z.infer<typeof todaySchema>;

const AGAIN_MS = 15_000;

/** What somebody sees first: the day so far, and what waits for a person. */
export function StartPage() {
  const { t } = useTranslation();
  const session = useOwnSession();
  return (
    <Stack gap="lg">
      <RecordHead title={t('start.today', { tenant: session.tenant.name })} />
      {may(session, 'journal:read') && <Day />}
      {may(session, 'approvals:read') && <WaitingApprovals />}
      {may(session, 'journal:read') && <LatestExceptions />}
    </Stack>
  );
}

function Day() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['today'],
    queryFn: () => ask<Today>('GET /v1/today'),
    refetchInterval: AGAIN_MS,
  });
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  const points = (name: 'earned' | 'spent') =>
    data &&
    (data.points.length === 0 ? (
      <Quantity value="0" />
    ) : (
      data.points.map((sums) => (
        <div key={sums.unit}>
          <Quantity value={sums[name]} unit={sums.unit} />
        </div>
      ))
    ));
  const count = (value: number | undefined) => value !== undefined && <Quantity value={String(value)} />;
  return (
    <div>
      <Figures
        figures={[
          {
            label: t('start.sales'),
            value: data && count(data.sales),
            ...(data && { note: t('start.returns', { count: data.returns }) }),
          },
          { label: t('start.earned'), value: points('earned') },
          { label: t('start.spent'), value: points('spent') },
          { label: t('start.members'), value: data && count(data.members) },
        ]}
      />
      <Text fz="xs" c="dimmed" mt={6}>
        {data?.sales === 0 && `${t('start.nothingYet')} `}
        {data && t('start.since', { zone: data.zone })}
        {error && (
          <Badge color="gray" ml="xs">
            {t('kit.noAnswer')}
          </Badge>
        )}
      </Text>
    </div>
  );
}
