import { Badge, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { ShareBar } from '../kit/share-bar.tsx';
import { Rows } from '../list/rows.tsx';
import type { Contract } from './funding-types.ts';
import { Days } from './terms.tsx';

/** The blocks of a prepaid contract in the order in which they are used, and how much of each is. */
export function Blocks({ contract: { blocks, unit } }: { readonly contract: Contract }) {
  const { t } = useTranslation();
  return (
    <Section title={t('funding.blocks')}>
      {blocks.length === 0 ? (
        <Text c="dimmed">{t('funding.noBlocks')}</Text>
      ) : (
        <Rows
          label={t('funding.blocks')}
          rows={blocks}
          keyOf={({ reference }) => reference}
          columns={[
            {
              head: t('funding.reference'),
              cell: ({ reference, isReserve }) => (
                <span className="one-line">
                  {reference} {isReserve && <Badge color="gray">{t('funding.reserve')}</Badge>}
                </span>
              ),
            },
            { head: t('funding.days'), cell: (one) => <Days of={one} /> },
            {
              head: t('funding.usedShare'),
              cell: ({ points, used, reserved }) => (
                <ShareBar
                  whole={points}
                  part={used}
                  kept={reserved}
                  label={t('promotions.usedOf', { spent: used, budget: points })}
                />
              ),
            },
            {
              head: t('funding.bought'),
              isFigure: true,
              cell: ({ points }) => <Quantity value={points} unit={unit} />,
            },
            { head: t('funding.used'), isFigure: true, cell: ({ used }) => <Quantity value={used} unit={unit} /> },
            {
              head: t('funding.reserved'),
              isFigure: true,
              cell: ({ reserved }) => <Quantity value={reserved} unit={unit} />,
            },
            { head: t('funding.left'), isFigure: true, cell: ({ left }) => <Quantity value={left} unit={unit} /> },
          ]}
        />
      )}
    </Section>
  );
}
