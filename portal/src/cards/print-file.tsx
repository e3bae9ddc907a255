import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet, type Act } from '../acts/act-sheet.tsx';
import { useDownload } from '../acts/download.ts';
import type { CardBatchDetail } from './card-types.ts';

const FIELDS = ['serial', 'number', 'number_grouped', 'pin', 'track1', 'track2', 'last_four', 'batch'] as const;
const PASSPHRASE_LENGTH_MIN = 12;

/** The file for the printer: a second person releases it, then it can be had once. */
export function PrintFile({ batch }: { readonly batch: CardBatchDetail }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const ask: Act = {
    title: t('cards.askPrint'),
    verb: t('cards.askPrint'),
    what: `POST /v1/card-batches/${batch.batch}/print-release`,
    isNamed: true,
    changes: ['/v1/card-batches', '/v1/approvals'],
    effect: () => (
      <Alert color="green" variant="light">
        {t('act.second')}
      </Alert>
    ),
    answer: (_answer, close) => (
      <Stack>
        <Text>{t('cards.printAsked')}</Text>
        <Anchor component={Link} to={'/approvals' as never}>
          {t('nav.approvals')}
        </Anchor>
        <Button onClick={close}>{t('act.done')}</Button>
      </Stack>
    ),
  };
  if (batch.print === 'downloaded') return <Text size="sm">{t('cards.printGone')}</Text>;
  return (
    <Stack maw={460}>
      <Text size="sm">{t('cards.printWhy')}</Text>
      {batch.print === 'ready' ? (
        <DownloadForm batch={batch} />
      ) : (
        <Button variant="default" w="fit-content" onClick={() => setAsking(true)}>
          {t('cards.askPrint')}
        </Button>
      )}
      <ActSheet act={isAsking ? ask : undefined} onClose={() => setAsking(false)} />
    </Stack>
  );
}

function DownloadForm({ batch }: { readonly batch: CardBatchDetail }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const fetchFile = useDownload(['/v1/card-batches']);
  const act: Act<void> = {
    title: t('cards.downloadPrint'),
    verb: t('cards.downloadPrint'),
    what: `POST /v1/card-batches/${batch.batch}/print-file`,
    by: (body) => fetchFile(`POST /v1/card-batches/${batch.batch}/print-file`, `${batch.batch}.bin`, body),
    fields: [
      {
        name: 'passphrase',
        label: t('cards.passphrase'),
        hint: t('cards.passphraseHint', { n: PASSPHRASE_LENGTH_MIN }),
        kind: 'secret',
        isRequired: true,
        refused: /passphrase/,
      },
      {
        name: 'columns',
        label: t('cards.columns'),
        kind: 'choices',
        isRequired: true,
        initial: ['serial', 'number', 'pin'],
        choices: FIELDS.map((value) => ({ value, label: value })),
        refused: /layout/,
      },
      {
        name: 'separator',
        label: t('cards.separator'),
        kind: 'choice',
        initial: ',',
        isRequired: true,
        choices: [',', ';'].map((value) => ({ value, label: value })),
      },
    ],
    body: ({ passphrase, columns, separator }) => ({
      passphrase,
      layout: { format: 'csv', separator, columns: (columns as string[]).map((field) => ({ field })) },
    }),
    effect: () => (
      <Alert color="gray" variant="light">
        {t('cards.printOnce')}
      </Alert>
    ),
  };
  return (
    <>
      <Alert color="green" variant="light">
        {t('cards.printReady')}
      </Alert>
      <Button w="fit-content" onClick={() => setOpen(true)}>
        {t('cards.downloadPrint')}
      </Button>
      <ActSheet act={isOpen ? act : undefined} onClose={() => setOpen(false)} />
    </>
  );
}
