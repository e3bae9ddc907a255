import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { giftHistorySchema } from '../../../contract/giftcards.ts';
import { useGo } from '../acts/places.tsx';
import { When } from '../acts/shown.tsx';
import { Quantity } from '../kit/quantity.tsx';
import { ResourceList } from '../list/resource-list.tsx';

type Entry = z.output<typeof giftHistorySchema>['items'][number];

/** What was done with a card, newest first, and what each did to the money on it. */
export function GiftHistory({ card }: { readonly card: string }) {
  const { t } = useTranslation();
  const go = useGo();
  return (
    <ResourceList<Entry>
      path={`/v1/gift-cards/${card}/history`}
      query={{}}
      keyOf={({ operation }) => operation}
      onOpen={({ operation }) => go(`/operations/${operation}`)}
      empty={t('giftCards.noHistory')}
      columns={[
        { head: t('giftCards.when'), cell: ({ recordedAt }) => <When at={recordedAt} /> },
        { head: t('giftCards.act'), cell: ({ kind }) => t(`giftCards.kinds.${kind.replace('giftcards.', '')}`, kind) },
        {
          head: t('giftCards.change'),
          isFigure: true,
          cell: ({ change, currency }) => <Quantity value={change} unit={currency} isChange />,
        },
      ]}
    />
  );
}
