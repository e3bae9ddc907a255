import { z } from 'zod';
import { CARD_TYPES, type CardShown } from '../basket.ts';
import { defineCondition } from '../kind.ts';
import { namedIn } from '../names.ts';
import { codeList, namesText } from '../parameter.ts';
import { memberOf } from '../samples/sample-member.ts';
import { cardName } from '../trigger.ts';

const shown = (card: CardShown) => ({ member: { ...memberOf(), card } });
const WORDS = {
  en: { types: 'of type', ranges: 'of the range', batches: 'of the batch' },
  es: { types: 'de tipo', ranges: 'del rango', batches: 'del lote' },
} as const;

/** The buyer showed a card of one of these types, ranges or batches; where several are told, of one of each. */
export const cardIn = defineCondition({
  code: 'card-in',
  version: 1,
  isStanding: false,
  reads: ['card'],
  params: z
    .strictObject({
      types: z.array(z.enum(CARD_TYPES)).min(1).optional(),
      ranges: codeList.optional(),
      batches: codeList.optional(),
    })
    .refine(({ types, ranges, batches }) => types ?? ranges ?? batches, 'names neither types nor ranges nor batches'),
  trigger: ({ types, ranges, batches }) => {
    const [of, names] = batches
      ? (['batch', batches] as const)
      : ranges
        ? (['range', ranges] as const)
        : (['type', types ?? []] as const);
    return [{ dimension: 'card', names: names.map((name) => cardName(of, name)) }];
  },
  limits: ({ types, ranges, batches }) => [
    ...(types ? [{ fact: 'type of card', oneOf: types }] : []),
    ...(ranges ? [{ fact: 'range of cards', oneOf: ranges }] : []),
    ...(batches ? [{ fact: 'batch of cards', oneOf: batches }] : []),
  ],
  named: ({ ranges = [] }) => namedIn('card_range', 'ranges', ranges),
  text: { en: 'with a card {cards}', es: 'con una tarjeta {cards}' },
  missed: { en: 'the card is {card}', es: 'la tarjeta es {card}' },
  example: {
    params: { types: ['bonus', 'multi'], ranges: ['gold-2026'] },
    holds: shown({ type: 'bonus', range: 'gold-2026', batch: '' }),
    fails: shown({ type: 'bonus', range: 'plain', batch: '' }),
  },
  words: ({ types, ranges, batches }, language) => {
    const told = WORDS[language];
    return {
      cards: [
        ...(types ? [`${told.types} ${namesText(types)}`] : []),
        ...(ranges ? [`${told.ranges} ${namesText(ranges)}`] : []),
        ...(batches ? [`${told.batches} ${namesText(batches)}`] : []),
      ].join(', '),
    };
  },
  prepare: ({ types, ranges, batches }) => ({
    types: types && new Set<string>(types),
    ranges: ranges && new Set(ranges),
    batches: batches && new Set(batches),
  }),
  holds: ({ types, ranges, batches }, { basket: { member } }) => {
    const card = member?.card;
    if (card === undefined) return false;
    return (types?.has(card.type) ?? true) && (ranges?.has(card.range) ?? true) && (batches?.has(card.batch) ?? true);
  },
  miss: (_, { basket: { member } }) => {
    const { type, range, batch } = member?.card ?? { type: '–', range: '', batch: '' };
    return { card: [type, range, batch].filter((one) => one !== '').join(', ') };
  },
});
