import { Alert, Anchor, Button, Group, Menu, Progress, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from '../kit/failed.tsx';
import { fileAddress, isUnderWay, percentOf, useFileActs, useFiles, type FileOrder } from './files.ts';
import type { Filter } from './filter.ts';

/** Orders a file of everything that is filtered, and the way to the files. */
export function DownloadMenu({
  filter,
  onOrdered,
}: {
  readonly filter: Filter;
  readonly onOrdered: (one: FileOrder) => void;
}) {
  const { t } = useTranslation();
  const { order } = useFileActs();
  const ordering = useMutation({
    mutationFn: (format: 'csv' | 'xlsx') => order(filter, format),
    onSuccess: onOrdered,
  });
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={15} aria-hidden />} loading={ordering.isPending}>
            {t('transactions.files.order')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('transactions.files.everything')}</Menu.Label>
          {(['csv', 'xlsx'] as const).map((format) => (
            <Menu.Item key={format} onClick={() => ordering.mutate(format)}>
              {t(`transactions.files.as.${format}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item component={Link} to="/operations/files">
            {t('transactions.files.title')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {ordering.error && <Failed error={ordering.error} />}
    </>
  );
}

/** The file that was ordered here last, until it is put away: how far it is, then the way to it. */
export function FileUnderWay({ ordered }: { readonly ordered: FileOrder }) {
  const { t } = useTranslation();
  const { data } = useFiles();
  const [isAway, setAway] = useState(false);
  const now = data?.find((one) => one.export === ordered.export) ?? ordered;
  if (isAway) return null;
  return (
    <Alert
      color={now.state === 'failed' ? 'red' : 'gray'}
      role="status"
      withCloseButton
      onClose={() => setAway(true)}
      closeButtonLabel={t('kit.close')}
    >
      <Group gap="md" wrap="wrap">
        <Text fz="sm">
          {t(`transactions.files.states.${now.state}`)}
          {isUnderWay(now) && ` · ${t('transactions.files.rows', { count: now.rowsDone })}`}
        </Text>
        {isUnderWay(now) && <Progress value={percentOf(now)} w={160} aria-label={t('transactions.files.progress')} />}
        {now.state === 'done' && (
          <Anchor href={fileAddress(now)} download fz="sm" fw={600} underline="always">
            {t('transactions.files.fetch')}
          </Anchor>
        )}
        <Anchor fz="sm" renderRoot={(props) => <Link to="/operations/files" {...props} />}>
          {t('transactions.files.title')}
        </Anchor>
      </Group>
    </Alert>
  );
}
