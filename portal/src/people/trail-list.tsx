import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { When } from '../acts/shown.tsx';
import { ask } from '../api/ask.ts';
import { useOutlet } from '../api/outlets.ts';
import { Failed } from '../kit/failed.tsx';
import { Rows, type Column } from '../list/rows.tsx';
import { useActWord, useSubjectWord } from './act-words.ts';
import { filterOf, type Entry, type TrailPage, type TrailSearch } from './trail.ts';

const ENTRIES_PER_PAGE = 50;

export const keyOf = ({ operation, seq }: Entry): string => operation ?? String(seq);

/** Acts and operations in one list, newest first. */
export function TrailList({
  search,
  onOpen,
}: {
  readonly search: TrailSearch;
  readonly onOpen: (entry: Entry) => void;
}) {
  const { t } = useTranslation();
  const columns = useColumns();
  const body = { filter: filterOf(search), limit: ENTRIES_PER_PAGE };
  const asked = useInfiniteQuery({
    queryKey: ['/v1/reports/trails/search', body],
    queryFn: ({ pageParam }) =>
      ask<TrailPage>('POST /v1/reports/trails/search', { body: { ...body, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  });
  if (asked.error) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  const entries = asked.data?.pages.flatMap((page) => page.items);
  if (entries?.length === 0)
    return <Text c="dimmed">{t(Object.keys(body.filter).length > 0 ? 'list.noneFound' : 'people.noActs')}</Text>;
  return (
    <Stack gap="sm" style={{ opacity: asked.isPlaceholderData ? 0.6 : 1 }}>
      <Rows<Entry> label={t('people.audit')} columns={columns} rows={entries} keyOf={keyOf} onOpen={onOpen} />
      {asked.hasNextPage && (
        <Group>
          <Button
            variant="default"
            size="xs"
            loading={asked.isFetchingNextPage}
            onClick={() => void asked.fetchNextPage()}
          >
            {t('list.more')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function useColumns(): readonly Column<Entry>[] {
  const { t } = useTranslation();
  const outletOf = useOutlet();
  const subjectWord = useSubjectWord();
  return [
    { head: t('people.when'), cell: ({ at }) => <When at={at} /> },
    { head: t('people.act'), cell: (entry) => <What entry={entry} /> },
    {
      head: t('people.subject'),
      cell: (entry) =>
        subjectWord(entry) ??
        entry.receiptNumber ??
        entry.card ??
        (entry.member === undefined ? '—' : t('transactions.aMember')),
    },
    {
      head: t('transactions.where'),
      cell: ({ outlet, terminal }) =>
        outlet === undefined ? '—' : `${outletOf(outlet).name}${terminal === undefined ? '' : ` · ${terminal}`}`,
    },
    { head: t('people.by'), cell: (entry) => <By entry={entry} /> },
    {
      head: t('act.reason'),
      cell: ({ reason }) => (reason === undefined ? '—' : t(`member.reasons.${reason}`, reason)),
    },
  ];
}

/** What was done, in words; an operation is marked as one. */
export function What({ entry: { record, what } }: { readonly entry: Entry }) {
  const { t } = useTranslation();
  const actWord = useActWord();
  if (record === 'act') return actWord(what);
  return (
    <span className="what">
      {t([`operation.kind.${what}`, what])}
      <Badge size="sm" color="gray">
        {t('people.operation')}
      </Badge>
    </span>
  );
}

/** Who did it: a person, else a credential; of what a till did its cashier; else the program by itself. */
export function By({ entry: { record, by, cashier, terminal } }: { readonly entry: Entry }) {
  const { t } = useTranslation();
  const name = by.name ?? by.credentialName ?? by.credential ?? cashier;
  if (name !== undefined) return name;
  return t(record === 'operation' && terminal !== undefined ? 'people.aTill' : 'people.program');
}
