import { Skeleton, Table } from '@mantine/core';
import { Scrolled } from '../kit/scrolled.tsx';
import type { KeyboardEvent, ReactNode } from 'react';

export type Column<Row> = {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Amounts stand on the right, in figures of one width. */
  readonly isFigure?: boolean;
};

type RowsProps<Row> = {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Undefined while they are on their way. */
  readonly rows: readonly Row[] | undefined;
  readonly keyOf: (row: Row) => string;
  readonly onOpen?: ((row: Row) => void) | undefined;
};

const ROWS_AWAITED = 8;
/** What columns say where a row has nothing: on a phone, where each value has a line of its own, that line is left out. */
const NOTHING = '—';

/** The rows of every list: a click or Enter opens one, arrows, Home and End go through them. */
export function Rows<Row>({ label, columns, rows, keyOf, onOpen }: RowsProps<Row>) {
  return (
    <Scrolled label={label}>
      <Table stickyHeader className="stacks" aria-label={label} aria-busy={rows === undefined}>
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
            ? rows.map((row) => <Line key={keyOf(row)} row={row} columns={columns} onOpen={onOpen} />)
            : Array.from({ length: ROWS_AWAITED }, (_, n) => <Blank key={n} columns={columns.length} />)}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}

/** The row that a key leads to from this one. */
function targetOf(row: HTMLElement, key: string): Element | null | undefined {
  switch (key) {
    case 'ArrowDown':
      return row.nextElementSibling;
    case 'ArrowUp':
      return row.previousElementSibling;
    case 'Home':
      return row.parentElement?.firstElementChild;
    case 'End':
      return row.parentElement?.lastElementChild;
    default:
      return undefined;
  }
}

type LineProps<Row> = {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
  readonly onOpen: ((row: Row) => void) | undefined;
};

function Line<Row>({ row, columns, onOpen }: LineProps<Row>) {
  const press = (event: KeyboardEvent<HTMLTableRowElement>): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') onOpen?.(row);
    const target = targetOf(event.currentTarget, event.key);
    if (!(target instanceof HTMLElement)) return;
    event.preventDefault();
    target.focus();
  };
  return (
    <Table.Tr
      {...(onOpen && { tabIndex: 0, 'data-opens': true, style: { cursor: 'pointer' }, onKeyDown: press })}
      onClick={() => onOpen?.(row)}
    >
      {columns.map(({ head, cell, isFigure }) => {
        const value = cell(row);
        return (
          <Table.Td
            key={head}
            data-head={head}
            data-empty={value === NOTHING || undefined}
            className={isFigure ? 'figure' : undefined}
          >
            {value}
          </Table.Td>
        );
      })}
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
