import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useOutlet } from '../api/outlets.ts';
import { isZero, negated } from '../kit/decimal.ts';
import { Moment } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import type { Column } from '../list/rows.tsx';
import type { Line } from './operation-list.tsx';

const GONE = new Set(['undone', 'voided']);

/** The columns of the list: on a phone three, with what is left out below them. */
export function useOperationColumns(isNarrow: boolean): readonly Column<Line>[] {
  const { t } = useTranslation();
  const outletOf = useOutlet();
  const when: Column<Line> = {
    head: t('transactions.when'),
    cell: ({ occurredAt, outlet }) => <Moment at={occurredAt} zone={outletOf(outlet).zone} />,
  };
  const place = ({ outlet, terminal }: Line): string =>
    outlet === undefined ? '—' : `${outletOf(outlet).name}${terminal === undefined ? '' : ` · ${terminal}`}`;
  const amount: Column<Line> = {
    head: t('transactions.amount'),
    isFigure: true,
    cell: (line) => <Amount line={line} />,
  };
  if (isNarrow)
    return [
      {
        head: t('transactions.what'),
        cell: (line) => (
          <>
            <What line={line} />
            <Text fz="xs" c="dimmed" truncate>
              {when.cell(line)} · {place(line)}
            </Text>
          </>
        ),
      },
      {
        ...amount,
        cell: (line) => (
          <>
            {amount.cell(line)}
            <Text fz="xs" c="dimmed">
              <Points line={line} of="earned" isChange /> <Points line={line} of="spent" isChange />
            </Text>
          </>
        ),
      },
    ];
  return [
    when,
    { head: t('transactions.what'), cell: (line) => <What line={line} /> },
    { head: t('transactions.where'), cell: place },
    {
      head: t('transactions.card'),
      cell: ({ card, member }) => card ?? (member === undefined ? '—' : t('transactions.aMember')),
    },
    { head: t('transactions.receipt'), cell: ({ receiptNumber }) => receiptNumber ?? '—' },
    amount,
    { head: t('transactions.earned'), isFigure: true, cell: (line) => <Points line={line} of="earned" /> },
    { head: t('transactions.spent'), isFigure: true, cell: (line) => <Points line={line} of="spent" /> },
  ];
}

/** What was done, what became of it, and how it came. */
function What({ line: { kind, state, origin } }: { readonly line: Line }) {
  const { t } = useTranslation();
  return (
    <span className="what">
      <Text span fz="sm" truncate td={state !== undefined && GONE.has(state) ? 'line-through' : undefined}>
        {t([`operation.kind.${kind}`, kind])}
      </Text>
      {state !== undefined && (
        <Badge size="sm" color="gray">
          {t(`transactions.states.${state}`)}
        </Badge>
      )}
      {origin === 'offline' && (
        <Badge size="sm" color="gray">
          {t('transactions.origins.offline')}
        </Badge>
      )}
    </span>
  );
}

const Amount = ({ line: { amount } }: { readonly line: Line }) =>
  amount === undefined ? '—' : <Quantity value={amount.amount} unit={amount.unit} />;

type PointsProps = { readonly line: Line; readonly of: 'earned' | 'spent'; readonly isChange?: boolean };

/** What it earned or spent, unit by unit; nothing is a dash, so that what moved stands out. As a change, what was spent is a minus. */
function Points({ line: { figures }, of, isChange = false }: PointsProps) {
  const moved = figures.filter((one) => !isZero(one[of]));
  if (moved.length === 0) return isChange ? null : '—';
  return moved.map((one) => (
    <span key={one.unit}>
      <Quantity
        value={isChange && of === 'spent' ? negated(one[of]) : one[of]}
        unit={one.unit}
        isChange={isChange}
      />{' '}
    </span>
  ));
}
