import { isNumberOf, type CardSettings } from '../rooms/cards/index.ts';
import type { KeeperOf } from '../rooms/processors/index.ts';

/** Who keeps the money of a card number, as its range says. A number with a wrong check digit is of no range. */
export const keeperBy =
  (settings: () => CardSettings): KeeperOf =>
  (tenant, number) => {
    const range = settings().rangeOf(tenant, number);
    if (!range || !isNumberOf(range, number)) return undefined;
    return range.processor === undefined ? { keeper: 'here' } : { keeper: 'elsewhere', processor: range.processor };
  };
