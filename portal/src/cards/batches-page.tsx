import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActSheet } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { Head, State } from '../acts/record.tsx';
import { When } from '../acts/shown.tsx';
import { ResourceList } from '../list/resource-list.tsx';
import { CardsArea } from './area.tsx';
import type { CardBatch } from './card-types.ts';
import { useOrderBatch } from './order-batch.tsx';
import { countText } from '../kit/count.ts';

/** Cards made together, newest first. */
export function BatchesPage() {
  const { t } = useTranslation();
  const go = useGo();
  const order = useOrderBatch();
  const [isOrdering, setOrdering] = useState(false);
  return (
    <CardsArea>
      <Head
        title={t('cards.batches')}
        under={t('cards.batchesWhy')}
        acts={<Button onClick={() => setOrdering(true)}>{t('cards.orderBatch')}</Button>}
      />
      <ResourceList<CardBatch>
        path="/v1/card-batches"
        query={{}}
        keyOf={({ batch }) => batch}
        onOpen={({ batch }) => go(`/cards/batches/${batch}`)}
        empty={t('cards.noBatches')}
        columns={[
          { head: t('cards.range'), cell: ({ range }) => range },
          { head: t('cards.quantity'), isFigure: true, cell: ({ quantity }) => countText(quantity) },
          { head: t('cards.source'), cell: ({ source }) => t(`cards.sources.${source}`) },
          { head: t('cards.state'), cell: ({ state }) => <State is={state} /> },
          { head: t('cards.stage'), cell: ({ stage }) => t(`state.${stage}`) },
          { head: t('cards.print'), cell: ({ print }) => t(`cards.prints.${print}`) },
          { head: t('cards.requested'), cell: ({ requestedAt }) => <When at={requestedAt} /> },
        ]}
      />
      <ActSheet act={isOrdering ? order : undefined} onClose={() => setOrdering(false)} />
    </CardsArea>
  );
}
