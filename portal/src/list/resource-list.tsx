import { Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ask } from '../api/ask.ts';
import { Failed } from '../kit/failed.tsx';
import { Rows, type Column } from './rows.tsx';

export type { Column } from './rows.tsx';

type Page<Row> = { readonly items: readonly Row[]; readonly next?: string | undefined };

type ListProps<Row> = {
  /** What the list is, for whoever hears the screen. */
  readonly label?: string;
  readonly path: `/${string}`;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Whether somebody chose the filters, so that no rows means that nothing fits; where left out, whether there are any. */
  readonly isChosen?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  /** What would be here, and how to get the first one. */
  readonly empty: string;
  /** How soon the rows are asked for again, where what they show changes by itself; never when left out. */
  readonly everyMs?: (rows: readonly Row[]) => number | false;
};

/** Every list of the portal: rows from one address, filters from the page's address. */
export function ResourceList<Row>(list: ListProps<Row>) {
  const { label, path, query, isChosen, columns, keyOf, onOpen, empty, everyMs } = list;
  const { t } = useTranslation();
  const asked = useInfiniteQuery({
    // Apart from `useThing`, which keeps what the same address answers in another shape.
    queryKey: [path, query, 'pages'],
    queryFn: ({ pageParam }) => ask<Page<Row>>(`GET ${path}`, { query: { ...query, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
    refetchInterval: ({ state }) => everyMs?.(state.data?.pages.flatMap((page) => page.items) ?? []) ?? false,
  });
  if (asked.error) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  const rows = asked.data?.pages.flatMap((page) => page.items);
  const hasFilters = isChosen ?? Object.values(query).some((value) => value !== undefined && value !== '');
  if (rows?.length === 0) return <Text c="dimmed">{hasFilters ? t('list.noneFound') : empty}</Text>;
  return (
    <Stack gap="sm">
      <Rows {...{ label: label ?? empty, columns, rows, keyOf, onOpen }} />
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
