import { NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const MOST = { days: 366, hours: 24, minutes: 1_440 } as const;
type Lasting = keyof typeof MOST;

/** How long something is counted, as a rulebook writes it: a word of the calendar, or so many days, hours or minutes that go along. */
export type CountedPeriod =
  | string
  | { readonly days: number }
  | { readonly hours: number }
  | { readonly minutes: number };

const lastingOf = (period: Exclude<CountedPeriod, string>): readonly [Lasting, number] =>
  Object.entries(period)[0] as [Lasting, number];
const periodOf = (lasting: Lasting, long: number): CountedPeriod => ({ [lasting]: long }) as unknown as CountedPeriod;
const isLasting = (word: string): word is Lasting => Object.hasOwn(MOST, word);

type Props = {
  readonly label: string;
  /** The words to choose from; `days`, `hours` and `minutes` ask how many. */
  readonly periods: readonly string[];
  /** Where the words of the periods are: `promotions.periods`. */
  readonly words: string;
  readonly value: CountedPeriod;
  /** What choosing `days` begins with, and hours and minutes where they may be chosen. */
  readonly first: { readonly days: number; readonly hours?: number; readonly minutes?: number };
  readonly error: string | undefined;
  readonly onChange: (period: CountedPeriod) => void;
};

/** In which period a limit, a cap or a signal counts; two fields where it is so many days. */
export function PeriodField({ label, periods, words, value, first, error, onChange }: Props) {
  const { t } = useTranslation();
  const [lasting, long] = typeof value === 'object' ? lastingOf(value) : [];
  return (
    <>
      <Select
        label={label}
        data={periods.map((one) => ({ value: one, label: t(`${words}.${one}`) }))}
        value={lasting ?? (value as string)}
        onChange={(next) => next && onChange(isLasting(next) ? periodOf(next, first[next] ?? 1) : next)}
        allowDeselect={false}
        error={error}
      />
      {lasting !== undefined && (
        <NumberInput
          label={t(`promotions.${lasting}`)}
          value={long ?? 1}
          min={1}
          max={MOST[lasting]}
          onChange={(next) => onChange(periodOf(lasting, Number(next) || 1))}
        />
      )}
    </>
  );
}
