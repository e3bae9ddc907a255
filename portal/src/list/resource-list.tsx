import { Alert, Button, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../api/ask.ts';

export type Column<Row> = {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Amounts stand on the right, in figures of one width. */
  readonly isFigure?: boolean;
};

type Page<Row> = { readonly items: readonly Row[]; readonly next?: string | undefined };

type ListProps<Row> = {
  readonly path: `/${string}`;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  /** What would be here, and how to get the first one. */
  readonly empty: string;
};

/** Every list of the portal: rows from one address, filters from the page's address, Enter or a click opens a row. */
export function ResourceList<Row>({ path, query, columns, keyOf, onOpen, empty }: ListProps<Row>) {
  const { t } = useTranslation();
  const asked = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam }) => ask<Page<Row>>(`GET ${path}`, { query: { ...query, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  });
  if (asked.error)
    return (
      <Alert color="red" title={t('list.refused')}>
        {asked.error.message}
      </Alert>
    );
  const rows = asked.data?.pages.flatMap((page) => page.items);
  const hasFilters = Object.values(query).some((value) => value !== undefined && value !== '');
  if (rows?.length === 0) return <Text c="dimmed">{hasFilters ? t('list.noneFound') : empty}</Text>;
  return (
    <Stack gap="sm">
      <Table.ScrollContainer minWidth={480}>
        <Table stickyHeader highlightOnHover verticalSpacing={7} fz="sm">
          <Table.Thead>
            <Table.Tr>
              {columns.map(({ head, isFigure }) => (
                <Table.Th key={head} className={isFigure ? 'figure' : undefined}>
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows
              ? rows.map((row) => <Row key={keyOf(row)} row={row} columns={columns} onOpen={onOpen} />)
              : Array.from({ length: 8 }, (_, n) => <Blank key={n} columns={columns.length} />)}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
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

function Row<Item>({
  row,
  columns,
  onOpen,
}: {
  readonly row: Item;
  readonly columns: readonly Column<Item>[];
  readonly onOpen: ((row: Item) => void) | undefined;
}) {
  return (
    <Table.Tr
      tabIndex={onOpen ? 0 : undefined}
      style={onOpen ? { cursor: 'pointer' } : undefined}
      onClick={() => onOpen?.(row)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onOpen?.(row);
      }}
    >
      {columns.map(({ head, cell, isFigure }) => (
        <Table.Td key={head} className={isFigure ? 'figure' : undefined}>
          {cell(row)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

const Blank = ({ columns }: { readonly columns: number }) => (
  <Table.Tr>
    {Array.from({ length: columns }, (_, n) => (
      <Table.Td key={n}>
        <Skeleton h={14} />
      </Table.Td>
    ))}
  </Table.Tr>
);
