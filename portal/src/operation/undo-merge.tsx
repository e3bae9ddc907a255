import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { mergeWaitsSchema, unmergeQuoteSchema, unmergeSchema } from '../../../contract/merging.ts';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { ask, Refused } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { useWalletWord } from '../api/wallet-word.ts';
import { isZero } from '../kit/decimal.ts';
import { Failed } from '../kit/failed.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';

type Quote = z.infer<typeof unmergeQuoteSchema>;
type Undone = z.infer<typeof unmergeSchema> | z.infer<typeof mergeWaitsSchema>;

const REASONS = ['mistake', 'member_request', 'other'] as const;

/** The two members of a merge, and the way back while there is one. */
export function UndoMerge({ operation }: { readonly operation: string }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const [act, setAct] = useState<Act<never>>();
  const mayUndo = may(session, 'members:merge');
  const { data, error } = useQuery({
    queryKey: ['operation', operation, 'undo'],
    queryFn: () => ask<Quote>(`GET /v1/merges/${operation}/undo`),
    enabled: mayUndo,
    retry: false,
  });
  if (!mayUndo) return null;
  const undo: Act<never> = {
    title: t('merge.unmerge.title'),
    verb: t('merge.unmerge.verb'),
    what: `POST /v1/merges/${operation}/undo`,
    isNamed: true,
    isDangerous: true,
    changes: ['operation', 'member', '/v1/approvals'],
    fields: [
      {
        name: 'reason',
        label: t('act.reason'),
        kind: 'choice',
        isRequired: true,
        initial: REASONS[0],
        choices: REASONS.map((value) => ({ value, label: t(`merge.reasons.${value}`) })),
      },
    ],
    effect: () => data && <UnmergeEffect quote={data} />,
    answer: (answer: Undone, close) => (
      <Stack>
        <Text role="status">{t('approval' in answer ? 'merge.waits' : 'merge.unmerge.done')}</Text>
        <Group>
          {'approval' in answer && (
            <Button component={Link} to={`/approvals/${answer.approval}` as never} variant="default">
              {t('merge.toApproval')}
            </Button>
          )}
          <Button onClick={close}>{t('act.close')}</Button>
        </Group>
      </Stack>
    ),
  };
  return (
    <Section title={t('merge.unmerge.open')}>
      {!data && !error && <Skeleton h={60} />}
      {error && (error instanceof Refused ? <Text fz="sm">{error.message}</Text> : <Failed error={error} />)}
      {data && (
        <Stack gap="xs">
          <Group gap="md">
            <Link className="quiet" to="/members/$member" params={{ member: data.member }}>
              {t('merge.unmerge.survivor')}
            </Link>
          </Group>
          <UnmergeEffect quote={data} />
          <Group>
            <Button size="compact-sm" variant="default" color="red" onClick={() => setAct(undo)}>
              {t('merge.unmerge.open')}
            </Button>
          </Group>
        </Stack>
      )}
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </Section>
  );
}

function UnmergeEffect({ quote }: { readonly quote: Quote }) {
  const { t } = useTranslation();
  const walletWord = useWalletWord();
  const { wallets, stays, cards, phone } = quote;
  const lines = [
    ...wallets.flatMap(({ walletType, unit, points, pending }) =>
      [points, pending]
        .filter((value) => !isZero(value))
        .map((value) => ({ value, unit, words: t('merge.unmerge.back', { walletType: walletWord(walletType) }) })),
    ),
    ...stays.flatMap(({ walletType, unit, points, owed }) => [
      ...(isZero(points)
        ? []
        : [{ value: points, unit, words: t('merge.unmerge.stays', { walletType: walletWord(walletType) }) }]),
      ...(isZero(owed)
        ? []
        : [{ value: owed, unit, words: t('merge.unmerge.owedStays', { walletType: walletWord(walletType) }) }]),
    ]),
  ];
  const told = [
    ...(cards.length > 0 ? [t('merge.unmerge.cards', { count: cards.length })] : []),
    ...(phone ? [t(`merge.unmerge.phone.${phone}`)] : []),
    ...(quote.needsSecondPerson ? [t('merge.two')] : []),
  ];
  return (
    <Stack gap={4}>
      {lines.map(({ value, unit, words }) => (
        <Text key={words + value} fz="sm">
          {words}: <Quantity value={value} unit={unit} />
        </Text>
      ))}
      {told.map((sentence) => (
        <Text key={sentence} fz="sm">
          {sentence}
        </Text>
      ))}
    </Stack>
  );
}
