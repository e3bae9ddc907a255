import { z } from 'zod';
import type { Bench } from '../bench.ts';
import { quantityText } from '../parameter.ts';
import type { PromotionEffect, RulebookUnits } from '../rulebook.ts';
import { limitKey, type BoundLimit } from './bound-limit.ts';
import { limitPeriodSchema } from './limit-content.ts';

export const CAPS_PER_RULEBOOK_MAX = 20;

const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is no name of small letters, digits and hyphens');

/** The most that all promotions of a rulebook together give into a wallet: on one receipt, or to one member or card in a period. */
export const capSchema = z.strictObject({
  code,
  wallet: z.string().min(1).max(64),
  per: z.enum(['receipt', 'member', 'card']),
  max: quantityText,
  /** Left out: for ever. Nothing for a receipt, which has no period. */
  period: limitPeriodSchema.optional(),
  /** What is more is cut off, or the promotion that would pass it does not act. */
  over: z.enum(['clip', 'reject']),
  /** Promotions that it does not count. */
  except: z.array(z.string()).max(1_000).optional(),
});
export type CapContent = z.output<typeof capSchema>;

/** A cap ready to be put to promotions. */
export type BoundCap = { readonly limit: BoundLimit; readonly wallet: string; readonly except: ReadonlySet<string> };

/** Makes caps ready, and notes codes that are taken, wallet types that are not there, and a receipt with a period. */
export const bindCaps = (caps: readonly CapContent[], units: RulebookUnits, bench: Bench): BoundCap[] => {
  const seen = new Set<string>();
  return caps.map(({ code: budget, wallet, per, max, period, over, except = [] }, i) =>
    bench.at(['caps', i], () => {
      if (seen.has(budget)) bench.problem('promotions.rulebook.code_taken', budget, 'code');
      seen.add(budget);
      const unit = Object.hasOwn(units.wallets, wallet) ? units.wallets[wallet] : undefined;
      if (unit === undefined) bench.problem('promotions.rulebook.unknown_wallet_type', wallet, 'wallet');
      if (per === 'receipt' && period !== undefined)
        bench.problem(
          'promotions.limit.malformed',
          { en: 'a receipt has no period', es: 'un recibo no tiene periodo' },
          'period',
        );
      const limit: BoundLimit = {
        ...{ per, period: period ?? 'ever', budget },
        of: 'points',
        key: limitKey({ per, of: 'points', period, budget }),
        max: bench.positive(max, unit?.decimals ?? 0, 'max'),
        isRejected: over === 'reject',
      };
      return { limit, wallet, except: new Set(except) };
    }),
  );
};

/** The caps that a promotion stands under. Notes one that pays into other wallets too: their points are not one number. */
export const capsOf = (
  caps: readonly BoundCap[],
  promotion: string,
  effects: readonly PromotionEffect[],
  bench: Bench,
): BoundLimit[] => {
  const wallets = new Set(effects.flatMap(({ bound, wallet }) => (bound.kind.gives === 'points' ? [wallet] : [])));
  const own = caps.filter(({ wallet, except }) => wallets.has(wallet) && !except.has(promotion));
  if (own.length > 0 && wallets.size > 1) {
    const budget = own[0]?.limit.budget;
    const what = {
      en: `the cap ${budget} counts points of one wallet, and it pays into several: make it two promotions`,
      es: `el tope ${budget} cuenta puntos de un monedero, y paga a varios: haga dos promociones`,
    };
    bench.problem('promotions.limit.malformed', what, 'effects');
  }
  return own.map(({ limit }) => limit);
};
