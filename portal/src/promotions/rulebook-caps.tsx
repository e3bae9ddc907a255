import { Select, TagsInput, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { plainDecimal } from '../kit/decimal.ts';
import { Section } from '../kit/section.tsx';
import { EntriesFields } from './entries-fields.tsx';
import { PeriodField } from './period-field.tsx';
import './promotions.css';

export type Cap = {
  readonly code: string;
  readonly wallet: string;
  readonly per: string;
  readonly max: string;
  readonly period?: string | { readonly days: number };
  readonly over: string;
  readonly except?: readonly string[];
};
const PERS = ['receipt', 'member', 'card'] as const;
const PERIODS = ['ever', 'day', 'week', 'month', 'quarter', 'year', 'days'] as const;
const OVERS = ['clip', 'reject'] as const;
const DAYS_FIRST = 30;
const capNumber = (n: number): Cap => ({
  ...{ code: `cap-${n}`, wallet: 'points', per: 'member', max: '1000', period: 'day', over: 'clip' },
});

type Props = {
  readonly caps: readonly Cap[];
  readonly wrong: (place: string) => string | undefined;
  readonly onChange: (caps: readonly Cap[]) => void;
};

/** What all promotions together give at most into a wallet. */
export function RulebookCaps({ caps, wrong, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Section title={t('promotions.caps')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('promotions.capsWhy')}
      </Text>
      <EntriesFields
        entries={caps}
        onChange={onChange}
        nameOf={(cap) => cap.code || t('promotions.caps')}
        fresh={() => capNumber(caps.length + 1)}
        add={t('promotions.addCap')}
        remove={t('promotions.removeCap')}
      >
        {(cap, n, change) => (
          <CapFields cap={cap} problemAt={(field) => wrong(`caps[${n}].${field}`)} onChange={change} />
        )}
      </EntriesFields>
    </Section>
  );
}

type OneProps = {
  readonly cap: Cap;
  readonly problemAt: (field: string) => string | undefined;
  readonly onChange: (cap: Cap) => void;
};

function CapFields({ cap, problemAt, onChange }: OneProps) {
  const { t } = useTranslation();
  const { period: _period, ...withoutPeriod } = cap;
  const choices = (names: readonly string[], words: string) =>
    names.map((value) => ({ value, label: t(`promotions.${words}.${value}`) }));
  const setText = (name: 'code' | 'wallet' | 'max') => (text: string) => onChange({ ...cap, [name]: text });
  return (
    <div className="limit">
      <TextInput
        label={t('promotions.code')}
        value={cap.code}
        onChange={(event) => setText('code')(event.currentTarget.value)}
        error={problemAt('code')}
      />
      <TextInput
        label={t('promotions.wallet')}
        value={cap.wallet}
        onChange={(event) => setText('wallet')(event.currentTarget.value)}
        error={problemAt('wallet')}
      />
      <TextInput
        label={t('promotions.atMost')}
        value={cap.max}
        onChange={(event) => setText('max')(plainDecimal(event.currentTarget.value))}
        error={problemAt('max')}
        inputMode="decimal"
      />
      <Select
        label={t('promotions.per')}
        data={choices(PERS, 'pers')}
        value={cap.per}
        // A receipt has no period.
        onChange={(next) =>
          next && onChange(next === 'receipt' ? { ...withoutPeriod, per: next } : { ...cap, per: next })
        }
        allowDeselect={false}
      />
      {cap.per !== 'receipt' && (
        <PeriodField
          label={t('promotions.period')}
          periods={PERIODS}
          words="promotions.periods"
          value={cap.period ?? 'ever'}
          first={{ days: DAYS_FIRST }}
          error={problemAt('period')}
          onChange={(period) => onChange({ ...cap, period: period as Cap['period'] })}
        />
      )}
      <Select
        label={t('promotions.over')}
        data={choices(OVERS, 'values')}
        value={cap.over}
        onChange={(next) => next && onChange({ ...cap, over: next })}
        allowDeselect={false}
      />
      <TagsInput
        label={t('promotions.capExcept')}
        value={[...(cap.except ?? [])]}
        onChange={(next) => {
          const { except: _except, ...rest } = cap;
          onChange(next.length > 0 ? { ...rest, except: next } : rest);
        }}
        error={problemAt('except')}
      />
    </div>
  );
}
