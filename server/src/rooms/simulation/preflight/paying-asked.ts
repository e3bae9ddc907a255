import { listed } from './asked.ts';
import type { Params, PromotionContent } from './asked.ts';
import { ampleOf } from './decide-basket.ts';
import type { Payer } from './decide-basket.ts';

// What these give is a matter of points that pay.
const PAYING_KINDS = ['spending-rate', 'spent-points-back'];

/** True for a promotion on paying with points. */
export const isOnSpending = ({ conditions, effects }: PromotionContent): boolean =>
  effects.some(({ kind }) => PAYING_KINDS.includes(kind)) ||
  conditions.some(
    ({ kind, params }) =>
      kind === 'tender-in' && listed((params as Params | undefined)?.['tenders']).includes('points'),
  );

/** Whoever has points enough for a promotion: of the wallet that it is about, or of all. */
export const payerOf = ({ effects }: PromotionContent): Payer => {
  for (const { kind, wallet, params } of effects) {
    const { of, walletType } = (params ?? {}) as { readonly of?: string; readonly walletType?: string };
    if (kind === 'spent-points-back') return ampleOf(of ?? wallet);
    if (kind === 'spending-rate' && walletType !== undefined) return ampleOf(walletType);
  }
  return ampleOf();
};
