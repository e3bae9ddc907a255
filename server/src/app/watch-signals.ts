import type { Instant } from '../kernel/instant.ts';
import { receiptNamedBy, rungUpByClaim, rungUpBySale } from '../rooms/checkout/index.ts';
import type { Receipts, Watches } from '../rooms/fraud/index.ts';
import { periodOfDay, type Promotions } from '../rooms/promotions/index.ts';

/** What receipts say to whoever counts after the sale. */
export const receiptsForSignals: Receipts = {
  namedBy: receiptNamedBy,
  bySale: rungUpBySale,
  byClaim: rungUpByClaim,
};

/** What the rulebooks of all tenants watch. */
export const watchesOf = (
  promotions: Pick<Promotions, 'withSignals' | 'versionOf' | 'rulebook' | 'refresh'>,
): Watches => ({
  tenants() {
    const first = new Map<number, Instant>();
    for (const { tenant, publishedAt } of promotions.withSignals()) {
      const known = first.get(tenant);
      if (known === undefined || publishedAt < known) first.set(tenant, publishedAt);
    }
    return first;
  },
  isWatched: (rulebook) => promotions.withSignals().some((one) => one.rulebook === rulebook),
  of: (rulebook, promotion) => promotions.rulebook(rulebook).byCode(promotion)?.signals ?? [],
  async know(rulebooks) {
    if (rulebooks.some((one) => promotions.versionOf(one) === undefined)) await promotions.refresh();
  },
  windowOf: periodOfDay,
  pointsDecimals(rulebook, promotion) {
    const effects = promotions.rulebook(rulebook).byCode(promotion)?.effects ?? [];
    return effects.find(({ bound }) => bound.kind.gives === 'points')?.rule.decimals.points ?? 0;
  },
});
