import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Failed } from '../kit/failed.tsx';
import { Figures } from '../kit/figures.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { Rows } from '../list/rows.tsx';
import { useAttributed } from './attributed.ts';
import type { Contract } from './funding-types.ts';
import { usePartnerName } from './partner-name.ts';
import { PeriodChoice } from './period-choice.tsx';

type Props = { readonly program: string; readonly contract: Contract };

/** What a contract's points did in a period: given, come back, and spent with whom. */
export function ContractAttribution({ program, contract: { code, unit } }: Props) {
  const { t } = useTranslation();
  const nameOf = usePartnerName();
  const { asked, period, setPeriod } = useAttributed(program);
  const issued = asked.data?.issued.find(({ contract }) => contract === code);
  const spent = asked.data?.spent.filter(({ contract }) => contract === code);
  const figure = (value: string | undefined) => asked.data && <Quantity value={value ?? '0'} unit={unit} />;
  return (
    <Section title={t('funding.attribution')} acts={<PeriodChoice period={period} onChange={setPeriod} />}>
      {asked.error ? (
        <Failed error={asked.error} onRetry={() => void asked.refetch()} />
      ) : (
        <>
          <Figures
            figures={[
              { label: t('funding.given'), value: figure(issued?.given) },
              { label: t('funding.reversed'), value: figure(issued?.reversed) },
              { label: t('funding.issued'), value: figure(issued?.points), note: t('funding.issuedNote') },
            ]}
          />
          <Text size="sm" fw={600} mt="md" mb={4}>
            {t('funding.spentWith')}
          </Text>
          {spent?.length === 0 ? (
            <Text c="dimmed">{t('funding.noneSpent')}</Text>
          ) : (
            <Rows
              label={t('funding.spentWith')}
              rows={spent}
              keyOf={({ redeemer = '' }) => redeemer}
              columns={[
                { head: t('funding.redeemer'), cell: ({ redeemer }) => nameOf(redeemer) },
                {
                  head: t('funding.spent'),
                  isFigure: true,
                  cell: ({ points }) => <Quantity value={points} unit={unit} />,
                },
              ]}
            />
          )}
        </>
      )}
    </Section>
  );
}
