import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { rescoreQuoteAnswerSchema } from '../../../contract/checkout-answers.ts';
import { useWalletWord } from '../api/wallet-word.ts';
import { isZero, readableDecimal } from '../kit/decimal.ts';
import { Notch } from '../kit/notch.tsx';
import { Section } from '../kit/section.tsx';

export type Rescoring = Pick<z.infer<typeof rescoreQuoteAnswerSchema>, 'points' | 'rulebook'>;

/** What deciding a receipt again changes, or would: what it gives of each wallet, before and after, and what could not be taken back. */
export function RescoredPoints({ answer }: { readonly answer: Rescoring }) {
  const { t, i18n } = useTranslation();
  const walletWord = useWalletWord();
  const spent = (name: 'owed' | 'writtenOff') =>
    answer.points
      .filter((one) => !isZero(one[name]))
      .map((one) => (
        <Text key={one.walletType + name} fz="sm" c="var(--amber)">
          {t(`operation.rescore.${name}`, { points: `${readableDecimal(one[name], i18n.language)} ${one.unit}` })}
        </Text>
      ));
  return (
    <Stack gap={4}>
      {answer.points.map(({ walletType, before, after, unit }) => (
        <Notch
          key={walletType}
          label={t('operation.rescore.gives', { walletType: walletWord(walletType) })}
          {...{ before, after, unit }}
        />
      ))}
      {spent('owed')}
      {spent('writtenOff')}
      <Text fz="sm" c="dimmed">
        {t('operation.rescore.by', { version: answer.rulebook })}
      </Text>
    </Stack>
  );
}

/** The same as a part of a record. */
export function Rescored({ answer }: { readonly answer: Rescoring }) {
  const { t } = useTranslation();
  return (
    <Section title={t('operation.rescore.changed')}>
      <RescoredPoints answer={answer} />
    </Section>
  );
}
