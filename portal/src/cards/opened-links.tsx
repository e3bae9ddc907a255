import { Alert, Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { cardLinksSchema } from '../../../contract/card-making.ts';
import { useDownload } from '../acts/download.ts';
import { When } from '../acts/shown.tsx';
import type { CardBatchDetail } from './card-types.ts';

export type CardLinks = z.output<typeof cardLinksSchema>;

type Props = {
  readonly batch: CardBatchDetail;
  readonly links: CardLinks;
  readonly isGift: boolean;
  readonly onClose: () => void;
};

/** Links that were opened: until when, and where they stand. */
export function OpenedLinks({ batch, links, isGift, onClose }: Props) {
  const { t } = useTranslation();
  const list = `/v1/card-batches/${batch.batch}/links.csv`;
  return (
    <Stack>
      <Alert color="green" variant="light" title={t('handOut.opened')}>
        <Text size="sm">
          {t('handOut.linksUntil')} <When at={links.linksUntil} />. {isGift && t('handOut.linksWhy')}
        </Text>
      </Alert>
      <DownloadLinks links={{ list, listName: `links-${batch.range}-${batch.batch}.csv` }} />
      <Button onClick={onClose}>{t('act.done')}</Button>
    </Stack>
  );
}

type Listed = Pick<NonNullable<CardBatchDetail['links']>, 'list' | 'listName'>;

/** The list of a batch's links as a file. */
export function DownloadLinks({ links }: { readonly links: Listed }) {
  const { t } = useTranslation();
  const download = useDownload();
  return (
    <Button
      variant="default"
      w="fit-content"
      onClick={() => void download(`GET /${links.list.slice(1)}`, links.listName)}
    >
      {t('handOut.downloadLinks')}
    </Button>
  );
}
