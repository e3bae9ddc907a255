import { Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Figures } from '../acts/record.tsx';
import { countText } from '../kit/count.ts';
import { Day } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Scrolled } from '../kit/scrolled.tsx';
import { Section } from '../kit/section.tsx';
import { SimulationHead } from './simulation-head.tsx';
import type { SimulationReport, SimulationRow } from './simulation-types.ts';
import { WinnersOf } from './simulation-winners.tsx';

type Row = Pick<SimulationRow, 'key' | 'amounts'> & { readonly occasions: number };

/** What occasions would have brought: points without a receipt, in no figure of the receipts. */
export function OccasionsShown({ report }: { readonly report: SimulationReport }) {
  const { t } = useTranslation();
  const { occasions, costInAll, currency } = report;
  if (!occasions) return null;
  const { cost, people, unkept, reversed, byName, byDay, members } = occasions;
  const days: readonly Row[] = byDay;
  return (
    <Section title={t('promotions.occasions.title')}>
      <Stack>
        <Figures
          figures={[
            { label: t('promotions.costDraft'), value: <Quantity value={cost.draft} unit={currency} /> },
            { label: t('promotions.costToday'), value: <Quantity value={cost.today} unit={currency} /> },
            { label: t('promotions.costMore'), value: <Quantity value={cost.difference} unit={currency} isChange /> },
            {
              label: t('promotions.occasions.count'),
              value: countText(occasions.occasions),
              note: t('promotions.occasions.of', { people, reversed }),
            },
            ...(costInAll
              ? [
                  {
                    label: t('promotions.occasions.inAll'),
                    value: <Quantity value={costInAll.difference} unit={currency} isChange />,
                  },
                ]
              : []),
          ]}
        />
        {unkept > 0 && (
          <Text size="xs" c="dimmed">
            {t('promotions.occasions.unkept', { n: unkept })}
          </Text>
        )}
        <Rows
          label={t('promotions.occasions.title')}
          head={t('promotions.occasions.name')}
          rows={byName.map(({ name, occasions: n, amounts }) => ({ key: name, occasions: n, amounts }))}
          currency={currency}
        />
        {members.map((one) => (
          <WinnersOf key={one.amount} winners={one} currency={currency} />
        ))}
        {days.length > 0 && (
          <details>
            <summary>{t('promotions.occasions.byDay')}</summary>
            <Rows
              label={t('promotions.occasions.byDay')}
              head={t('promotions.day')}
              rows={days}
              currency={currency}
              isByDay
            />
          </details>
        )}
      </Stack>
    </Section>
  );
}

function Rows({
  label,
  head,
  rows,
  currency,
  isByDay = false,
}: {
  readonly label: string;
  readonly head: string;
  readonly rows: readonly Row[];
  readonly currency: string;
  readonly isByDay?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Scrolled label={label}>
      <Table aria-label={label}>
        <SimulationHead of={head} count={t('promotions.occasions.count')} />
        <Table.Tbody>
          {rows.flatMap(({ key, occasions, amounts }) =>
            (Object.keys(amounts).length === 0 ? [undefined] : Object.entries(amounts)).map((one, i) => (
              <Table.Tr key={key + (one?.[0] ?? '')}>
                <Table.Td>{isByDay ? <Day date={key} /> : key}</Table.Td>
                <Table.Td className="figure">{i === 0 && countText(occasions)}</Table.Td>
                {(['today', 'draft', 'difference'] as const).map((side) => (
                  <Table.Td key={side} className="figure">
                    {one && (
                      <Quantity
                        value={one[1][side]}
                        unit={one[0] === 'money' ? currency : one[0]}
                        isChange={side === 'difference'}
                      />
                    )}
                  </Table.Td>
                ))}
              </Table.Tr>
            )),
          )}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}
