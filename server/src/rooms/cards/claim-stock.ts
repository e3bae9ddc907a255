import type { Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Stock, StockKey } from './stock.ts';
import { stockSheet } from './store/stock.ts';
import { isOver } from './validity.ts';

/** What stands against taking an inert card into use, in this order: not there, destroyed, already in use, expired, blocked. */
export function claimAgainst(stock: Stock | undefined, at: Instant): Refusal | undefined {
  if (!stock || !stock.isReleased) return refuse('cards.card.unknown');
  if (stock.state === 'destroyed') return refuse('cards.stock.destroyed');
  if (stock.state === 'activated') return refuse('cards.stock.activated');
  if (isOver(stock.validUntil, at)) return refuse('cards.stock.expired');
  if (stock.suspended.includes('activate')) return refuse('cards.card.suspended', { effect: 'activate' });
  return undefined;
}

/**
 * Takes an inert card into use, in the batch that holds its new owner's lane, and gives what the card inherits: range, batch,
 * serial and PIN digest. Refuses what `claimAgainst` does. The caller must write the card's name in the directory in the same batch (`takeNumber` does):
 * that unique key, with the state that the write of stock compares, lets exactly one of two claims through.
 */
export function claimStock(desk: Desk<JournalEntry>, key: StockKey): Ok<{ readonly stock: Stock }> | Refusal {
  const stock = desk.read(stockSheet, key);
  const against = claimAgainst(stock, desk.recordedAt);
  if (against) return against;
  desk.put(stockSheet, key, { ...stock!, state: 'activated' });
  return { ok: true, stock: stock! };
}
