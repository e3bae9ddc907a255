import { Alert, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { reportLinePageSchema } from '../../../contract/reports.ts';
import type { draftPreviewSchema } from '../../../contract/screens-drafts.ts';
import { ask } from '../api/ask.ts';
import { may, useOwnSession } from '../api/session.ts';
import { useWalletWord } from '../api/wallet-word.ts';
import { readableDecimal } from '../kit/decimal.ts';
import { Notch } from '../kit/notch.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Section } from '../kit/section.tsx';
import './promotions.css';
import type { Content } from './promotion-types.ts';

type Preview = z.output<typeof draftPreviewSchema>;
type Line = z.output<typeof reportLinePageSchema>['items'][number];
type Receipt = { readonly operation: string; readonly choose: (operation: string) => void };

const LATEST = 30;
/** So long after the last key the draft is tried. */
const REST_MS = 400;

/** The receipt on which a draft is tried; the same in every part of the screen. */
export function useReceipt(): Receipt {
  const [operation, choose] = useState('');
  return { operation, choose };
}

type Props = {
  readonly program: string;
  readonly draft: string;
  /** What is typed, saved or not. */
  readonly content: Content;
  readonly receipt: Receipt;
};

/** What a draft, as it is being typed, would have given on a receipt that was really there. */
export function ReceiptPreview({ program, draft, content, receipt: { operation, choose } }: Props) {
  const { t, i18n } = useTranslation();
  const language = i18n.language === 'es' ? 'es' : 'en';
  const [settled] = useDebouncedValue(content, REST_MS);
  const id = operation.trim();
  const preview = useQuery({
    queryKey: ['draft-preview', program, draft, id, language, settled],
    queryFn: () =>
      ask<Preview>(`POST /v1/programs/${program}/rulebook-drafts/${draft}/preview`, {
        body: { operation: id, language, content: settled },
      }),
    enabled: id !== '',
    placeholderData: keepPreviousData,
    retry: false,
    // Every key makes another question; the old ones are of no use to anybody.
    gcTime: 0,
  });
  return (
    <Stack maw={860}>
      <LatestReceipts chosen={id} onChosen={choose} />
      <TextInput
        label={t('promotions.receipt')}
        description={t('promotions.receiptHint')}
        placeholder="op_…"
        classNames={{ input: 'mono' }}
        value={operation}
        onChange={(event) => choose(event.currentTarget.value)}
        maw={420}
      />
      {preview.error && (
        <Alert color="red" role="alert">
          {preview.error.message}
        </Alert>
      )}
      {id !== '' && preview.data && !preview.error && (
        <div aria-live="polite" aria-busy={preview.isFetching}>
          <Shown preview={preview.data} />
        </div>
      )}
    </Stack>
  );
}

/** The latest sales to choose from, for who may see the journal. */
function LatestReceipts({ chosen, onChosen }: { readonly chosen: string; readonly onChosen: (id: string) => void }) {
  const { t, i18n } = useTranslation();
  const maySee = may(useOwnSession(), 'journal:read');
  const { data } = useQuery({
    queryKey: ['/v1/reports/operations', 'latest-sales'],
    queryFn: () =>
      ask<{ items: readonly Line[] }>('POST /v1/reports/operations', {
        body: { filter: { kinds: ['checkout.sale'] }, limit: LATEST },
      }),
    enabled: maySee,
    staleTime: 60_000,
  });
  if (!data || data.items.length === 0) return null;
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const textOf = ({ occurredAt, receiptNumber, amount, outlet }: Line): string =>
    [
      when.format(new Date(occurredAt)),
      receiptNumber ?? outlet,
      amount && `${readableDecimal(amount.amount, i18n.language)} ${amount.unit}`,
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <Select
      label={t('promotions.latestReceipts')}
      data={data.items.map((line) => ({ value: line.operation, label: textOf(line) }))}
      value={data.items.some(({ operation }) => operation === chosen) ? chosen : null}
      onChange={(next) => onChosen(next ?? '')}
      placeholder={t('promotions.chooseReceipt')}
      searchable
      clearable
      maw={420}
    />
  );
}

function Shown({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation();
  const walletWord = useWalletWord();
  return (
    <>
      <Section title={t('promotions.pointsThen')}>
        {preview.wallets.length === 0 && <Text size="sm">{t('promotions.noPoints')}</Text>}
        {preview.wallets.map(({ walletType, before, after }) => (
          <Notch key={walletType} label={walletWord(walletType)} before={before} after={after} />
        ))}
      </Section>
      <Section title={t('promotions.fires')}>
        {preview.fired.map(({ promotion, walletType, points, text }) => (
          <div key={promotion + walletType} className="tried">
            <Group justify="space-between" wrap="nowrap" gap="sm">
              <Text size="sm" fw={600}>
                {promotion}
              </Text>
              <Quantity value={points} unit={walletWord(walletType, points)} isChange />
            </Group>
            <p>{text.replace(`${promotion}: `, '')}</p>
          </div>
        ))}
        {preview.notFired.length > 0 && (
          <details open={preview.fired.length === 0}>
            <summary>{t('promotions.notActing', { n: preview.notFired.length })}</summary>
            {preview.notFired.map(({ promotion, text }) => (
              <div key={promotion} className="tried">
                <Text size="sm">{promotion}</Text>
                <p>{text.replace(`${promotion}: `, '')}</p>
              </div>
            ))}
          </details>
        )}
      </Section>
    </>
  );
}
