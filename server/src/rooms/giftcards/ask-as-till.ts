import type { Refusal } from '../../kernel/refusal.ts';
import type { Till } from '../partners/index.ts';
import type { GiftDeps } from './deps.ts';

type Asked = { readonly ok: boolean };

/** What tells a guesser that his number or PIN was wrong. A card that is there but cannot pay was no guess. */
const MISSES: ReadonlySet<string> = new Set([
  'cards.card.unknown',
  'cards.range.not_stock',
  'giftcards.card.unknown',
  // Who knows the number of a card in stock may wait until somebody buys it.
  'giftcards.card.inert',
  // A coupon's code is guessed as a card's number is.
  'promotions.coupon.unknown',
  'giftcards.pin.missing',
  'giftcards.pin.wrong',
  'giftcards.pin.locked',
  // What another company's processor says of its own cards.
  'processors.card.unknown',
  'processors.payment.declined',
]);

const isMiss = (outcome: Asked): boolean => 'refusal' in outcome && MISSES.has(String(outcome.refusal));

/**
 * Does `work` for a till that is told the exact refusal: beyond its velocity of wrong numbers and PINs, or that of its partner, it is
 * refused before anything is looked up.
 */
export const askAsTill = <Done extends Asked>(
  { guard }: Pick<GiftDeps, 'guard'>,
  { terminal, partner, program }: Till,
  work: () => Promise<Done>,
): Promise<Done | Refusal<'guards.attempts.too_many'>> =>
  guard.misses({ tenant: program.tenant, terminal: terminal.terminal, partner: partner.partner }, work, isMiss);
