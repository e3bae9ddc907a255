import { Alert, List, SegmentedControl, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Figures } from '../acts/record.tsx';
import { useWalletWord } from '../api/wallet-word.ts';
import { Day } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Scrolled } from '../kit/scrolled.tsx';
import { Section } from '../kit/section.tsx';
import { DayChart } from './day-chart.tsx';
import { useCostOf } from './use-cost-of.ts';
import './promotions.css';
import {
  Overlaps,
  NeverFiredList,
  PromotionName,
  PromotionsOf,
  type SimulatedDraft,
} from './simulation-promotions.tsx';
import { SimulationHead } from './simulation-head.tsx';
import { OccasionsShown } from './simulation-occasions.tsx';
import { WinnersOf } from './simulation-winners.tsx';
import type { Both, SimulationReport } from './simulation-types.ts';
import { countText } from '../kit/count.ts';

const MONEY = 'money';
const NOTHING: Both = { draft: '0', today: '0', difference: '0' };

/** What a draft would have done to the receipts that were there, beside the version in force. */
export function ReportShown({ report, of }: { readonly report: SimulationReport; readonly of: SimulatedDraft }) {
  const { t } = useTranslation();
  const { cost, currency } = report;
  if (report.receipts === 0 && !report.occasions?.occasions)
    return <Text c="dimmed">{t('promotions.noReceipts')}</Text>;
  return (
    <Stack>
      <Figures
        figures={[
          { label: t('promotions.costDraft'), value: <Quantity value={cost.draft} unit={currency} /> },
          { label: t('promotions.costToday'), value: <Quantity value={cost.today} unit={currency} /> },
          {
            label: t('promotions.costMore'),
            value: <Quantity value={cost.difference} unit={currency} isChange />,
          },
          {
            label: t('promotions.receipts'),
            value: countText(report.receipts),
            note: t('promotions.withBuyer', { n: report.withBuyer, buyers: report.buyers }),
          },
          { label: t('promotions.sold'), value: <Quantity value={report.gross} unit={currency} /> },
        ]}
      />
      <Text size="xs" c="dimmed">
        {t('promotions.costWhy', { version: report.rulebook })}
      </Text>
      <Lacking lacking={report.lacking} />
      <ByDay report={report} />
      <Section title={t('promotions.winners')}>
        <Stack>
          {report.members.map((one) => (
            <WinnersOf key={one.amount} winners={one} currency={currency} />
          ))}
          {report.members.length === 0 && (
            <Text size="sm">{t(report.withBuyer === 0 ? 'promotions.nobodyKnown' : 'promotions.nobodyDiffers')}</Text>
          )}
        </Stack>
      </Section>
      <OccasionsShown report={report} />
      <Section title={t('promotions.budgetEnds')}>
        <BudgetEnds report={report} of={of} />
      </Section>
      <SimpleGrid cols={{ base: 1, lg: 2 }} className="side-by-side">
        <Section title={t('promotions.neverFired')}>
          <NeverFiredList never={report.neverFired} of={of} />
        </Section>
        <Section title={t('promotions.overlaps')}>
          <Overlaps overlaps={report.overlaps} of={of} />
        </Section>
      </SimpleGrid>
      <PromotionsOf report={report} of={of} />
    </Stack>
  );
}

function Lacking({ lacking }: { readonly lacking: SimulationReport['lacking'] }) {
  const { t } = useTranslation();
  const facts = Object.entries(lacking);
  if (facts.length === 0) return null;
  return (
    <Alert color="yellow" title={t('promotions.lacking')}>
      {facts.map(([fact, n]) => t('promotions.lackingFact', { fact, n })).join(' · ')}
    </Alert>
  );
}

/** What is counted: the cost in money where the days say it, then each wallet, then discounts. */
function ByDay({ report }: { readonly report: SimulationReport }) {
  const { t } = useTranslation();
  const walletWord = useWalletWord();
  const costOf = useCostOf(report);
  const changeOf = (name: string): number => Math.abs(Number(report.amounts[name]?.difference));
  // What the draft changes most comes first.
  const amounts = Object.keys(report.amounts)
    .filter((name) => Number(report.amounts[name]?.draft) !== 0 || Number(report.amounts[name]?.today) !== 0)
    .sort((a, b) => changeOf(b) - changeOf(a));
  const choices = [
    ...(costOf ? [{ value: 'cost', label: t('promotions.cost') }] : []),
    ...amounts.map((name) => ({ value: name, label: name === MONEY ? t('promotions.discounts') : walletWord(name) })),
  ];
  const [chosen, setChosen] = useState<string>();
  const what = chosen ?? choices[0]?.value ?? MONEY;
  const of = (row: SimulationReport['byDay'][number]): Both =>
    (what === 'cost' ? costOf?.(row) : row.amounts[what]) ?? NOTHING;
  const unit = what === 'cost' || what === MONEY ? report.currency : walletWord(what);
  if (choices.length === 0) return null;
  return (
    <Section
      title={t('promotions.byDay')}
      acts={
        choices.length > 1 && (
          <SegmentedControl
            size="xs"
            data={choices}
            value={what}
            onChange={setChosen}
            aria-label={t('promotions.byDay')}
          />
        )
      }
    >
      <DayChart
        rows={report.byDay.map((row) => ({ key: row.key, both: of(row) }))}
        label={t('promotions.byDay')}
        unit={unit}
      />
      <details>
        <summary>{t('promotions.inFigures')}</summary>
        <Scrolled label={t('promotions.byDay')}>
          <Table aria-label={t('promotions.byDay')}>
            <SimulationHead of={t('promotions.day')} count={t('promotions.receipts')} />
            <Table.Tbody>
              {report.byDay.map((row) => (
                <Table.Tr key={row.key}>
                  <Table.Td>
                    <Day date={row.key} />
                  </Table.Td>
                  <Table.Td className="figure">{row.receipts}</Table.Td>
                  <Table.Td className="figure">
                    <Quantity value={of(row).today} />
                  </Table.Td>
                  <Table.Td className="figure">
                    <Quantity value={of(row).draft} />
                  </Table.Td>
                  <Table.Td className="figure">
                    <Quantity value={of(row).difference} isChange />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Scrolled>
      </details>
    </Section>
  );
}

function BudgetEnds({ report, of }: { readonly report: SimulationReport; readonly of: SimulatedDraft }) {
  const { t } = useTranslation();
  if (report.budgetEnds.length === 0) return <Text size="sm">{t('promotions.noBudgetEnds')}</Text>;
  return (
    <List size="sm">
      {report.budgetEnds.map(({ promotion, of: what, max, period, endsOn }) => (
        <List.Item key={promotion + what + max + endsOn}>
          <PromotionName code={promotion} of={of} />{' '}
          {t('promotions.budgetEnd', { max, of: t(`promotions.ofs.${what}`) })} <Day date={endsOn} />
          {period !== '' && period !== endsOn && (
            <Text span size="sm" c="dimmed">
              {' '}
              ({t('promotions.periodFrom')} <Day date={period} />)
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  );
}
