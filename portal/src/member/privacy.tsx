import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { erasureQuoteSchema, erasureWaitsSchema, memberErasedSchema } from '../../../contract/member-page.ts';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useDownload } from '../acts/download.ts';
import { ask } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { Failed } from '../kit/failed.tsx';
import { Quantity, useQuantityText } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import { MergeAct } from './acts/merge-act.tsx';
import type { Member } from './member-data.ts';

type Quote = z.infer<typeof erasureQuoteSchema>;
type Erased = z.infer<typeof memberErasedSchema> | z.infer<typeof erasureWaitsSchema>;

const REASONS = ['member_request', 'law', 'minor', 'duplicate', 'fraud'] as const;

/** What a member may ask of whoever keeps his data: to have his number proved, a copy, and an end. */
export function Privacy({ member }: { readonly member: Member }) {
  const { t } = useTranslation();
  const session = useOwnSession();
  const queries = useQueryClient();
  const download = useDownload();
  const [act, setAct] = useState<Act<never>>();
  const [isCodeSent, setCodeSent] = useState(false);
  const mayProve = may(session, 'members:write') && member.phone !== undefined && !member.phoneVerified;
  const mayErase = may(session, 'members:erase');
  const mayMerge = may(session, 'members:merge');
  if (!mayProve && !mayErase && !mayMerge) return null;
  const at = `/v1/members/${member.member}` as const;
  const sendCode = async (): Promise<void> => {
    await ask('POST /v1/phone-codes', { body: { phone: member.phone, purpose: 'verify' } });
    setCodeSent(true);
  };
  const prove: Act<never> = {
    title: t('member.prove.title'),
    verb: t('member.prove.verb'),
    what: `POST ${at}/phone-verification`,
    isNamed: true,
    fields: [{ name: 'code', label: t('member.prove.code'), isRequired: true, isMono: true, refused: /code/ }],
    body: (_values, fromFields) => ({ ...fromFields, channel: 'web' }),
    effect: () => t('member.prove.effect', { phone: member.phone }),
    onDone: () => void queries.invalidateQueries({ queryKey: ['member', member.member] }),
  };
  const copy: Act<never> = {
    title: t('member.export.title'),
    verb: t('member.export.verb'),
    what: `POST ${at}/export`,
    effect: () => t('member.export.effect'),
    by: async () => {
      await download(`GET ${at}/export`, 'member-data.json');
      return undefined as never;
    },
  };
  const erase: Act<never> = {
    title: t('member.erase.title'),
    verb: t('member.erase.verb'),
    what: `POST ${at}/erasure`,
    isNamed: true,
    isDangerous: true,
    changes: ['/v1/approvals'],
    fields: [
      {
        name: 'reason',
        label: t('act.reason'),
        kind: 'choice',
        isRequired: true,
        initial: REASONS[0],
        choices: REASONS.map((value) => ({ value, label: t(`member.erase.reasons.${value}`) })),
      },
    ],
    effect: () => <WouldBeLost member={member.member} />,
    answer: (answer: Erased, close) => (
      <Stack>
        <Text>{t('approval' in answer ? 'member.erase.waits' : 'member.erase.done')}</Text>
        <Button onClick={close}>{t('act.close')}</Button>
      </Stack>
    ),
  };
  return (
    <Section title={t('member.privacy')}>
      <Group gap="xs">
        {mayProve && (
          <Button size="compact-sm" variant="default" onClick={() => void sendCode().finally(() => setAct(prove))}>
            {t(isCodeSent ? 'member.prove.again' : 'member.prove.open')}
          </Button>
        )}
        {mayErase && (
          <Button size="compact-sm" variant="default" onClick={() => setAct(copy)}>
            {t('member.export.open')}
          </Button>
        )}
        {mayMerge && <MergeAct member={member} />}
        {mayErase && (
          <Button size="compact-sm" variant="default" color="red" onClick={() => setAct(erase)}>
            {t('member.erase.open')}
          </Button>
        )}
      </Group>
      <ActSheet act={act} onClose={() => setAct(undefined)} />
    </Section>
  );
}

/** What would be lost, wallet by wallet, asked of the server: nothing is booked by asking. */
function WouldBeLost({ member }: { readonly member: string }) {
  const { t } = useTranslation();
  const quantityText = useQuantityText();
  const { data, error } = useQuery({
    queryKey: ['member', member, 'erasure'],
    queryFn: () => ask<Quote>(`GET /v1/members/${member}/erasure`),
    gcTime: 0,
  });
  if (error) return <Failed error={error} />;
  if (!data) return <Skeleton h={60} />;
  return (
    <Stack gap={4}>
      <Text fz="sm">{t('member.erase.effect')}</Text>
      {data.forfeited.map(({ walletType, unit, points, paidOut }) => (
        <Text key={walletType} fz="sm">
          <Quantity value={points} unit={unit} />{' '}
          {paidOut
            ? t('member.erase.paid', { amount: quantityText(paidOut.amount, paidOut.currency) })
            : t('member.erase.forfeited')}
        </Text>
      ))}
      <Text fz="sm" c="dimmed">
        {t(data.needsSecondPerson ? 'member.erase.two' : 'member.erase.nothing')}
      </Text>
    </Stack>
  );
}
