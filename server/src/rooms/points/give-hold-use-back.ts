import type { Desk } from '../../platform/lanes/index.ts';
import { cardSheet, giveUseBack, type KeptUse } from '../cards/index.ts';
import { recordSheet, type JournalEntry } from '../ledger/index.ts';
import type { Hold } from './hold.ts';

/**
 * Gives back what a hold had counted on the card that was shown, once the hold ended without paying: the card was not used. Only while the
 * day of the hold is the one that is counted; a hold of a quote, or by a card without limits, counted nothing.
 */
export function giveHoldUseBack(desk: Desk<JournalEntry>, { lane, seq }: Pick<Hold, 'lane' | 'seq'>): void {
  desk.need(recordSheet, [{ lane, seq }]);
  const record = desk.read(recordSheet, { lane, seq })?.record as { readonly use?: KeptUse } | undefined;
  const use = record?.use;
  if (!use) return;
  desk.need(cardSheet, [{ lane: use.lane, card: BigInt(use.card) }]);
  giveUseBack(desk, use, { spent: BigInt(use.spent), isWhole: true });
}
