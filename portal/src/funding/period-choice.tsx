import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { STATEMENT_PERIODS, type StatementPeriod } from './attributed.ts';

type Props = { readonly period: StatementPeriod; readonly onChange: (period: StatementPeriod) => void };

/** Which accounting days are looked at. */
export function PeriodChoice({ period, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('transactions.period')}
      value={period}
      onChange={(next) => onChange(next as StatementPeriod)}
      data={STATEMENT_PERIODS.map((value) => ({ value, label: t(`transactions.periods.${value}`) }))}
    />
  );
}
