import type { CardNumber } from '../../kernel/card-number.ts';
import type { Keys } from '../../platform/keys.ts';
import { want, type LookUp, type Want } from '../../platform/lanes/index.ts';
import { cardKeys } from './identify.ts';
import type { Stock } from './stock.ts';
import { stockSheet } from './store/stock.ts';

/**
 * Finds the inert card of a number, for resolve. Undefined when there is none that anybody may know of: made under no number like
 * this, or in a batch that is not released. A destroyed or activated one is found: the caller says what stands against it.
 */
export async function findStock(
  keys: Keys,
  look: LookUp,
  tenant: number,
  number: CardNumber,
): Promise<Stock | undefined> {
  for (const key of cardKeys(keys, number)) {
    const found = await look.row(stockSheet, { tenant, key });
    if (found) return found.isReleased ? found : undefined;
  }
  return undefined;
}

/** What a claim reads in its batch: to be among the wants of the plan. */
export const stockWant = (stock: Stock): Want => want(stockSheet, { tenant: stock.tenant, key: stock.key });
