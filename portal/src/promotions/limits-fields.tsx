import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { plainDecimal } from '../kit/decimal.ts';
import { EntriesFields } from './entries-fields.tsx';
import { PeriodField } from './period-field.tsx';
import { useProblemAt } from './problem-beside.ts';
import './promotions.css';
import type { Promotion } from './promotion-types.ts';

export type Limit = NonNullable<Promotion['limits']>[number];
// By cashier, terminal, device, address or staff the server refuses it: those are signals, not conditions, and have fields of their own.
const PERS = ['receipt', 'member', 'card', 'outlet', 'program'] as const;
const OFS = ['uses', 'points', 'money'] as const;
const PERIODS = ['ever', 'day', 'week', 'month', 'quarter', 'year', 'days'] as const;
const OVERS = ['clip', 'reject'] as const;
const NEW: Limit = { per: 'member', of: 'uses', max: '1', period: 'day', over: 'reject' };
const DAYS_FIRST = 30;

type Props = { readonly limits: readonly Limit[]; readonly onChange: (limits: readonly Limit[]) => void };

/** How often or how much at most, for whom and in which period. Of an outlet or the program it is a budget that all tills share. */
export function LimitsFields({ limits, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <EntriesFields
      entries={limits}
      onChange={onChange}
      nameOf={(_, n) => t('promotions.limitN', { n: n + 1 })}
      fresh={() => NEW}
      add={t('promotions.addLimit')}
      remove={t('promotions.removeLimit')}
    >
      {(limit, n, change) => <LimitFields limit={limit} place={`limits[${n}]`} onChange={change} />}
    </EntriesFields>
  );
}

type OneProps = { readonly limit: Limit; readonly place: string; readonly onChange: (limit: Limit) => void };

function LimitFields({ limit, place, onChange }: OneProps) {
  const { t } = useTranslation();
  const problemAt = useProblemAt();
  const choices = (names: readonly string[], words: string) =>
    names.map((value) => ({ value, label: t(`promotions.${words}.${value}`) }));
  return (
    <div className="limit">
      <TextInput
        label={t('promotions.atMost')}
        value={limit.max}
        onChange={(event) => onChange({ ...limit, max: plainDecimal(event.currentTarget.value) })}
        error={problemAt(`${place}.max`)}
        inputMode="decimal"
      />
      <Select
        label={t('promotions.of')}
        data={choices(OFS, 'ofs')}
        value={limit.of}
        onChange={(next) => next && onChange({ ...limit, of: next as Limit['of'] })}
        allowDeselect={false}
        error={problemAt(`${place}.of`)}
      />
      <Select
        label={t('promotions.per')}
        data={choices(PERS, 'pers')}
        value={limit.per}
        onChange={(next) => next && onChange({ ...limit, per: next as Limit['per'] })}
        allowDeselect={false}
        error={problemAt(`${place}.per`)}
      />
      <PeriodField
        label={t('promotions.period')}
        periods={PERIODS}
        words="promotions.periods"
        value={limit.period ?? 'ever'}
        first={{ days: DAYS_FIRST }}
        error={problemAt(`${place}.period`)}
        onChange={(period) => onChange({ ...limit, period: period as NonNullable<Limit['period']> })}
      />
      <Select
        label={t('promotions.over')}
        data={choices(OVERS, 'values')}
        value={limit.over}
        onChange={(next) => next && onChange({ ...limit, over: next as Limit['over'] })}
        allowDeselect={false}
        error={problemAt(`${place}.over`)}
      />
    </div>
  );
}
