import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { cardLinksSchema } from '../../../contract/card-making.ts';
import { useDownload } from '../acts/download.ts';
import { When } from '../acts/shown.tsx';
import { useThing } from '../acts/use-thing.ts';
import type { CardBatchDetail, CardFile } from './card-types.ts';

export type CardLinks = z.output<typeof cardLinksSchema>;

const FILES_LOOKED_AT = 200;

type Props = { readonly batch: CardBatchDetail; readonly links: CardLinks; readonly onClose: () => void };

/** Links that were opened: until when, and where they stand. */
export function OpenedLinks({ batch, links, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Alert color="green" variant="light" title={t('handOut.opened')}>
        <Text size="sm">
          {t('handOut.linksUntil')} <When at={links.linksUntil} />. {t('handOut.linksWhy')}
        </Text>
      </Alert>
      {batch.source === 'csv' ? <ListOfFile batch={batch.batch} /> : <Text size="sm">{t('handOut.inOrder')}</Text>}
      <Button onClick={onClose}>{t('act.done')}</Button>
    </Stack>
  );
}

/** The list of cards with their links, of the file that the batch was made of; the way to the files where it is an old one. */
function ListOfFile({ batch }: { readonly batch: string }) {
  const { t } = useTranslation();
  const { data } = useThing<{ items: readonly CardFile[] }>('/v1/card-files', { query: { limit: FILES_LOOKED_AT } });
  const download = useDownload();
  const file = data?.items.find((one) => one.batch === batch)?.file;
  return (
    <Stack gap="xs">
      <Text size="sm">{t('handOut.inList')}</Text>
      {file ? (
        <Button
          variant="default"
          w="fit-content"
          onClick={() => void download(`GET /v1/card-files/${file}/cards.csv`, 'cards.csv')}
        >
          {t('cards.downloadCards')}
        </Button>
      ) : (
        <Anchor component={Link} to={'/cards/files' as never} size="sm">
          {t('handOut.toFiles')}
        </Anchor>
      )}
    </Stack>
  );
}
