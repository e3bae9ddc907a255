import { NativeSelect, Skeleton, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { adjustmentQuoteSchema, adjustmentSchema, walletTypePageSchema } from '../../../../contract/points.ts';
import { WaitsForSecond, type Waits } from '../../acts/second-person.tsx';
import { ask, newReference } from '../../api/ask.ts';
import { useProgramName } from '../../api/names.ts';
import { useWalletWord } from '../../api/wallet-word.ts';
import { ActSheet } from '../../kit/act-sheet.tsx';
import { isDecimal, isZero, plainDecimal, readableDecimal } from '../../kit/decimal.ts';
import { Notch } from '../../kit/notch.tsx';
import { useMemberChanged, type Balance, type Member } from '../member-data.ts';
import { ReasonSelect } from './reason-select.tsx';

type Quote = z.infer<typeof adjustmentQuoteSchema>;
type Adjustment = z.infer<typeof adjustmentSchema> | Waits;
type WalletTypes = z.infer<typeof walletTypePageSchema>;

const REASONS = ['goodwill', 'complaint', 'correction', 'campaign', 'member_request', 'other'];
const QUOTE_PAUSE_MS = 200;

type AdjustSheetProps = {
  readonly member: Member;
  readonly balance: Balance | undefined;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

/** Points given or taken by hand. What the wallets come to afterwards is asked of the server while one types, and booked only then. */
export function AdjustSheet({ member, balance, isOpen, onClose }: AdjustSheetProps) {
  const { t, i18n } = useTranslation();
  const changed = useMemberChanged(member.member);
  const programName = useProgramName();
  const walletWord = useWalletWord();
  const [reference, setReference] = useState(newReference);
  const [program, setProgram] = useState(member.enrolments[0]?.program ?? '');
  const [walletType, setWalletType] = useState('');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState(REASONS[0]!);
  const types = useQuery({
    queryKey: ['wallet types', program],
    queryFn: () => ask<WalletTypes>(`GET /v1/programs/${program}/wallet-types`),
    enabled: isOpen && program !== '',
    staleTime: 300_000,
  });
  const chosen = walletType || types.data?.items[0]?.code || '';
  const points = plainDecimal(typed);
  const isReadable = isDecimal(points) && !isZero(points) && chosen !== '';
  const body = { program, member: { member: member.member }, walletType: chosen, points, reason };
  const [settled] = useDebouncedValue(JSON.stringify(body), QUOTE_PAUSE_MS);
  const quote = useQuery({
    queryKey: ['adjustment quote', settled],
    queryFn: () =>
      ask<Quote>('POST /v1/adjustments/quote', { body: { ...(JSON.parse(settled) as object), reference: 'quote' } }),
    enabled: isOpen && isReadable && settled === JSON.stringify(body),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const act = useMutation({
    mutationFn: () => ask<Adjustment>('POST /v1/adjustments', { body: { ...body, reference } }),
    onSuccess: changed,
  });
  const close = (): void => {
    onClose();
    if (!act.isSuccess) return;
    act.reset();
    setTyped('');
    setReference(newReference());
  };
  // What was asked for other points is no preview of these: on a line that is down it would stay beside them.
  const isOfThese = settled === JSON.stringify(body) && !quote.isPlaceholderData;
  const after =
    isReadable && isOfThese && !quote.error ? quote.data?.wallets.find((one) => one.walletType === chosen) : undefined;
  const before = balance?.wallets.find((one) => one.walletType === chosen && one.program === program);
  const text = (value: string): string => readableDecimal(value, i18n.language);
  return (
    <ActSheet
      title={t('member.adjust.title')}
      verb={t('member.adjust.open')}
      {...{ isOpen, onClose: close, act: { ...act, mutate: () => act.mutate() } }}
      mayConfirm={isReadable && !quote.error && !quote.isFetching && settled === JSON.stringify(body)}
      {...(act.data && 'approval' in act.data && { done: <WaitsForSecond approval={act.data.approval} /> })}
      {...(act.data &&
        !('approval' in act.data) && {
          done: t('member.adjust.done', {
            points: readableDecimal(act.data.points, i18n.language, true),
            unit: act.data.unit,
            available: text(act.data.wallets.find((one) => one.walletType === chosen)?.available ?? '0'),
          }),
        })}
      effect={
        !isReadable ? (
          <Text fz="sm" c="dimmed">
            {t('member.adjust.typed')}
          </Text>
        ) : after ? (
          <>
            {(['available', 'booked'] as const).map((name) => (
              <Notch
                key={name}
                label={t(`member.${name}`)}
                before={before?.[name] ?? '0'}
                after={after[name]}
                unit={after.unit}
              />
            ))}
            {quote.data?.needsSecondPerson === true && <Text fz="sm">{t('member.adjust.two')}</Text>}
          </>
        ) : (
          !quote.error && <Skeleton h={70} />
        )
      }
    >
      {member.enrolments.length > 1 && (
        <NativeSelect
          label={t('member.program')}
          value={program}
          onChange={(event) => setProgram(event.currentTarget.value)}
          data={member.enrolments.map((one) => ({ value: one.program, label: programName(one.program) }))}
        />
      )}
      <NativeSelect
        label={t('member.wallet')}
        value={chosen}
        onChange={(event) => setWalletType(event.currentTarget.value)}
        data={types.data?.items.map(({ code }) => ({ value: code, label: walletWord(code, undefined, program) })) ?? []}
      />
      <TextInput
        label={t('member.adjust.points')}
        description={t('member.adjust.hint')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={isReadable && quote.error ? quote.error.message : undefined}
        inputMode="decimal"
        required
        data-autofocus
      />
      <ReasonSelect reasons={REASONS} value={reason} onChange={setReason} />
    </ActSheet>
  );
}
