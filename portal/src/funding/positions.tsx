import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Failed } from '../kit/failed.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { Rows } from '../list/rows.tsx';
import { useAttributed } from './attributed.ts';
import { usePartnerName } from './partner-name.ts';
import { PeriodChoice } from './period-choice.tsx';

/** What each partner is owed for points that were spent with it, less what it owes for its own: of all together it is zero. */
export function Positions({ program }: { readonly program: string }) {
  const { t } = useTranslation();
  const nameOf = usePartnerName();
  const { asked, period, setPeriod } = useAttributed(program);
  const positions = asked.data?.positions;
  return (
    <Section title={t('funding.positions')} acts={<PeriodChoice period={period} onChange={setPeriod} />}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('funding.positionsWhy')}
      </Text>
      {asked.error && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {positions?.length === 0 && <Text c="dimmed">{t('funding.noPositions')}</Text>}
      {!asked.error && positions?.length !== 0 && (
        <Rows
          label={t('funding.positions')}
          rows={positions}
          keyOf={({ unit, partner = '' }) => `${unit} ${partner}`}
          columns={[
            { head: t('partners.partner'), cell: ({ partner }) => nameOf(partner) },
            {
              head: t('funding.isOwed'),
              isFigure: true,
              cell: ({ points, unit }) => <Quantity value={points} unit={unit} isChange />,
            },
          ]}
        />
      )}
    </Section>
  );
}
