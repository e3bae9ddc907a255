import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The head of a table that lays today's version and a draft side by side: what a row is, how many there were, and both with their difference. */
export function SimulationHead({ of, count }: { readonly of: string; readonly count: string }) {
  const { t } = useTranslation();
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{of}</Table.Th>
        <Table.Th className="figure">{count}</Table.Th>
        <Table.Th className="figure">{t('promotions.today')}</Table.Th>
        <Table.Th className="figure">{t('promotions.draft')}</Table.Th>
        <Table.Th className="figure">{t('promotions.difference')}</Table.Th>
      </Table.Tr>
    </Table.Thead>
  );
}
