import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGo } from '../acts/places.tsx';
import { Head, State } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { CardsArea } from './area.tsx';
import type { CardFile } from './card-types.ts';
import { countText } from '../kit/count.ts';

/** Files of cards on their way to become batches. */
export function FilesPage() {
  const { t } = useTranslation();
  const go = useGo();
  return (
    <CardsArea>
      <Head
        title={t('cards.files')}
        under={t('cards.filesWhy')}
        acts={<Button onClick={() => go('/cards/files/new')}>{t('cards.uploadFile')}</Button>}
      />
      <ResourceList<CardFile>
        path="/v1/card-files"
        query={{}}
        keyOf={({ file }) => file}
        onOpen={({ file }) => go(`/cards/files/${file}`)}
        empty={t('cards.noFiles')}
        columns={[
          { head: t('cards.fileName'), cell: ({ reference }) => reference },
          { head: t('cards.range'), cell: ({ range }) => range },
          { head: t('cards.rows'), isFigure: true, cell: ({ rows }) => countText(rows.total) },
          { head: t('cards.wrong'), isFigure: true, cell: ({ rows }) => countText(rows.wrong) },
          { head: t('cards.mode'), cell: ({ mode }) => t(`cards.modes.${mode}`) },
          { head: t('cards.state'), cell: ({ state }) => <State is={state} /> },
          { head: t('cards.requested'), cell: ({ requestedAt }) => <When at={requestedAt} /> },
        ]}
      />
    </CardsArea>
  );
}
