import { Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AloneNotice, isWaiting, WaitsForSecond, type Waits } from '../acts/second-person.tsx';
import { ask, newReference } from '../api/ask.ts';
import { ActSheet } from '../kit/act-sheet.tsx';
import { addDecimals, isDecimal, isNegative, isZero, negated, plainDecimal, readableDecimal } from '../kit/decimal.ts';
import { Failed } from '../kit/failed.tsx';
import type { Operation, Receipt } from './operation-data.ts';
import { UndoneLines, type Undoing } from './undone.tsx';

type ReturnSheetProps = { readonly operation: Operation; readonly isOpen: boolean; readonly onClose: () => void };
type Line = Receipt['lines'][number];

const QUOTE_PAUSE_MS = 250;
const leftOf = (line: Line): string => addDecimals(line.quantity, negated(line.back ?? '0'));

/** Goods of a receipt come back, line by line: the quote says what points, cards and money would change before anything is booked. */
export function ReturnSheet({ operation, isOpen, onClose }: ReturnSheetProps) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const lines = (operation.receipt?.lines ?? []).filter((line) => !isZero(leftOf(line)));
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const [giftCard, setGiftCard] = useState('');
  const [reference, setReference] = useState(newReference);
  const chosen = lines
    .map(({ line }) => ({ line, quantity: plainDecimal(typed[line] ?? '') }))
    .filter(({ quantity }) => isDecimal(quantity) && !isNegative(quantity) && !isZero(quantity));
  const asked = {
    original: { operation: operation.operation },
    lines: chosen,
    ...(giftCard.trim() !== '' && { toGiftCard: { card: { number: giftCard.trim() } } }),
    outlet: operation.outlet,
    terminal: operation.terminal,
  };
  const [settled] = useDebouncedValue(JSON.stringify(asked), QUOTE_PAUSE_MS);
  const quote = useQuery({
    queryKey: ['return quote', settled],
    queryFn: () =>
      ask<Undoing>('POST /v1/returns/quote', {
        body: { ...(JSON.parse(settled) as object), occurredAt: new Date().toISOString() },
      }),
    enabled: isOpen && chosen.length > 0,
    placeholderData: keepPreviousData,
  });
  const act = useMutation({
    mutationFn: () =>
      ask<Undoing | Waits>('POST /v1/returns', { body: { ...asked, reference, occurredAt: new Date().toISOString() } }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const close = (): void => {
    onClose();
    if (!act.isSuccess) return;
    act.reset();
    setTyped({});
    setGiftCard('');
    setReference(newReference());
  };
  const isQuoted = quote.data !== undefined && !quote.isFetching && settled === JSON.stringify(asked);
  return (
    <ActSheet
      title={t('operation.returnTitle')}
      verb={t('operation.giveBack')}
      {...{ isOpen, onClose: close, act: { ...act, mutate: () => act.mutate() } }}
      mayConfirm={chosen.length > 0 && isQuoted && !quote.error}
      {...(act.data && {
        done: isWaiting(act.data) ? (
          <WaitsForSecond approval={act.data.approval} />
        ) : (
          <Done answer={act.data} currency={operation.receipt?.currency} />
        ),
      })}
      effect={
        <Effect
          isAsked={chosen.length > 0}
          answer={quote.isPlaceholderData ? undefined : quote.data}
          error={quote.error}
          version={operation.sale?.rulebook}
          currency={operation.receipt?.currency}
        />
      }
    >
      {lines.length === 0 && <Text>{t('operation.nothingLeft')}</Text>}
      {lines.map((line) => (
        <TextInput
          key={line.line}
          label={`${line.sku} (${readableDecimal(line.amount, i18n.language)})`}
          description={t('operation.ofLeft', { left: leftOf(line) })}
          inputMode="decimal"
          value={typed[line.line] ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setTyped((now) => ({ ...now, [line.line]: value }));
          }}
        />
      ))}
      {lines.length > 0 && (
        <TextInput
          label={t('operation.toGiftCard')}
          description={t('operation.toGiftCardHint')}
          inputMode="numeric"
          autoComplete="off"
          classNames={{ input: 'mono' }}
          value={giftCard}
          onChange={(event) => setGiftCard(event.currentTarget.value)}
        />
      )}
      {lines.length > 0 && (
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setTyped(Object.fromEntries(lines.map((line) => [line.line, leftOf(line)])))}
          >
            {t('operation.whole')}
          </Button>
        </Group>
      )}
    </ActSheet>
  );
}

type EffectProps = {
  readonly isAsked: boolean;
  readonly answer: Undoing | undefined;
  readonly error: Error | null;
  readonly version: number | undefined;
  readonly currency: string | undefined;
};

function Effect({ isAsked, answer, error, version, currency }: EffectProps) {
  const { t } = useTranslation();
  if (!isAsked)
    return (
      <Text fz="sm" c="dimmed">
        {t('operation.chooseLines')}
      </Text>
    );
  if (error) return <Failed error={error} />;
  if (!answer) return <Skeleton h={80} />;
  // What somebody gets by it, beyond which somebody else is asked.
  const [points] = answer.givenBack ?? [];
  const given = answer.toGiftCard ?? answer.giftCards?.[0] ?? (points && { unit: points.unit, amount: points.points });
  return (
    <>
      <UndoneLines answer={answer} currency={currency} />
      {given && <AloneNotice kind="checkout.return" unit={given.unit} amount={given.amount} />}
      <Text fz="sm" c="dimmed" mt={6}>
        {t('operation.version', { version })}
      </Text>
    </>
  );
}

const Done = ({ answer, currency }: { readonly answer: Undoing; readonly currency: string | undefined }) => {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <UndoneLines answer={answer} currency={currency} />
      <span>{t('operation.returned')}</span>
    </Stack>
  );
};
