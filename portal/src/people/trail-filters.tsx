import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { may, useOwnSession } from '../api/session.ts';
import { FoldsOnPhone } from '../kit/folds-on-phone.tsx';
import type { Choice } from '../acts/field.ts';
import { useCredentialChoices, useOutletChoices, usePersonChoices } from '../transactions/choices.ts';
import { useActChoices } from './act-words.ts';
import { ABOUT, wordsOf, type SharedName, type AboutName, type TrailSearch } from './trail.ts';
import { DayInput } from '../kit/day-input.tsx';

type Props = { readonly typed: TrailSearch; readonly onChange: (changes: TrailSearch) => void };

const OF_OPERATIONS: ReadonlySet<AboutName> = new Set(['card', 'receipt']);

const withChosen = (choices: readonly Choice[], chosen: string | undefined): Choice[] =>
  chosen === undefined || choices.some(({ value }) => value === chosen)
    ? [...choices]
    : [...choices, { value: chosen, label: chosen }];

/** What narrows down what was done. Whoever may not read the journal is asked nothing about operations. */
export function TrailFilters({ typed, onChange }: Props) {
  const { t } = useTranslation();
  const mayReadJournal = may(useOwnSession(), 'journal:read');
  const outlets = useOutletChoices();
  const acts = useActChoices(typed.act);
  const people = usePersonChoices();
  const credentials = useCredentialChoices();
  const field = (name: SharedName | AboutName) => (
    <TextInput
      key={name}
      size="xs"
      label={t(`people.auditFilters.${name}`)}
      placeholder={t(`people.auditHints.${name}`, '')}
      value={typed[name] ?? ''}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
      autoComplete="off"
    />
  );
  // By name; whoever may not read the list of them types the id, and what the address names is there too.
  const picked = (name: 'person' | 'credential', choices: readonly Choice[]) =>
    choices.length === 0 ? (
      field(name)
    ) : (
      <Select
        key={name}
        size="xs"
        label={t(`people.auditFilters.${name}`)}
        placeholder={t('transactions.all')}
        data={withChosen(choices, typed[name])}
        value={typed[name] ?? null}
        onChange={(next) => onChange({ [name]: next ?? undefined })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('transactions.clear') }}
        nothingFoundMessage={t('transactions.noChoice')}
      />
    );
  const day = (name: 'from' | 'to') => (
    <DayInput
      size="xs"
      label={t(`transactions.${name}`)}
      value={typed[name] ?? null}
      onChange={(next) => onChange({ [name]: next ?? undefined })}
      clearable
    />
  );
  return (
    <FoldsOnPhone label={t('transactions.filters')} count={Object.keys(wordsOf(typed)).length}>
      <SimpleGrid
        cols={{ base: 1, xs: 2, md: 4 }}
        spacing="sm"
        verticalSpacing="xs"
        role="search"
        aria-label={t('transactions.filters')}
      >
        {mayReadJournal && (
          <Select
            size="xs"
            label={t('people.auditFilters.records')}
            placeholder={t('people.records.both')}
            data={(['acts', 'operations'] as const).map((value) => ({ value, label: t(`people.records.${value}`) }))}
            value={typed.records ?? null}
            onChange={(next) => onChange({ records: next ?? undefined })}
            clearable
            clearButtonProps={{ 'aria-label': t('transactions.clear') }}
          />
        )}
        {day('from')}
        {day('to')}
        <Select
          size="xs"
          label={t('people.auditFilters.act')}
          placeholder={t('transactions.all')}
          data={acts}
          value={typed.act ?? null}
          onChange={(next) => onChange({ act: next ?? undefined })}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('transactions.clear') }}
          nothingFoundMessage={t('transactions.noChoice')}
        />
        {picked('person', people)}
        {picked('credential', credentials)}
        {outlets.length === 0 ? (
          field('outlet')
        ) : (
          <Select
            size="xs"
            label={t('people.auditFilters.outlet')}
            placeholder={t('transactions.all')}
            data={outlets}
            value={typed.outlet ?? null}
            onChange={(next) => onChange({ outlet: next ?? undefined, terminal: undefined })}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('transactions.clear') }}
            nothingFoundMessage={t('transactions.noChoice')}
          />
        )}
        {field('terminal')}
        {field('subject')}
        {ABOUT.filter((name) => mayReadJournal || !OF_OPERATIONS.has(name)).map(field)}
      </SimpleGrid>
    </FoldsOnPhone>
  );
}
