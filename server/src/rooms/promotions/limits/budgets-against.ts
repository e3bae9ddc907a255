import type { Instant } from '../../../kernel/instant.ts';
import { parseLocalDate } from '../../../kernel/local-date.ts';
import { formatQuantity, parseQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Zone } from '../../../kernel/zone.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { potsNamed, type PotStanding } from '../../../platform/pots/index.ts';
import type { RulebookContent } from '../rulebook.ts';
import { holderOf, limitKey } from './bound-limit.ts';
import type { LimitContent } from './limit-content.ts';
import { periodOfDay } from './period.ts';
import { potsOfProgram, readPotName } from './pot-name.ts';

/** Decimals of what a limit counts. */
export const decimalsOfLimit = (
  { of }: Pick<LimitContent, 'of'>,
  { effects }: RulebookContent['promotions'][number],
  units: RulebookContent['units'],
): number => {
  if (of === 'uses') return 0;
  if (of === 'money') return units?.currency.decimals ?? 0;
  const wallet = effects.find((effect) => effect.wallet !== undefined)?.wallet ?? '';
  return units?.wallets[wallet]?.decimals ?? 0;
};

/**
 * What stands against budgets of a rulebook that is about to be published: one that is below what is used or reserved already, in a period
 * that is not over when the rulebook takes force.
 */
export async function budgetsAgainst(
  queries: Queries,
  row: {
    readonly tenant: number;
    readonly program: number;
    readonly content: RulebookContent;
    readonly inForceFrom: Instant;
  },
  zone: Zone,
): Promise<Refusal<'promotions.limit.below_reserved'> | undefined> {
  const { promotions, units } = row.content;
  const shared = promotions.flatMap((promotion, at) =>
    (promotion.limits ?? []).flatMap((limit, n) =>
      limit.per === 'program' || limit.per === 'outlet'
        ? [{ promotion, limit, place: `promotions[${at}].limits[${n}].max` }]
        : [],
    ),
  );
  // Nothing is asked where no budget is.
  if (shared.length === 0) return undefined;
  const pots = await potsNamed(queries, row.tenant, potsOfProgram(row.program));
  const today = zone.localOf(row.inForceFrom).date;
  for (const { promotion, limit, place } of shared) {
    const decimals = decimalsOfLimit(limit, promotion, units);
    const max = parseQuantity(limit.max, decimals);
    if (!max.ok) continue;
    const over = pots.find((pot) => isOf(pot, promotion.code, limit, today) && pot.used + pot.reserved > max.value);
    if (over === undefined) continue;
    const taken = formatQuantity(over.used + over.reserved, decimals);
    const from = readPotName(over.pot)?.from ?? '';
    return refuse('promotions.limit.below_reserved', {
      ...{ place, problems: '1' },
      what: `a budget of ${limit.max} is below the ${taken} that are used or reserved since ${from}`,
      what_es: `un presupuesto de ${limit.max} es menos que los ${taken} usados o reservados desde el ${from}`,
    });
  }
  return undefined;
}

const isOf = ({ pot }: PotStanding, promotion: string, limit: LimitContent, today: string): boolean => {
  const name = readPotName(pot);
  const from = name && parseLocalDate(name.from);
  if (!name || !from || name.promotion !== holderOf(promotion, limit) || name.limit !== limitKey(limit)) return false;
  return periodOfDay(limit.period ?? 'ever', from).until >= today;
};
