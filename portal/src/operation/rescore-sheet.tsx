import { Skeleton, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AloneNotice, isWaiting, WaitsForSecond, type Waits } from '../acts/second-person.tsx';
import { ask, newReference } from '../api/ask.ts';
import { ActSheet } from '../kit/act-sheet.tsx';
import { addDecimals, negated } from '../kit/decimal.ts';
import { Failed } from '../kit/failed.tsx';
import { ReasonSelect } from '../member/acts/reason-select.tsx';
import type { Operation } from './operation-data.ts';
import { RescoredPoints, type Rescoring } from './rescored.tsx';

type RescoreSheetProps = { readonly operation: Operation; readonly isOpen: boolean; readonly onClose: () => void };

const REASONS = ['correction', 'complaint', 'goodwill', 'campaign', 'member_request', 'other'];
const QUOTE_PAUSE_MS = 250;
const VERSION = /^[1-9]\d{0,8}$/;

/** The points of a receipt are decided again, by another version of the rulebook: the quote says what that changes before anything is booked. */
export function RescoreSheet({ operation, isOpen, onClose }: RescoreSheetProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState(REASONS[0]!);
  const [reference, setReference] = useState(newReference);
  const version = typed.trim();
  const isReadable = version === '' || VERSION.test(version);
  const asked = {
    original: { operation: operation.operation },
    ...(version !== '' && { rulebook: Number(version) }),
    ...{ reason, outlet: operation.outlet, terminal: operation.terminal },
  };
  const [settled] = useDebouncedValue(JSON.stringify(asked), QUOTE_PAUSE_MS);
  const quote = useQuery({
    queryKey: ['rescore quote', settled],
    queryFn: () =>
      ask<Rescoring>('POST /v1/rescores/quote', {
        body: { ...(JSON.parse(settled) as object), occurredAt: new Date().toISOString() },
      }),
    enabled: isOpen && isReadable && settled === JSON.stringify(asked),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  const act = useMutation({
    mutationFn: () =>
      ask<Rescoring | Waits>('POST /v1/rescores', {
        body: { ...asked, reference, occurredAt: new Date().toISOString() },
      }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const close = (): void => {
    onClose();
    if (!act.isSuccess) return;
    act.reset();
    setTyped('');
    setReference(newReference());
  };
  const isQuoted = quote.data !== undefined && !quote.isFetching && settled === JSON.stringify(asked);
  return (
    <ActSheet
      title={t('operation.rescore.title')}
      verb={t('operation.rescore.open')}
      {...{ isOpen, onClose: close, act: { ...act, mutate: () => act.mutate() } }}
      mayConfirm={isReadable && isQuoted && !quote.error}
      {...(act.data && {
        done: isWaiting(act.data) ? <WaitsForSecond approval={act.data.approval} /> : <Done answer={act.data} />,
      })}
      effect={
        <Effect
          answer={isReadable && !quote.isPlaceholderData ? quote.data : undefined}
          error={isReadable ? quote.error : null}
        />
      }
    >
      <TextInput
        label={t('operation.rescore.version')}
        description={t('operation.rescore.versionHint', { version: operation.sale?.rulebook })}
        inputMode="numeric"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={isReadable ? undefined : t('operation.rescore.versionWrong')}
      />
      <ReasonSelect reasons={REASONS} value={reason} onChange={setReason} />
    </ActSheet>
  );
}

type EffectProps = { readonly answer: Rescoring | undefined; readonly error: Error | null };

function Effect({ answer, error }: EffectProps) {
  if (error) return <Failed error={error} />;
  if (!answer) return <Skeleton h={70} />;
  const [first] = answer.points;
  const changed = first && addDecimals(first.after, negated(first.before));
  return (
    <>
      <RescoredPoints answer={answer} />
      {changed && <AloneNotice kind="checkout.rescore" unit={first.unit} amount={changed} />}
    </>
  );
}

const Done = ({ answer }: { readonly answer: Rescoring }) => {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <span>{t('operation.rescore.done')}</span>
      <RescoredPoints answer={answer} />
    </Stack>
  );
};
