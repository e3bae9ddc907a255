import { Anchor, Badge, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { reportFiguresSchema } from '../../../contract/reports.ts';
import { ask } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Failed } from '../kit/failed.tsx';
import { Figures, type Figure } from '../kit/figures.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { useOutletChoices } from '../transactions/choices.ts';
import { DayCharts } from './day-charts.tsx';
import { Outstanding } from './outstanding.tsx';

export type DayFigures = z.infer<typeof reportFiguresSchema>;
type Compared = DayFigures['returns'];

const AGAIN_MS = 15_000;
const OUTLETS_TO_CHOOSE_MIN = 2;

/** The day so far against the usual one, of the house or of one outlet. */
export function Day() {
  const { t } = useTranslation();
  const [outlet, setOutlet] = useState<string | null>(null);
  const outlets = useOutletChoices();
  const session = useOwnSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['/v1/reports/figures', outlet],
    queryFn: () => ask<DayFigures>('GET /v1/reports/figures', { query: { outlet: outlet ?? undefined } }),
    refetchInterval: AGAIN_MS,
  });
  const hasBegun = data !== undefined && (data.days > 0 || data.money.length > 0 || data.points.length > 0);
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <div>
        {outlets.length >= OUTLETS_TO_CHOOSE_MIN && (
          <Select
            size="xs"
            w={240}
            mb="sm"
            aria-label={t('start.outlet')}
            placeholder={t('start.allOutlets')}
            data={[...outlets]}
            value={outlet}
            onChange={setOutlet}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('start.allOutlets') }}
          />
        )}
        <Figures figures={useDayFigures(data)} />
        <Text fz="xs" c="dimmed" mt={6}>
          {data?.sales.today === '0' && `${t('start.nothingYet')} `}
          {data && <Usual days={data.days} />}{' '}
          {data && t('start.since', { zone: data.zone, hour: `${String(data.beginsAt).padStart(2, '0')}:00` })}
          {error && (
            <Badge color="gray" ml="xs">
              {t('kit.noAnswer')}
            </Badge>
          )}
        </Text>
        {/* A company that has just begun: nothing to draw yet, and what comes first is one press away. */}
        {data && !hasBegun && outlets.length === 0 && may(session, 'settings:write') && (
          <Anchor component={Link} to="/partners/connect" fz="sm" mt="sm" display="block">
            {t('partners.connect')}
          </Anchor>
        )}
      </div>
      {hasBegun && <DayCharts figures={data} />}
      {data?.outstanding && <Outstanding figures={data} />}
    </>
  );
}

function Usual({ days }: { readonly days: number }) {
  const { t } = useTranslation();
  return days === 0 ? t('start.noUsual') : t('start.usualOf', { count: days });
}

/** Figures of the day with what is usual by this hour under each. */
function useDayFigures(data: DayFigures | undefined): readonly Figure[] {
  const { t } = useTranslation();
  const hasUsual = (data?.days ?? 0) > 0;
  const beside = (one: Compared, unit?: string) =>
    hasUsual && (
      <>
        {t('start.usually')} <Quantity value={one.usual} unit={unit} />
      </>
    );
  const row = (one: Compared, unit: string) => (
    <div key={unit}>
      <Quantity value={one.today} unit={unit} />
      <small>{beside(one, unit)}</small>
    </div>
  );
  const rows = (all: readonly { readonly unit: string; readonly of: Compared }[] | undefined) =>
    all && (all.length === 0 ? <Quantity value="0" /> : all.map(({ unit, of }) => row(of, unit)));
  return [
    {
      label: t('start.sales'),
      value: data && <Quantity value={data.sales.today} />,
      ...(data && {
        note: (
          <>
            {beside(data.sales)}
            {hasUsual && ' · '}
            {t('start.returns', { count: Number(data.returns.today) })}
          </>
        ),
      }),
    },
    { label: t('start.sold'), value: rows(data?.money.map(({ unit, sold }) => ({ unit, of: sold }))) },
    { label: t('start.earned'), value: rows(data?.points.map(({ unit, earned }) => ({ unit, of: earned }))) },
    { label: t('start.spent'), value: rows(data?.points.map(({ unit, spent }) => ({ unit, of: spent }))) },
    ...(data?.giftCards.length
      ? [{ label: t('start.loaded'), value: rows(data.giftCards.map(({ unit, loaded }) => ({ unit, of: loaded }))) }]
      : []),
    ...(data?.activeMembers
      ? [
          {
            label: t('start.members'),
            value: <Quantity value={String(data.activeMembers.today)} />,
            note: t('start.activeMembers', {
              days30: data.activeMembers.days30,
              days365: data.activeMembers.days365,
            }),
          },
        ]
      : []),
  ];
}
