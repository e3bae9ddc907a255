import { asText } from '../acts/field.ts';
import { useTranslation } from 'react-i18next';
import type { Act } from '../acts/act-sheet.tsx';
import { useGo } from '../acts/places.tsx';
import { useChoices } from '../acts/use-thing.ts';
import type { CardBatch, CardRange } from './card-types.ts';
import { countText } from '../kit/count.ts';

/** Ranges in which cards can be made. */
export const useOpenRanges = () =>
  useChoices<CardRange>('/v1/card-ranges', ({ code, type, state }) => ({
    value: code,
    label: state === 'open' ? `${code} · ${type}` : `${code} · ${state}`,
  }));

/** Ordering a batch of cards that are drawn by the generator. */
export function useOrderBatch(range = ''): Act {
  const { t } = useTranslation();
  const go = useGo();
  const ranges = useOpenRanges();
  const act: Act<CardBatch> = {
    title: t('cards.orderBatch'),
    verb: t('cards.orderBatch'),
    what: 'POST /v1/card-batches',
    isNamed: true,
    changes: ['/v1/card-batches'],
    fields: [
      {
        name: 'range',
        label: t('cards.range'),
        kind: 'choice',
        choices: ranges,
        isRequired: true,
        initial: range,
        refused: /range/,
      },
      { name: 'quantity', label: t('cards.quantity'), kind: 'number', isRequired: true, initial: 100 },
    ],
    effect: ({ quantity, range: of }) =>
      t('cards.orderEffect', { n: countText(Number(quantity || 0)), range: asText(of || '…') }),
    onDone: ({ batch }) => go(`/cards/batches/${batch}`),
  };
  return act as Act;
}
