import { Group, Pill, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordHead } from '../kit/record-head.tsx';
import { DownloadMenu, FileUnderWay } from './download.tsx';
import type { FileOrder } from './files.ts';
import { FilterBar } from './filter-bar.tsx';
import { filterOf, SORTS, sortOf, type Search } from './filter.ts';
import { OperationList } from './operation-list.tsx';
import { TotalsLine } from './totals.tsx';
import { useFilter } from './use-filter.ts';
import { Views } from './views.tsx';

/** Operations by any filters together, with what they come to, as files and as views that are kept. The filters live in the address. */
export function OperationsPage() {
  const { t } = useTranslation();
  const { search, change, show } = useFilter();
  const [ordered, setOrdered] = useState<FileOrder>();
  return (
    <Stack gap="md">
      <RecordHead
        title={t('transactions.title')}
        acts={
          <>
            <Views search={search} onShow={show} />
            <DownloadMenu filter={filterOf(search)} onOrdered={setOrdered} />
          </>
        }
      />
      <FilterBar
        search={search}
        onChange={change}
        beside={
          <Group gap="sm">
            <Member search={search} onChange={change} />
            <Order search={search} onChange={change} />
          </Group>
        }
      />
      {ordered && <FileUnderWay key={ordered.export} ordered={ordered} />}
      <TotalsLine search={search} />
      <OperationList search={search} onForget={() => show({})} />
    </Stack>
  );
}

type PartProps = {
  readonly search: Search;
  readonly onChange: ReturnType<typeof useFilter>['change'];
};

function Order({ search, onChange }: PartProps) {
  const { t } = useTranslation();
  return (
    <Select
      size="xs"
      aria-label={t('transactions.order')}
      data={SORTS.map((sort) => ({ value: sort, label: t(`transactions.sorts.${sort}`) }))}
      value={sortOf(search)}
      onChange={(sort) => onChange({ sort: sort === 'newest' || sort === null ? undefined : sort })}
      allowDeselect={false}
      w={170}
    />
  );
}

/** The member whose operations these are, where somebody came from a member's page. */
function Member({ search, onChange }: PartProps) {
  const { t } = useTranslation();
  if (search.member === undefined) return null;
  return (
    <Pill
      withRemoveButton
      onRemove={() => onChange({ member: undefined })}
      removeButtonProps={{ 'aria-label': t('transactions.clear'), tabIndex: 0 }}
    >
      {t('transactions.ofMember', { member: `${search.member.slice(0, 8)}…` })}
    </Pill>
  );
}
