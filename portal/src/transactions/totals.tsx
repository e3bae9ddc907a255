import { Badge, Button, Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { reportTotalsSchema } from '../../../contract/reports.ts';
import { ask, Refused } from '../api/ask.ts';
import { isZero } from '../kit/decimal.ts';
import { Failed } from '../kit/failed.tsx';
import { Moment } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { filterOf, type Search } from './filter.ts';

type Totals = z.infer<typeof reportTotalsSchema>;
const FILTER = /^(reports\.filter|http\.input)\./;
const MOVES = ['earned', 'spent', 'loaded', 'expired'] as const;

/** What the filter comes to. An estimate is shown as one, and counted to the unit at once. */
export function TotalsLine({ search }: { readonly search: Search }) {
  const { t } = useTranslation();
  const filter = filterOf(search);
  const totalsOf = (exact: boolean) => () =>
    ask<Totals>('POST /v1/reports/operations/totals', { body: { filter, exact } });
  const first = useQuery({ queryKey: ['/v1/reports/totals', filter, false], queryFn: totalsOf(false) });
  const isEstimate = first.data?.isEstimate ?? false;
  const exact = useQuery({
    queryKey: ['/v1/reports/totals', filter, true],
    queryFn: totalsOf(true),
    enabled: isEstimate,
    retry: false,
  });
  // What is wrong with the filter, the list below says.
  if (first.error instanceof Refused && FILTER.test(first.error.problem.code)) return null;
  if (first.error) return <Failed error={first.error} onRetry={() => void first.refetch()} />;
  const totals = exact.data ?? first.data;
  if (!totals) return <Skeleton h={52} aria-busy />;
  return (
    <div>
      <TotalsFigures totals={totals} />
      <Group gap="sm" mt={6} mih={22}>
        {totals.isEstimate && (
          <Badge color="yellow" role="status">
            {t(exact.isFetching ? 'transactions.counting' : 'transactions.estimate')}
          </Badge>
        )}
        {totals.estimate && (
          <Text fz="xs" c="dimmed">
            {t('transactions.madeFrom', { percent: Math.max(1, Math.round(100 * totals.estimate.fraction)) })}
          </Text>
        )}
        {totals.isEstimate && exact.error && (
          <Button size="compact-xs" variant="default" onClick={() => void exact.refetch()}>
            {t('transactions.countExactly')}
          </Button>
        )}
        <Text fz="xs" c={totals.ledger.agrees ? 'dimmed' : 'var(--amber)'}>
          <Agreement totals={totals} />
        </Text>
      </Group>
    </div>
  );
}

function TotalsFigures({ totals }: { readonly totals: Totals }) {
  const { t } = useTranslation();
  const about = totals.isEstimate ? '≈ ' : '';
  const within = totals.estimate?.within;
  const figure = (key: string, label: string, value: ReactNode, off?: ReactNode) => (
    <div key={key}>
      <dt>{label}</dt>
      <dd>
        {about}
        {value}
        {off !== undefined && <small> ± {off}</small>}
      </dd>
    </div>
  );
  const off = (value: string | undefined): ReactNode =>
    value === undefined || isZero(value) ? undefined : <Quantity value={value} />;
  return (
    <dl className="figures totals">
      {figure(
        'count',
        t('transactions.operations'),
        <Quantity value={String(totals.operations)} />,
        off(within && String(within.operations)),
      )}
      {totals.amounts
        .filter(({ amount }) => !isZero(amount))
        .map(({ unit, amount }) =>
          figure(
            `amount ${unit}`,
            t('transactions.amountTotal'),
            <Quantity value={amount} unit={unit} />,
            off(within?.amounts.find((one) => one.unit === unit)?.amount),
          ),
        )}
      {totals.figures.flatMap((one) =>
        MOVES.filter((name) => !isZero(one[name])).map((name) =>
          figure(
            `${name} ${one.unit}`,
            t(`transactions.${name}`),
            <Quantity value={one[name]} unit={one.unit} />,
            off(within?.figures.find(({ unit }) => unit === one.unit)?.[name]),
          ),
        ),
      )}
    </dl>
  );
}

/** Whether what stands here is what the ledger says, and how far it goes. */
function Agreement({ totals: { ledger, lag } }: { readonly totals: Totals }) {
  const { t } = useTranslation();
  if (!ledger.agrees) return t('transactions.differs');
  return (
    <>
      {ledger.checkedAt === undefined ? (
        t('transactions.notChecked')
      ) : (
        <>
          {t('transactions.agrees')} <Moment at={ledger.checkedAt} />
        </>
      )}
      {lag.rows > 0 && ` · ${t('transactions.behind', { count: lag.rows })}`}
    </>
  );
}
