import { NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** How long something is counted, as a rulebook writes it: a word of the calendar, or so many days that go along. */
export type CountedPeriod = string | { readonly days: number };
const DAYS = 'days';
const DAYS_MAX = 366;

type Props = {
  readonly label: string;
  /** The words to choose from; `days` asks how many. */
  readonly periods: readonly string[];
  /** Where the words of the periods are: `promotions.periods`. */
  readonly words: string;
  readonly value: CountedPeriod;
  /** The days that choosing `days` begins with. */
  readonly daysFirst: number;
  readonly error: string | undefined;
  readonly onChange: (period: CountedPeriod) => void;
};

/** In which period a limit, a cap or a signal counts; two fields where it is so many days. */
export function PeriodField({ label, periods, words, value, daysFirst, error, onChange }: Props) {
  const { t } = useTranslation();
  const days = typeof value === 'object' ? value.days : undefined;
  return (
    <>
      <Select
        label={label}
        data={periods.map((one) => ({ value: one, label: t(`${words}.${one}`) }))}
        value={typeof value === 'object' ? DAYS : value}
        onChange={(next) => next && onChange(next === DAYS ? { days: daysFirst } : next)}
        allowDeselect={false}
        error={error}
      />
      {days !== undefined && (
        <NumberInput
          label={t('promotions.days')}
          value={days}
          min={1}
          max={DAYS_MAX}
          onChange={(next) => onChange({ days: Number(next) || 1 })}
        />
      )}
    </>
  );
}
