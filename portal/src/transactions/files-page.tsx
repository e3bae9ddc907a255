import { Anchor, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Head } from '../acts/record.tsx';
import { Failed } from '../kit/failed.tsx';
import { Moment } from '../kit/moment.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { Rows } from '../list/rows.tsx';
import { fileAddress, isUnderWay, percentOf, useFileActs, useFiles, type FileOrder } from './files.ts';

const KIB = 1_024;

/** One's own files: under way with their progress, ready to be fetched, or gone. */
export function OperationFilesPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useFiles();
  return (
    <Stack gap="md">
      <Head
        title={t('transactions.files.title')}
        back={{ to: '/operations', label: t('transactions.title') }}
        under={t('transactions.files.why')}
      />
      {error && !data && <Failed error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <Text c="dimmed">{t('transactions.files.none')}</Text>}
      {!error && data?.length !== 0 && (
        <Rows<FileOrder>
          label={t('transactions.files.title')}
          rows={data}
          keyOf={(one) => one.export}
          columns={[
            { head: t('transactions.files.asked'), cell: ({ askedAt }) => <Moment at={askedAt} /> },
            { head: t('transactions.files.act'), cell: (one) => <FileAct one={one} /> },
            { head: t('transactions.files.state'), cell: (one) => <Progressed one={one} /> },
            { head: t('transactions.files.contents'), cell: ({ contents }) => t(`transactions.files.of.${contents}`) },
            { head: t('transactions.files.format'), cell: ({ format }) => format.toUpperCase() },
            {
              head: t('transactions.files.rowsHead'),
              isFigure: true,
              cell: ({ rowsDone }) => <Quantity value={String(rowsDone)} />,
            },
            {
              head: t('transactions.files.size'),
              isFigure: true,
              cell: ({ bytes }) => (bytes === 0 ? '—' : <Quantity value={String(Math.ceil(bytes / KIB))} unit="KiB" />),
            },
            {
              head: t('transactions.files.until'),
              cell: ({ state, expiresAt }) => (state === 'done' ? <Moment at={expiresAt} /> : '—'),
            },
          ]}
        />
      )}
    </Stack>
  );
}

function Progressed({ one }: { readonly one: FileOrder }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" wrap="nowrap">
      {t(`transactions.files.states.${one.state}`)}
      {isUnderWay(one) && <Progress value={percentOf(one)} w={90} aria-label={t('transactions.files.progress')} />}
    </Group>
  );
}

function FileAct({ one }: { readonly one: FileOrder }) {
  const { t } = useTranslation();
  const { cancel } = useFileActs();
  const cancelling = useMutation({ mutationFn: () => cancel(one) });
  if (one.state === 'done')
    return (
      <Anchor href={fileAddress(one)} download fz="sm" underline="always">
        {t('transactions.files.fetch')}
      </Anchor>
    );
  if (!isUnderWay(one)) return null;
  return (
    <Button size="compact-xs" variant="default" loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
      {t('transactions.files.cancel')}
    </Button>
  );
}
