import { NumberInput, Select, SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useProblemAt } from './problem-beside.ts';
import { todayText } from '../api/zone.ts';
import { type Effect } from './promotion-types.ts';
import { DayInput } from '../kit/day-input.tsx';

type Activation = NonNullable<Effect['activation']>;
type Validity = NonNullable<Effect['validity']>;
type Span = { readonly days: number } | { readonly months: number } | { readonly years: number };
const SPANS = ['days', 'months', 'years'] as const;
const ROUNDED = ['day', 'month', 'quarter', 'half_year', 'year'] as const;

const nameOf = (span: object): string => Object.keys(span)[0] ?? '';
const countOf = (span: object): number => Number(Object.values(span)[0] ?? 1);

type Props = { readonly effect: Effect; readonly place: string; readonly onChange: (effect: Effect) => void };

/** When the points of an effect can be spent, and until when; the wallet's own rule where nothing is said. */
export function LotRuleFields({ effect, place, onChange }: Props) {
  const put = (name: 'activation' | 'validity', value: unknown): void => {
    const { [name]: _old, ...rest } = effect;
    onChange((value === undefined ? rest : { ...rest, [name]: value }) as Effect);
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <ActivationField value={effect.activation} place={place} onChange={(next) => put('activation', next)} />
      <ValidityField value={effect.validity} place={place} onChange={(next) => put('validity', next)} />
    </SimpleGrid>
  );
}

type FieldProps<Rule> = {
  readonly value: Rule | undefined;
  readonly place: string;
  readonly onChange: (value: Rule | undefined) => void;
};

function ActivationField({ value, place, onChange }: FieldProps<Activation>) {
  const { t } = useTranslation();
  const problemAt = useProblemAt();
  const is = value === undefined ? 'own' : typeof value === 'string' ? value : nameOf(value);
  return (
    <SimpleGrid cols={typeof value === 'object' ? 2 : 1} spacing="xs">
      <Select
        label={t('promotions.activation')}
        data={['own', 'none', 'hours', ...SPANS].map((one) => ({
          value: one,
          label: t(`promotions.activations.${one}`),
        }))}
        value={is}
        onChange={(next) =>
          onChange(
            next === 'own' ? undefined : next === 'none' ? 'none' : ({ [next ?? 'days']: 1 } as unknown as Activation),
          )
        }
        allowDeselect={false}
        error={problemAt(`${place}.activation`)}
      />
      {typeof value === 'object' && (
        <NumberInput
          label={t('promotions.howMany')}
          min={1}
          value={countOf(value)}
          onChange={(next) => onChange({ [is]: Number(next) || 1 } as unknown as Activation)}
        />
      )}
    </SimpleGrid>
  );
}

function ValidityField({ value, place, onChange }: FieldProps<Validity>) {
  const { t } = useTranslation();
  const problemAt = useProblemAt();
  const after = typeof value === 'object' && 'after' in value ? value : undefined;
  const fixed = typeof value === 'object' && 'fixedOn' in value ? value.fixedOn : undefined;
  const is = value === undefined ? 'own' : after ? nameOf(after.after) : fixed === undefined ? 'never' : 'fixed';
  const choose = (next: string | null): void => {
    if (next === 'own') onChange(undefined);
    else if (next === 'never') onChange('never');
    else if (next === 'fixed') onChange({ fixedOn: todayText() });
    else onChange({ ...after, after: { [next ?? 'days']: 1 } as unknown as Span });
  };
  return (
    <SimpleGrid cols={typeof value === 'object' ? 2 : 1} spacing="xs">
      <Select
        label={t('promotions.validity')}
        data={['own', 'never', 'fixed', ...SPANS].map((one) => ({
          value: one,
          label: t(`promotions.validities.${one}`),
        }))}
        value={is}
        onChange={choose}
        allowDeselect={false}
        error={problemAt(`${place}.validity`)}
      />
      {fixed !== undefined && (
        <DayInput
          label={t('promotions.lastDay')}
          value={fixed}
          onChange={(next) => next && onChange({ fixedOn: next })}
        />
      )}
      {after && (
        <>
          <NumberInput
            label={t('promotions.howMany')}
            min={1}
            value={countOf(after.after)}
            onChange={(next) => onChange({ ...after, after: { [is]: Number(next) || 1 } as unknown as Span })}
          />
          <Select
            label={t('promotions.roundTo')}
            data={ROUNDED.map((one) => ({ value: one, label: t(`promotions.rounded.${one}`) }))}
            value={after.roundTo ?? null}
            onChange={(next) => {
              const { roundTo: _old, ...rest } = after;
              onChange(next ? { ...rest, roundTo: next as (typeof ROUNDED)[number] } : rest);
            }}
            clearable
          />
        </>
      )}
    </SimpleGrid>
  );
}
