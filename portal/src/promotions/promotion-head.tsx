import { Autocomplete, NumberInput, Select, SimpleGrid, Switch, TagsInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { fundingContractSchema } from '../../../contract/funding.ts';
import { useThing } from '../acts/use-thing.ts';
import { may, useOwnSession } from '../api/session.ts';
import { useProgram } from './area.tsx';
import { useProblemAt } from './problem-beside.ts';
import type { Promotion } from './promotion-types.ts';
import { DayInput } from '../kit/day-input.tsx';

const OWN_OCCASIONS = ['enrolment', 'birthday'] as const;
const STACKINGS = ['common', 'never', 'always'] as const;

type Props = {
  readonly promotion: Promotion;
  readonly set: (name: keyof Promotion) => (value: unknown) => void;
};

/** What a promotion is called, when it acts, and who pays for its points. */
export function PromotionHead({ promotion, set }: Props) {
  const { t } = useTranslation();
  const problemAt = useProblemAt();
  const setName = (language: 'en' | 'es', text: string): void => {
    const name = { en: '', es: '', ...promotion.name, [language]: text };
    set('name')(name.en === '' && name.es === '' ? undefined : name);
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <TextInput
        label={t('promotions.code')}
        value={promotion.code}
        onChange={(event) => set('code')(event.currentTarget.value)}
        error={problemAt('code')}
      />
      <NumberInput
        label={t('promotions.priority')}
        description={t('promotions.priorityHint')}
        value={promotion.priority}
        min={0}
        onChange={(next) => set('priority')(Number(next) || 0)}
        error={problemAt('priority')}
      />
      <TextInput
        label={t('promotions.nameEn')}
        value={promotion.name?.en ?? ''}
        onChange={(event) => setName('en', event.currentTarget.value)}
        error={problemAt('name.en')}
      />
      <TextInput
        label={t('promotions.nameEs')}
        value={promotion.name?.es ?? ''}
        onChange={(event) => setName('es', event.currentTarget.value)}
        error={problemAt('name.es')}
      />
      <DayInput
        label={t('promotions.from')}
        value={promotion.firstOn}
        onChange={(next) => next && set('firstOn')(next)}
        error={problemAt('firstOn')}
      />
      <DayInput
        label={t('promotions.to')}
        description={t('promotions.toHint')}
        value={promotion.lastOn ?? null}
        onChange={set('lastOn')}
        clearable
        error={problemAt('lastOn')}
      />
      <Autocomplete
        label={t('promotions.on')}
        description={t('promotions.onHint')}
        data={OWN_OCCASIONS.map((value) => value)}
        value={promotion.on ?? ''}
        onChange={(next) => set('on')(next === '' ? undefined : next)}
        error={problemAt('on')}
      />
      <Funding promotion={promotion} set={set} />
    </SimpleGrid>
  );
}

function Funding({ promotion, set }: Props) {
  const { t } = useTranslation();
  const problemAt = useProblemAt();
  const program = useProgram();
  const maySee = may(useOwnSession(), 'settings:read');
  const contracts = useThing<{ items: readonly z.output<typeof fundingContractSchema>[] }>(
    maySee && program ? `/v1/programs/${program}/funding-contracts` : undefined,
  );
  return (
    <Autocomplete
      label={t('promotions.funding')}
      description={t('promotions.fundingHint')}
      data={contracts.data?.items.map(({ code }) => code) ?? []}
      value={promotion.funding ?? ''}
      onChange={set('funding')}
      error={problemAt('funding')}
    />
  );
}

/** How a promotion acts together with others. */
export function TogetherFields({ promotion, groups, set }: Props & { readonly groups: readonly string[] }) {
  const { t } = useTranslation();
  const problemAt = useProblemAt();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <Select
        label={t('promotions.stacking')}
        data={STACKINGS.map((value) => ({ value, label: t(`promotions.stackings.${value}`) }))}
        value={promotion.stacking ?? 'common'}
        onChange={(next) => set('stacking')(next === 'common' ? undefined : next)}
        allowDeselect={false}
      />
      <Autocomplete
        label={t('promotions.group')}
        description={t('promotions.groupHint')}
        data={[...groups]}
        value={promotion.group ?? ''}
        onChange={set('group')}
        error={problemAt('group')}
      />
      <TagsInput
        label={t('promotions.excludes')}
        value={[...(promotion.excludes ?? [])]}
        onChange={set('excludes')}
        error={problemAt('excludes')}
        acceptValueOnBlur
      />
      <Switch
        label={t('promotions.stop')}
        mt="lg"
        checked={promotion.stop === true}
        onChange={(event) => set('stop')(event.currentTarget.checked || undefined)}
      />
    </SimpleGrid>
  );
}
