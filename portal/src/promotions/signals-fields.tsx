import { Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { plainDecimal } from '../kit/decimal.ts';
import { EntriesFields } from './entries-fields.tsx';
import { PeriodField } from './period-field.tsx';
import { useProblemAt } from './problem-beside.ts';
import './promotions.css';
import type { Promotion } from './promotion-types.ts';

export type PromotionSignal = NonNullable<Promotion['signals']>[number];
const PERS = ['cashier', 'terminal', 'outlet'] as const;
const OFS = ['uses', 'points', 'money'] as const;
const PERIODS = ['minutes', 'hours', 'day', 'week', 'month', 'quarter', 'year', 'days'] as const;
const EACHES = ['all', 'member'] as const;
const ACTIONS = ['flag', 'review', 'hold'] as const;
const TIMES = ['purchase', 'arrival'] as const;
const NEW: PromotionSignal = { per: 'cashier', of: 'uses', max: '20', period: 'day', action: 'flag' };
const FIRST = { days: 7, hours: 2, minutes: 30 };

type Props = {
  readonly signals: readonly PromotionSignal[];
  readonly onChange: (signals: readonly PromotionSignal[]) => void;
};

/** What is looked at after the sale, by cashier, till or outlet, and what is done when it goes over. */
export function SignalsFields({ signals, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('signals.fields.hint')}
      </Text>
      <EntriesFields
        entries={signals}
        onChange={onChange}
        nameOf={(_, n) => t('signals.fields.n', { n: n + 1 })}
        fresh={() => NEW}
        add={t('signals.fields.add')}
        remove={t('signals.fields.remove')}
      >
        {(signal, n, change) => <SignalFields signal={signal} place={`signals[${n}]`} onChange={change} />}
      </EntriesFields>
    </Stack>
  );
}

type OneProps = {
  readonly signal: PromotionSignal;
  readonly place: string;
  readonly onChange: (signal: PromotionSignal) => void;
};

function SignalFields({ signal, place, onChange }: OneProps) {
  const { t } = useTranslation();
  const problemAt = useProblemAt();
  const choose = <Name extends 'per' | 'of' | 'action' | 'time'>(
    name: Name,
    names: readonly string[],
    words: string,
    label: string,
    value: string,
  ) => (
    <Select
      label={label}
      data={names.map((one) => ({ value: one, label: t(`${words}.${one}`) }))}
      value={value}
      onChange={(next) => next && onChange({ ...signal, [name]: next as PromotionSignal[Name] })}
      allowDeselect={false}
      error={problemAt(`${place}.${name}`)}
    />
  );
  return (
    <div className="limit">
      <TextInput
        label={t('signals.fields.over')}
        value={signal.max}
        onChange={(event) => onChange({ ...signal, max: plainDecimal(event.currentTarget.value) })}
        error={problemAt(`${place}.max`)}
        inputMode="decimal"
      />
      {choose('of', OFS, 'promotions.ofs', t('promotions.of'), signal.of)}
      {choose('per', PERS, 'signals.fields.pers', t('signals.fields.per'), signal.per)}
      <Select
        label={t('signals.fields.each')}
        data={EACHES.map((one) => ({ value: one, label: t(`signals.fields.eaches.${one}`) }))}
        value={signal.each ?? 'all'}
        onChange={(next) => {
          const { each: _each, ...rest } = signal;
          onChange(next === 'member' ? { ...rest, each: 'member' } : rest);
        }}
        allowDeselect={false}
        error={problemAt(`${place}.each`)}
      />
      <PeriodField
        label={t('signals.fields.period')}
        periods={PERIODS}
        words="signals.fields.periods"
        value={signal.period}
        first={FIRST}
        error={problemAt(`${place}.period`)}
        onChange={(period) => onChange({ ...signal, period: period as PromotionSignal['period'] })}
      />
      {choose('time', TIMES, 'signals.fields.times', t('signals.fields.time'), signal.time ?? 'purchase')}
      {choose('action', ACTIONS, 'signals.actions', t('signals.action'), signal.action)}
    </div>
  );
}
