import { Button, Collapse, Group, MultiSelect, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useOperationChoices, useOutletChoices } from './choices.ts';
import type { Search } from './filter.ts';
import { MoreFilters } from './more-filters.tsx';
import { daysOf, periodOf, PERIODS, type Period } from './period.ts';
import { useToday } from './use-filter.ts';
import { DayInput } from '../kit/day-input.tsx';

const TYPING_MS = 300;
const NARROW = '(max-width: 48em)';
const BEHIND = ['terminals', 'cashiers', 'walletTypes', 'promotions', 'cardRanges', 'origin', 'min', 'max'] as const;

type Props = { readonly search: Search; readonly onChange: (changes: Search) => void };
type BarProps = Props & {
  /** What stands at the other end of the line with the button. */
  readonly beside: ReactNode;
};

/** What narrows the list down: what is asked most stays open, the rest is one press away and counted on its button. */
export function FilterBar({ search, onChange, beside }: BarProps) {
  const { t } = useTranslation();
  const isNarrow = useMediaQuery(NARROW);
  const [isOpen, more] = useDisclosure(BEHIND.some((name) => search[name] !== undefined));
  const hidden = BEHIND.filter((name) => search[name] !== undefined).length;
  const shown = [search.from ?? search.to, search.outlets, search.kinds, search.receipt];
  const count = isNarrow ? hidden + shown.filter((one) => one !== undefined).length : hidden;
  const usual = <UsualFilters search={search} onChange={onChange} />;
  return (
    <Stack gap="xs" role="search" aria-label={t('transactions.filters')}>
      {!isNarrow && usual}
      <Group justify="space-between">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconAdjustmentsHorizontal size={14} aria-hidden />}
          onClick={more.toggle}
          aria-expanded={isOpen}
        >
          {t(isNarrow ? 'transactions.filters' : 'transactions.moreFilters')}
          {count > 0 && ` (${count})`}
        </Button>
        {beside}
      </Group>
      <Collapse expanded={isOpen}>
        <Stack gap="xs">
          {isNarrow && usual}
          <MoreFilters search={search} onChange={onChange} />
        </Stack>
      </Collapse>
    </Stack>
  );
}

function UsualFilters({ search, onChange }: Props) {
  const { t } = useTranslation();
  const outlets = useOutletChoices();
  const kinds = useOperationChoices('kinds');
  const kindWord = (kind: string): string => t([`operation.kind.${kind}`, kind]);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" verticalSpacing="xs">
      <PeriodChoice search={search} onChange={onChange} />
      <ManyChoice
        label={t('transactions.outlets')}
        data={outlets}
        value={search.outlets}
        onChange={(next) => onChange({ outlets: next, terminals: undefined } as Search)}
      />
      <ManyChoice
        label={t('transactions.kinds')}
        data={kinds.map((kind) => ({ value: kind, label: kindWord(kind) }))}
        value={search.kinds}
        onChange={(next) => onChange({ kinds: next } as Search)}
      />
      <Typed
        label={t('transactions.receipt')}
        value={search.receipt}
        onChange={(receipt) => onChange({ receipt } as Search)}
      />
    </SimpleGrid>
  );
}

/** A period by name, or two days. */
function PeriodChoice({ search, onChange }: Props) {
  const { t } = useTranslation();
  const today = useToday();
  const { from, to } = search;
  const named = periodOf(from, to, today);
  const [isOwn, setOwn] = useState(false);
  const isDays = named === undefined && (isOwn || from !== undefined || to !== undefined);
  const choose = (next: string | null): void => {
    setOwn(next === 'days');
    if (next === 'days') return;
    const days = next === null ? { from: undefined, to: undefined } : daysOf(next as Period, today);
    onChange(days as Search);
  };
  const day = (name: 'from' | 'to') => (
    <DayInput
      size="xs"
      label={t(`transactions.${name}`)}
      value={search[name] ?? null}
      onChange={(next) => onChange({ [name]: next ?? undefined } as Search)}
      clearable
    />
  );
  return (
    <Stack gap={6}>
      <Select
        size="xs"
        label={t('transactions.period')}
        placeholder={t('transactions.always')}
        data={[...PERIODS, 'days'].map((one) => ({ value: one, label: t(`transactions.periods.${one}`) }))}
        value={isDays ? 'days' : (named ?? null)}
        onChange={choose}
        clearable
        clearButtonProps={{ 'aria-label': t('transactions.clear') }}
      />
      {(isDays || isOwn) && (
        <Group gap={6} grow>
          {day('from')}
          {day('to')}
        </Group>
      )}
    </Stack>
  );
}

type ManyProps = {
  readonly label: string;
  readonly data: readonly { readonly value: string; readonly label: string }[];
  readonly value: readonly string[] | undefined;
  readonly onChange: (next: readonly string[] | undefined) => void;
  readonly onSearch?: (typed: string) => void;
  readonly hint?: string;
  readonly isDisabled?: boolean;
};

/** Several of a list. What the address names stays chosen although the list does not have it. */
export function ManyChoice({ label, data, value = [], onChange, onSearch, hint, isDisabled = false }: ManyProps) {
  const { t } = useTranslation();
  const known = new Set(data.map((one) => one.value));
  const own = value.filter((one) => !known.has(one)).map((one) => ({ value: one, label: one }));
  return (
    <MultiSelect
      size="xs"
      label={label}
      placeholder={value.length === 0 ? (hint ?? t('transactions.all')) : ''}
      data={[...own, ...data]}
      value={[...value]}
      onChange={(next) => onChange(next.length === 0 ? undefined : next)}
      {...(onSearch && { onSearchChange: onSearch })}
      nothingFoundMessage={t('transactions.noChoice')}
      disabled={isDisabled}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('transactions.clear') }}
      limit={100}
      styles={{ inputField: { minWidth: 30 } }}
    />
  );
}

type TypedProps = {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (next: string | undefined) => void;
  readonly error?: string | undefined;
  readonly isFigure?: boolean;
};

/** A text that goes into the address when typing rests: typing never waits for the list. */
export function Typed({ label, value, onChange, error, isFigure = false }: TypedProps) {
  const [typed, setTyped] = useState(value ?? '');
  const tell = useDebouncedCallback(
    (next: string) => onChange(next.trim() === '' ? undefined : next.trim()),
    TYPING_MS,
  );
  // A view that was opened says something else than what was typed.
  useEffect(() => setTyped((now) => (now.trim() === (value ?? '') ? now : (value ?? ''))), [value]);
  return (
    <TextInput
      size="xs"
      label={label}
      value={typed}
      error={error}
      inputMode={isFigure ? 'decimal' : 'text'}
      autoComplete="off"
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}
