import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { budgetSchema } from '../../../contract/promotions.ts';
import { Head, Waiting } from '../acts/record.tsx';
import { useThing } from '../acts/use-thing.ts';
import { Day } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Scrolled } from '../kit/scrolled.tsx';
import { ShareBar } from '../kit/share-bar.tsx';
import { PromotionsArea, useProgram } from './area.tsx';
import './promotions.css';

type Budget = z.output<typeof budgetSchema>;

/** What all tills share: how much of each budget is used, kept by quotes and left, and when it ends at this rate. */
export function BudgetsPage() {
  const { t } = useTranslation();
  const program = useProgram();
  const asked = useThing<{ items: readonly Budget[] }>(program && `/v1/programs/${program}/budgets`);
  const items = asked.data?.items;
  return (
    <PromotionsArea>
      <Head title={t('promotions.budgets')} under={t('promotions.budgetsWhy')} />
      {!items && <Waiting of={asked} />}
      {items?.length === 0 && <Text c="dimmed">{t('promotions.noBudgets')}</Text>}
      {items && items.length > 0 && (
        <Scrolled label={t('promotions.budgets')}>
          <Table className="stacks" aria-label={t('promotions.budgets')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('promotions.promotion')}</Table.Th>
                <Table.Th>{t('promotions.period')}</Table.Th>
                <Table.Th miw={140}>{t('promotions.used')}</Table.Th>
                <Table.Th className="figure">{t('promotions.spent')}</Table.Th>
                <Table.Th className="figure">{t('promotions.reserved')}</Table.Th>
                <Table.Th className="figure">{t('promotions.left')}</Table.Th>
                <Table.Th className="figure">{t('promotions.budget')}</Table.Th>
                <Table.Th>{t('promotions.endsOn')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((one) => (
                <BudgetRow key={[one.promotion, one.outlet, one.of, one.firstOn].join(' ')} budget={one} />
              ))}
            </Table.Tbody>
          </Table>
        </Scrolled>
      )}
    </PromotionsArea>
  );
}

function BudgetRow({ budget }: { readonly budget: Budget }) {
  const { t } = useTranslation();
  const { promotion, outlet, of, firstOn, lastOn, spent, reserved, left, endsOn } = budget;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500}>
          {promotion}
        </Text>
        <Text size="xs" c="dimmed">
          {outlet ?? t('promotions.wholeProgram')} · {t(`promotions.ofs.${of}`)}
        </Text>
      </Table.Td>
      <Table.Td className="one-line" data-head={t('promotions.period')}>
        {firstOn && lastOn ? (
          <>
            <Day date={firstOn} /> – <Day date={lastOn} />
          </>
        ) : (
          t('promotions.periods.ever')
        )}
      </Table.Td>
      <Table.Td data-head={t('promotions.used')}>
        <ShareBar
          whole={budget.budget}
          part={spent}
          kept={reserved}
          label={t('promotions.usedOf', { spent, budget: budget.budget })}
        />
      </Table.Td>
      <Table.Td className="figure" data-head={t('promotions.spent')}>
        <Quantity value={spent} />
      </Table.Td>
      <Table.Td className="figure" data-head={t('promotions.reserved')}>
        <Quantity value={reserved} />
      </Table.Td>
      <Table.Td className="figure" data-head={t('promotions.left')}>
        <Quantity value={left} />
      </Table.Td>
      <Table.Td className="figure" data-head={t('promotions.budget')}>
        <Quantity value={budget.budget} />
      </Table.Td>
      <Table.Td className="one-line" data-head={t('promotions.endsOn')}>
        {endsOn ? <Day date={endsOn} /> : t('promotions.lasts')}
      </Table.Td>
    </Table.Tr>
  );
}
