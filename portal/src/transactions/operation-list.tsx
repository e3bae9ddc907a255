import { Button, Group, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { reportLinePageSchema, reportLineSchema } from '../../../contract/reports.ts';
import { ask } from '../api/ask.ts';
import { Failed } from '../kit/failed.tsx';
import { LongRows } from '../list/long-rows.tsx';
import { filterOf, isFiltered, sortOf, type Search } from './filter.ts';
import { useOperationColumns } from './operation-columns.tsx';

export type Line = z.infer<typeof reportLineSchema>;
type Page = z.infer<typeof reportLinePageSchema>;

const LINES_PER_PAGE = 100;
const NARROW = '(max-width: 48em)';
const ROW_PX = { wide: 40, narrow: 62 } as const;

type Props = { readonly search: Search; readonly onForget: () => void };

/** The operations of a filter, however many: pages come as one scrolls, and only the rows in sight are drawn. */
export function OperationList({ search, onForget }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const isNarrow = useMediaQuery(NARROW) ?? false;
  const columns = useOperationColumns(isNarrow);
  const body = { filter: filterOf(search), sort: sortOf(search), limit: LINES_PER_PAGE };
  const asked = useInfiniteQuery({
    queryKey: ['/v1/reports/operations', body],
    queryFn: ({ pageParam, signal: _signal }) =>
      ask<Page>('POST /v1/reports/operations', { body: { ...body, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
    refetchOnWindowFocus: false,
  });
  if (asked.error && !asked.data) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  const lines = asked.data?.pages.flatMap((page) => page.items);
  if (lines?.length === 0) return <Nothing isFiltered={isFiltered(search)} onForget={onForget} />;
  const more = (): void => {
    if (asked.hasNextPage && !asked.isFetching && !asked.error) void asked.fetchNextPage();
  };
  return (
    <Stack gap="xs" aria-busy={asked.isPlaceholderData} style={{ opacity: asked.isPlaceholderData ? 0.6 : 1 }}>
      <LongRows<Line>
        label={t('transactions.title')}
        columns={columns}
        rows={lines}
        rowPx={isNarrow ? ROW_PX.narrow : ROW_PX.wide}
        isWhole={!asked.hasNextPage}
        keyOf={({ operation }) => operation}
        onOpen={({ operation }) => void navigate({ to: '/operations/$operation', params: { operation } })}
        onNearEnd={more}
      />
      {asked.error && <Failed error={asked.error} onRetry={() => void asked.fetchNextPage()} />}
      {lines && (
        <Text fz="xs" c="dimmed" role="status">
          {t(asked.hasNextPage ? 'transactions.shownSoFar' : 'transactions.shownAll', { count: lines.length })}
        </Text>
      )}
    </Stack>
  );
}

/** Nothing fits, or nothing is there yet: which of both, and what to do about it. */
function Nothing({
  isFiltered: isNarrowed,
  onForget,
}: {
  readonly isFiltered: boolean;
  readonly onForget: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" py="xl" align="flex-start">
      <Text c="dimmed">{t(isNarrowed ? 'transactions.noneFound' : 'transactions.noneYet')}</Text>
      {isNarrowed && (
        <Group>
          <Button variant="default" size="xs" onClick={onForget}>
            {t('transactions.forget')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
