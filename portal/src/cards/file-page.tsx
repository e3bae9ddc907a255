import { Alert, Anchor, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useDownload } from '../acts/download.ts';
import { Facts, Figures, Head, Waiting } from '../acts/record.tsx';
import { useThing } from '../acts/use-thing.ts';
import { ResourceList } from '../list/resource-list.tsx';
import { CardsArea } from './area.tsx';
import { WHILE_MAKING_MS, type CardFile, type CardFlaw, type CardRange } from './card-types.ts';
import { ConfirmFile } from './confirm-file.tsx';
import { FileSteps } from './file-steps.tsx';
import { countText } from '../kit/count.ts';

const PERCENT = 100;
const STEP_OF: Readonly<Record<CardFile['state'], number>> = {
  ...{ checking: 1, checked: 1, refused: 1, creating: 3, released: 4, abandoned: 1 },
};

/** A file on its way to become cards: what was understood, what is wrong in its own lines, the code, and how far it is. */
export function FilePage() {
  const { t } = useTranslation();
  const { file: id } = useParams({ strict: false }) as { file: string };
  const asked = useThing<CardFile>(`/v1/card-files/${id}`, {
    everyMs: (file) => (file && ['checking', 'creating'].includes(file.state) ? WHILE_MAKING_MS : false),
  });
  const file = asked.data;
  return (
    <CardsArea>
      <Head
        title={file?.reference ?? t('cards.file')}
        state={file?.state}
        back={{ to: '/cards/files', label: t('cards.files') }}
      />
      {!file && <Waiting of={asked} />}
      {file && (
        <Stack>
          <FileSteps at={STEP_OF[file.state]} />
          <Stage file={file} />
          <Figures
            figures={[
              { label: t('cards.rows'), value: countText(file.rows.total) },
              { label: t('cards.right'), value: countText(file.rows.total - file.rows.wrong) },
              { label: t('cards.wrong'), value: countText(file.rows.wrong) },
              { label: t('cards.made'), value: countText(file.rows.done) },
            ]}
          />
          {file.rows.wrong > 0 && <Flaws file={file} />}
          <Understood file={file} />
        </Stack>
      )}
    </CardsArea>
  );
}

function Stage({ file }: { readonly file: CardFile }) {
  const { t } = useTranslation();
  const download = useDownload();
  const ranges = useThing<{ items: readonly CardRange[] }>('/v1/card-ranges').data?.items;
  const isGift = ranges?.find(({ code }) => code === file.range)?.type === 'gift';
  if (file.refusal)
    return (
      <Alert color="red" title={t('cards.fileRefused')}>
        {file.refusal.detail}
      </Alert>
    );
  if (file.state === 'checked') return <ConfirmFile file={file} />;
  if (file.state === 'checking') return <Progress value={PERCENT} animated aria-label={t('state.checking')} />;
  if (file.state === 'creating')
    return (
      <Progress
        value={(file.rows.done / Math.max(1, file.rows.total - file.rows.wrong)) * PERCENT}
        aria-label={t('cards.madeOf', { made: file.rows.done, quantity: file.rows.total - file.rows.wrong })}
      />
    );
  if (file.state !== 'released') return null;
  return (
    <Alert color="green" variant="light" title={t('cards.fileReleased')}>
      <Group gap="md">
        {file.batch && (
          <Anchor component={Link} to={`/cards/batches/${file.batch}` as never} size="sm">
            {t('cards.toBatch')}
          </Anchor>
        )}
        <Button
          size="xs"
          variant="default"
          onClick={() => void download(`GET /v1/card-files/${file.file}/cards.csv`, 'cards.csv')}
        >
          {t('cards.downloadCards')}
        </Button>
      </Group>
      {isGift && (
        <Text size="sm" mt="xs">
          {t('handOut.listHasLinks')}
        </Text>
      )}
    </Alert>
  );
}

function Flaws({ file }: { readonly file: CardFile }) {
  const { t } = useTranslation();
  const download = useDownload();
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600}>{t('cards.flaws')}</Text>
        <Button
          size="xs"
          variant="default"
          onClick={() => void download(`GET /v1/card-files/${file.file}/errors.csv`, 'errors.csv')}
        >
          {t('cards.downloadFlaws')}
        </Button>
      </Group>
      <ResourceList<CardFlaw>
        path={`/v1/card-files/${file.file}/errors`}
        query={{}}
        keyOf={({ line, column, code }) => `${line} ${column} ${code}`}
        empty={t('cards.noFlaws')}
        columns={[
          { head: t('cards.line'), isFigure: true, cell: ({ line }) => line },
          { head: t('cards.column'), cell: ({ column }) => <span className="mono">{column ?? '—'}</span> },
          { head: t('cards.whatIsWrong'), cell: ({ message }) => message },
        ]}
      />
    </Stack>
  );
}

function Understood({ file: { understood, mode, bytes, range } }: { readonly file: CardFile }) {
  const { t } = useTranslation();
  if (!understood) return null;
  return (
    <Facts
      facts={[
        [t('cards.range'), range],
        [t('cards.mode'), t(`cards.modes.${mode}`)],
        [t('cards.encoding'), `${understood.encoding} (${t(`cards.encodingBy.${understood.encodingBy}`)})`],
        [t('cards.separator'), t(`cards.separators.${understood.separator}`)],
        [t('cards.columns'), understood.columns.join(', ')],
        [t('cards.decimalSign'), understood.decimalSign && t(`cards.decimalSigns.${understood.decimalSign}`)],
        [t('cards.bytes'), countText(bytes)],
      ]}
    />
  );
}
