import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { returnQuoteAnswerSchema } from '../../../contract/checkout-answers.ts';
import { isZero, negated } from '../kit/decimal.ts';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { useWalletWord } from '../api/wallet-word.ts';

export type Undoing = z.infer<typeof returnQuoteAnswerSchema>;

type Line = { readonly key: string; readonly words: string; readonly value: string; readonly unit: string };

/** What a return changes, or would: points taken and given back, money by tender, what is kept of it. */
export function UndoneLines({
  answer,
  currency,
}: {
  readonly answer: Undoing;
  readonly currency?: string | undefined;
}) {
  const { t } = useTranslation();
  const walletWord = useWalletWord();
  const refund = answer.refund ?? [];
  const money = currency ?? refund[0]?.unit ?? '';
  const lines: Line[] = [
    ...(answer.takenBack ?? []).map(({ walletType, points, unit }) => ({
      ...{
        key: `taken ${walletType}`,
        words: `${t('operation.takenBack')}, ${walletWord(walletType)}`,
        value: negated(points),
        unit,
      },
    })),
    ...(answer.grantedAgain ?? []).map(({ walletType, points, unit }) => ({
      ...{
        key: `again ${walletType}`,
        words: `${t('operation.earned')}, ${walletWord(walletType)}`,
        value: points,
        unit,
      },
    })),
    ...(answer.givenBack ?? []).map(({ walletType, points, unit }) => ({
      ...{
        key: `given ${walletType}`,
        words: `${t('operation.givenBack')}, ${walletWord(walletType)}`,
        value: points,
        unit,
      },
    })),
    ...(answer.giftCards ?? []).map(({ card, amount, unit }) => ({
      ...{ key: card, words: t('operation.refund', { kind: t('operation.tender.gift_card') }), value: amount, unit },
    })),
    ...refund.map(({ kind, amount, unit }, n) => ({
      ...{
        key: `refund ${n}`,
        words: t('operation.refund', { kind: t([`operation.tender.${kind}`, kind]) }),
        value: amount,
        unit,
      },
    })),
    ...(answer.withheld !== undefined && !isZero(answer.withheld)
      ? [
          {
            key: 'withheld',
            words: t('operation.withheld', { promotions: (answer.withheldFor ?? []).join(', ') }),
            value: negated(answer.withheld),
            unit: money,
          },
        ]
      : []),
    ...(answer.toGiftCard
      ? [
          {
            key: 'onto',
            words: t('operation.ontoCard', { available: answer.toGiftCard.available }),
            value: answer.toGiftCard.amount,
            unit: answer.toGiftCard.unit,
          },
        ]
      : []),
    ...(answer.deducted !== undefined && !isZero(answer.deducted)
      ? [{ key: 'deducted', words: t('operation.deducted'), value: negated(answer.deducted), unit: money }]
      : []),
  ];
  return (
    <Table>
      <Table.Tbody>
        {lines.map(({ key, words, value, unit }) => (
          <Table.Tr key={key}>
            <Table.Td>{words}</Table.Td>
            <Table.Td className="figure">
              <Quantity value={value} unit={unit} isChange />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The same as a part of a record. */
export function Undone({ answer }: { readonly answer: Undoing }) {
  const { t } = useTranslation();
  return (
    <Section title={t('operation.undone')}>
      <UndoneLines answer={answer} />
    </Section>
  );
}
