import type { Policy } from '../programs/index.ts';
import type { Problem } from './bench.ts';
import type { RulebookContent } from './rulebook.ts';

/** Effects that give points for money that is spent. */
const BY_MONEY: ReadonlySet<string> = new Set(['points-per-amount', 'tiered-rates', 'wallet-credit']);

type Params = { readonly base?: string; readonly lines?: { readonly kinds?: readonly string[] } };

/**
 * Where a rulebook would earn on a gift card's purchase and on what the card pays, which counts the same money twice (semantics 3.10).
 * A program earns when cards are spent, when they are bought, or says that it wants both.
 */
export function countsTwice({ giftCardsEarn }: Pick<Policy, 'giftCardsEarn'>, content: RulebookContent): Problem[] {
  if (giftCardsEarn === 'both') return [];
  return content.promotions.flatMap(({ effects }, at) =>
    effects.flatMap(({ kind, params }, n): Problem[] => {
      if (!BY_MONEY.has(kind)) return [];
      const { base = content.earnBase, lines } = params as Params;
      const isOnCards = lines?.kinds?.includes('gift_card') ?? false;
      const isOnOthers = lines?.kinds?.some((one) => one !== 'gift_card') ?? true;
      const place = `promotions[${at}].effects[${n}].params`;
      const code = 'promotions.rulebook.counts_twice';
      if (giftCardsEarn === 'when_spent')
        return isOnCards
          ? [
              {
                code,
                place: `${place}.lines.kinds`,
                what: 'gift cards earn when they are spent, not when they are bought',
                whatEs: 'las tarjetas regalo dan puntos cuando se gastan, no cuando se compran',
              },
            ]
          : [];
      return isOnOthers && base !== 'net_of_gift_cards'
        ? [
            {
              code,
              place: `${place}.base`,
              what: 'gift cards earn when they are bought, so this counts net_of_gift_cards',
              whatEs: 'las tarjetas regalo dan puntos cuando se compran; esto cuenta, pues, net_of_gift_cards',
            },
          ]
        : [];
    }),
  );
}
