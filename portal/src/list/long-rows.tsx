import { Skeleton, Table } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Scrolled } from '../kit/scrolled.tsx';
import type { Column } from './rows.tsx';

type LongRowsProps<Row> = {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Undefined while the first of them are on their way. */
  readonly rows: readonly Row[] | undefined;
  /** All rows are as high as this, which is how those out of sight are left out. */
  readonly rowPx: number;
  /** Whether these are all there are. */
  readonly isWhole: boolean;
  readonly keyOf: (row: Row) => string;
  readonly onOpen: (row: Row) => void;
  /** Told when somebody comes near the last row. */
  readonly onNearEnd: () => void;
};

const ROWS_AWAITED = 12;
/** Rows drawn above and below what is in sight, so that keys always find the next one. */
const ROWS_AROUND = 12;
const ROWS_PER_LEAP = 10;

type Stretch = { readonly from: number; readonly to: number };

/** A table of any length: rows out of sight are room without content. Arrows, Page keys, Home and End go through it, Enter opens. */
export function LongRows<Row>(props: LongRowsProps<Row>) {
  const { label, columns, rows, rowPx, isWhole, keyOf, onOpen, onNearEnd } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const count = rows?.length ?? 0;
  const { from, to } = useInSight(body, count, rowPx);
  const wanted = useRef<number>(undefined);
  const near = rows !== undefined && !isWhole && to >= count;
  useEffect(() => {
    if (near) onNearEnd();
  });
  useEffect(() => {
    if (wanted.current === undefined) return;
    const row = rowAt(body.current, wanted.current);
    if (!row) return;
    wanted.current = undefined;
    row.focus();
  });
  const goTo = (index: number): void => {
    const target = Math.max(0, Math.min(count - 1, index));
    const row = rowAt(body.current, target);
    if (row) return row.focus();
    // Out of sight: it is focused as soon as it is drawn.
    wanted.current = target;
    const top = (body.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    window.scrollTo({ top: top + target * rowPx - window.innerHeight / 2 });
  };
  const press = (event: KeyboardEvent<HTMLTableRowElement>, index: number, row: Row): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') return onOpen(row);
    const target = targetOf(event.key, index, count);
    if (target === undefined) return;
    event.preventDefault();
    goTo(target);
  };
  return (
    <Scrolled label={label}>
      <Table
        aria-label={label}
        aria-busy={rows === undefined}
        aria-rowcount={isWhole ? count + 1 : -1}
        className="long"
      >
        <Table.Thead>
          <Table.Tr aria-rowindex={1}>
            {columns.map(({ head, isFigure }) => (
              <Table.Th key={head} className={isFigure ? 'figure' : undefined}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={body}>
          <Room px={from * rowPx} columns={columns.length} />
          {rows?.slice(from, to).map((row, n) => (
            <Table.Tr
              key={keyOf(row)}
              data-row={from + n}
              data-opens
              aria-rowindex={from + n + 2}
              tabIndex={0}
              h={rowPx}
              style={{ cursor: 'pointer' }}
              onKeyDown={(event) => press(event, from + n, row)}
              onClick={() => onOpen(row)}
            >
              {columns.map(({ head, cell, isFigure }) => (
                <Table.Td key={head} className={isFigure ? 'figure' : undefined}>
                  {cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
          <Room px={Math.max(0, count - to) * rowPx} columns={columns.length} />
          {(rows === undefined || near) && (
            <Blanks rows={rows ? 3 : ROWS_AWAITED} columns={columns.length} px={rowPx} />
          )}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}

const rowAt = (body: HTMLElement | null, index: number): HTMLElement | null =>
  body?.querySelector<HTMLElement>(`[data-row="${index}"]`) ?? null;

/** The row that a key leads to from this one. */
function targetOf(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index - 1;
    case 'PageDown':
      return index + ROWS_PER_LEAP;
    case 'PageUp':
      return index - ROWS_PER_LEAP;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** Which rows are in sight, a few more on either side; looked at anew whenever the page scrolls or changes its size. */
function useInSight(body: { readonly current: HTMLElement | null }, count: number, rowPx: number): Stretch {
  const [seen, setSeen] = useState<Stretch>({ from: 0, to: ROWS_AROUND * 3 });
  useEffect(() => {
    const look = (): void => {
      const top = body.current?.getBoundingClientRect().top ?? 0;
      const first = Math.floor(-top / rowPx) - ROWS_AROUND;
      const last = Math.ceil((window.innerHeight - top) / rowPx) + ROWS_AROUND;
      setSeen((now) => (now.from === first && now.to === last ? now : { from: first, to: last }));
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look);
    return () => {
      window.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
    };
  }, [body, rowPx, count]);
  const from = Math.max(0, Math.min(seen.from, count - 1));
  return { from, to: Math.max(from, Math.min(seen.to, count)) };
}

/** The room of rows that are not drawn. */
const Room = ({ px, columns }: { readonly px: number; readonly columns: number }) =>
  px > 0 && (
    <tr aria-hidden style={{ height: px }}>
      <td colSpan={columns} style={{ padding: 0 }} />
    </tr>
  );

type BlanksProps = { readonly rows: number; readonly columns: number; readonly px: number };

const Blanks = ({ rows, columns, px }: BlanksProps) =>
  Array.from({ length: rows }, (_, n) => (
    <Table.Tr key={n} h={px} aria-hidden>
      {Array.from({ length: columns }, (_cell, at) => (
        <Table.Td key={at}>
          <Skeleton h={14} />
        </Table.Td>
      ))}
    </Table.Tr>
  ));
