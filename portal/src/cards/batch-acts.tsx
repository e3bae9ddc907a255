import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import type { CardBatchDetail } from './card-types.ts';
import { countText } from '../kit/count.ts';

const STAGES = ['print_sent', 'handed_over', 'received', 'lost'] as const;

/** What can be done with a batch as it stands; the one that comes next stands last. */
export function useBatchActs(batch: CardBatchDetail | undefined): readonly Act[] {
  const { t } = useTranslation();
  if (!batch) return [];
  const path = `/v1/card-batches/${batch.batch}` as const;
  const changes = ['/v1/card-batches'];
  const isOver = batch.state === 'abandoned' || batch.state === 'destroyed';
  const n = countText(batch.quantity);
  const custody: Act = {
    title: t('cards.recordCustody'),
    verb: t('cards.recordCustody'),
    what: `POST ${path}/custody`,
    isNamed: true,
    changes,
    fields: [
      {
        name: 'stage',
        label: t('cards.stage'),
        kind: 'choice',
        isRequired: true,
        choices: STAGES.map((value) => ({ value, label: t(`state.${value}`) })),
        refused: /custody|stage/,
      },
      { name: 'holder', label: t('cards.holder'), hint: t('cards.holderHint'), isRequired: true },
    ],
  };
  const abandon: Act = {
    title: t('cards.abandonBatch'),
    verb: t('cards.abandonBatch'),
    what: `POST ${path}/abandon`,
    isDangerous: true,
    changes,
    effect: () => t('cards.abandonEffect', { n }),
  };
  const destroy: Act = {
    title: t('cards.destroyCards'),
    verb: t('cards.destroyCards'),
    what: `POST ${path}/destroy`,
    isDangerous: true,
    changes,
    fields: [
      { name: 'serials.first', label: t('cards.serialFirst'), kind: 'number', hint: t('cards.serialsHint') },
      { name: 'serials.last', label: t('cards.serialLast'), kind: 'number' },
    ],
    effect: ({ 'serials.first': first, 'serials.last': last }) =>
      first && last
        ? t('cards.destroySome', { n: countText(Number(last) - Number(first) + 1) })
        : t('cards.destroyAll', { n: countText(batch.stock.inert ?? 0) }),
    body: (_values, fromFields) => fromFields,
  };
  const release: Act = {
    title: t('cards.releaseBatch'),
    verb: t('cards.releaseBatch'),
    what: `POST ${path}/release`,
    changes,
    effect: () => t('cards.releaseEffect', { n }),
  };
  return [
    ...(batch.state === 'making' || batch.state === 'made' ? [abandon] : []),
    ...(batch.state === 'released' ? [destroy] : []),
    ...(isOver ? [] : [custody]),
    ...(batch.state === 'made' ? [release] : []),
  ];
}
