import { Alert, Anchor, Button, FileInput, Group, Radio, Select, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newReference, send } from '../api/ask.ts';
import { useDownload } from '../acts/download.ts';
import { useGo } from '../acts/places.tsx';
import { Head } from '../acts/record.tsx';
import { useThing } from '../acts/use-thing.ts';
import { CardsArea } from './area.tsx';
import { CardContact } from './card-contact.tsx';
import type { CardFile, CardRange } from './card-types.ts';
import { FileSteps } from './file-steps.tsx';

/** The first step: which cards, which file, and what happens to rows that are wrong. */
export function NewFilePage() {
  const { t } = useTranslation();
  const go = useGo();
  const { data } = useThing<{ items: readonly CardRange[] }>('/v1/card-ranges');
  const [range, setRange] = useState('');
  const [mode, setMode] = useState<CardFile['mode']>('whole');
  const [file, setFile] = useState<File | null>(null);
  const reference = useRef(newReference().slice(0, 8));
  const download = useDownload();
  const chosen = data?.items.find(({ code }) => code === range);
  const upload = useMutation({
    mutationFn: async () => {
      const query = { reference: `${(file?.name ?? '').slice(0, 80)} ${reference.current}`.trim(), range, mode };
      const raw = { content: file as File, type: 'text/csv' };
      return (await (await send('POST /v1/card-files', { query, raw })).json()) as CardFile;
    },
    onSuccess: (made) => go(`/cards/files/${made.file}`),
  });
  return (
    <CardsArea>
      <Head title={t('cards.uploadFile')} back={{ to: '/cards/files', label: t('cards.files') }} />
      <FileSteps at={0} />
      <Stack maw={520}>
        <CardContact />
        <Select
          label={t('cards.range')}
          required
          data={(data?.items ?? []).filter(({ state }) => state === 'open').map(({ code }) => code)}
          value={range || null}
          onChange={(next) => setRange(next ?? '')}
        />
        <Text size="sm">
          {t('cards.templateWhy')}{' '}
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => {
              const type = chosen?.type ?? 'bonus';
              void download(`GET /v1/card-file-format/${type}`, `cards-${type}.csv`);
            }}
          >
            {t('cards.downloadTemplate', { type: chosen?.type ?? 'bonus' })}
          </Anchor>
        </Text>
        <FileInput
          label={t('cards.file')}
          description={t('cards.fileHint')}
          placeholder={t('cards.chooseFile')}
          styles={{ placeholder: { color: 'var(--mantine-color-text)' } }}
          accept=".csv,.txt,text/csv,text/plain"
          value={file}
          onChange={(next) => {
            setFile(next);
            reference.current = newReference().slice(0, 8);
          }}
          required
          clearable
        />
        <Radio.Group label={t('cards.mode')} value={mode} onChange={(next) => setMode(next as CardFile['mode'])}>
          <Stack gap="xs" mt="xs">
            <Radio value="whole" label={t('cards.modes.whole')} description={t('cards.modeWhy.whole')} />
            <Radio value="valid" label={t('cards.modes.valid')} description={t('cards.modeWhy.valid')} />
          </Stack>
        </Radio.Group>
        {upload.error && (
          <Alert color="red" role="alert">
            {upload.error.message}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button disabled={!file || !range} loading={upload.isPending} onClick={() => upload.mutate()}>
            {t('cards.checkFile')}
          </Button>
        </Group>
      </Stack>
    </CardsArea>
  );
}
