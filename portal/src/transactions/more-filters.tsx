import { Group, Select, SimpleGrid } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isDecimal, plainDecimal } from '../kit/decimal.ts';
import { useOperationChoices, useRangeChoices, useTerminalChoices, useWalletChoices } from './choices.ts';
import { ManyChoice, Typed } from './filter-bar.tsx';
import type { Search } from './filter.ts';

const TYPING_MS = 200;

type Props = { readonly search: Search; readonly onChange: (changes: Search) => void };
const plain = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

/** What is asked for less often. */
export function MoreFilters({ search, onChange }: Props) {
  const { t } = useTranslation();
  const [cashier, setCashier] = useState('');
  const [from] = useDebouncedValue(cashier, TYPING_MS);
  const cashiers = useOperationChoices('cashiers', from);
  const promotions = useOperationChoices('promotions');
  const ranges = useRangeChoices();
  const terminals = useTerminalChoices(search.outlets ?? []);
  const { walletTypes } = useWalletChoices();
  const set = (changes: Readonly<Record<string, unknown>>): void => onChange(changes as Search);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" verticalSpacing="xs">
      <ManyChoice
        label={t('transactions.terminals')}
        data={terminals}
        value={search.terminals}
        onChange={(next) => set({ terminals: next })}
        isDisabled={search.outlets === undefined && search.terminals === undefined}
        {...(search.outlets === undefined && { hint: t('transactions.chooseOutlet') })}
      />
      <ManyChoice
        label={t('transactions.cashiers')}
        data={plain(cashiers)}
        value={search.cashiers}
        onChange={(next) => set({ cashiers: next })}
        onSearch={setCashier}
      />
      <ManyChoice
        label={t('transactions.promotions')}
        data={plain(promotions)}
        value={search.promotions}
        onChange={(next) => set({ promotions: next })}
      />
      <ManyChoice
        label={t('transactions.walletTypes')}
        data={walletTypes}
        value={search.walletTypes}
        onChange={(next) => set({ walletTypes: next })}
      />
      <ManyChoice
        label={t('transactions.cardRanges')}
        data={ranges}
        value={search.cardRanges}
        onChange={(next) => set({ cardRanges: next })}
      />
      <Select
        size="xs"
        label={t('transactions.origin')}
        placeholder={t('transactions.all')}
        data={(['online', 'offline'] as const).map((one) => ({ value: one, label: t(`transactions.origins.${one}`) }))}
        value={search.origin ?? null}
        onChange={(next) => set({ origin: next ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': t('transactions.clear') }}
      />
      <AmountChoice search={search} onChange={onChange} />
    </SimpleGrid>
  );
}

/** An amount from and to, in a unit: the money of the first program unless another is chosen. */
function AmountChoice({ search, onChange }: Props) {
  const { t } = useTranslation();
  const { units } = useWalletChoices();
  const unit = search.unit ?? units[0];
  const [wrong, setWrong] = useState<{ min?: boolean; max?: boolean }>({});
  const set = (name: 'min' | 'max', typed: string | undefined): void => {
    const amount = typed === undefined ? undefined : plainDecimal(typed);
    const isWrong = amount !== undefined && !isDecimal(amount);
    setWrong((now) => ({ ...now, [name]: isWrong }));
    if (!isWrong) onChange({ unit, [name]: amount } as Search);
  };
  const bound = (name: 'min' | 'max') => (
    <Typed
      label={t(`transactions.${name}`)}
      value={search[name]}
      onChange={(typed) => set(name, typed)}
      error={wrong[name] ? t('transactions.noAmount') : undefined}
      isFigure
    />
  );
  return (
    <Group gap={6} grow align="flex-start" wrap="nowrap">
      {bound('min')}
      {bound('max')}
      <Select
        size="xs"
        label={t('transactions.unit')}
        data={[...new Set([...(unit === undefined ? [] : [unit]), ...units])]}
        value={unit ?? null}
        onChange={(next) => onChange({ unit: next ?? undefined } as Search)}
        allowDeselect={false}
      />
    </Group>
  );
}
