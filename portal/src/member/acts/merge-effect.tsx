import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { mergeQuoteSchema } from '../../../../contract/merging.ts';
import { ask } from '../../api/ask.ts';
import { useProgramName } from '../../api/names.ts';
import { useWalletWord } from '../../api/wallet-word.ts';
import { isZero } from '../../kit/decimal.ts';
import { Failed } from '../../kit/failed.tsx';
import { Notch } from '../../kit/notch.tsx';
import { Quantity } from '../../kit/quantity.tsx';

type Quote = z.infer<typeof mergeQuoteSchema>;
type Props = { readonly member: string; readonly other: string };

/** What merging would do, asked of the server: this member's wallets before and after, and what else comes along. */
export function MergeEffect({ member, other }: Props) {
  const { t } = useTranslation();
  const programName = useProgramName();
  const { data, error } = useQuery({
    queryKey: ['member', member, 'merge', other],
    queryFn: () => ask<Quote>(`GET /v1/members/${member}/merge`, { query: { other } }),
    gcTime: 0,
    retry: false,
  });
  if (error) return <Failed error={error} />;
  if (!data) return <Skeleton h={90} />;
  const told = [
    ...(data.cards.length > 0 ? [t('merge.cards', { count: data.cards.length })] : []),
    ...(data.phone === 'moved' ? [t('merge.phone')] : []),
    ...(data.purchases > 0 ? [t('merge.purchases', { count: data.purchases })] : []),
    ...data.tiers.map(({ program, before, after }) =>
      t('merge.tier', {
        program: programName(program),
        before: before ?? t('merge.noTier'),
        after: after ?? t('merge.noTier'),
      }),
    ),
    ...(data.consentsWithdrawn > 0 ? [t('merge.withdrawn', { count: data.consentsWithdrawn })] : []),
    ...(data.needsSecondPerson ? [t('merge.two')] : []),
    t('merge.undo', { days: data.undoWithinDays }),
  ];
  return (
    <Stack gap={6}>
      {data.wallets.map((wallet) => (
        <Wallet key={`${wallet.program} ${wallet.walletType}`} wallet={wallet} />
      ))}
      {data.wallets.length === 0 && <Text fz="sm">{t('merge.nothing')}</Text>}
      {told.map((sentence) => (
        <Text key={sentence} fz="sm">
          {sentence}
        </Text>
      ))}
    </Stack>
  );
}

function Wallet({ wallet }: { readonly wallet: Quote['wallets'][number] }) {
  const { t } = useTranslation();
  const { program, unit, before, after } = wallet;
  const walletType = useWalletWord()(wallet.walletType, undefined, program);
  return (
    <div>
      <Notch label={t('merge.available', { walletType })} before={before} after={after} unit={unit} />
      {(['pending', 'frozen', 'owed'] as const)
        .filter((name) => !isZero(wallet[name]))
        .map((name) => (
          <Text key={name} fz="sm" c="dimmed">
            <Quantity value={wallet[name]} unit={unit} /> {t(`merge.${name}`)}
          </Text>
        ))}
    </div>
  );
}
