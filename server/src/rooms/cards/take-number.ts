import { maskCardNumber, type CardNumber } from '../../kernel/card-number.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { encryptField, type Keys } from '../../platform/keys.ts';
import { nameSheet, type Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { nameChanged } from '../members/index.ts';
import { PLAIN_CARD, type Card, type Origin } from './card.ts';
import { claimStock } from './claim-stock.ts';
import { CARD_NAME, cardKeys } from './identify.ts';
import type { Range } from './range.ts';
import type { CardSettings } from './settings.ts';
import { cardSheet } from './store/card.ts';
import { stockSheet } from './store/stock.ts';

export type CardRights = Pick<Card, 'mayEarn' | 'maySpend' | 'programs'>;

type Settled = 'state' | 'reason' | 'lastFour' | 'numberCipher' | 'mayEarn' | 'maySpend' | keyof typeof PLAIN_CARD;

/** A card to make. What is not said of it is as its range says, and without a range as of a plain card. */
export type NewCard = Omit<Card, Settled> &
  Partial<Pick<Card, 'mayEarn' | 'maySpend' | keyof typeof PLAIN_CARD>> & { readonly number: CardNumber };

export type NumberDeps = { readonly keys: Keys; readonly settings: () => CardSettings };

/**
 * Where the cards came from in whose place a new one stands that takes `old`'s: its own place in stock and those that it stood for.
 * `byHand` where a person put new plastic in its place.
 */
export function originsAfter(old: Pick<Card, 'range' | 'batch' | 'serial' | 'origins'>, byHand: boolean): Origin[] {
  const { range, batch, serial } = old;
  const own =
    range === undefined || batch === undefined || serial === undefined ? [] : [{ range, batch, serial, byHand }];
  return [...old.origins.map((one) => ({ ...one, byHand: one.byHand || byHand })), ...own];
}

/** What an encrypted number is bound to: in another card's row it does not decrypt. */
export const cipherContext = (tenant: number, card: bigint): string => `cards.card/${tenant}/${card}`;

/**
 * Makes a card with a number that nobody has, in the batch that holds its owner's lane. A number of a range comes out of released stock,
 * and takes range, PIN, limits and rights with it. Refuses, in this order: a taken number, a number of a range that is not in stock, stock
 * that is destroyed, in use, expired or blocked, a gift card where another is asked for or the reverse. The number itself stands nowhere: a
 * keyed digest finds it, a cipher prints it.
 */
export function takeNumber(
  { keys, settings }: NumberDeps,
  desk: Desk<JournalEntry>,
  { number, ...card }: NewCard,
): Ok<{ card: Card }> | Refusal {
  const digests = cardKeys(keys, number);
  const names = digests.map((key) => ({ tenant: card.tenant, kind: CARD_NAME, key }));
  if (names.some((name) => desk.read(nameSheet, name) !== undefined)) return refuse('cards.card.exists');
  const range = settings().rangeOf(card.tenant, number);
  const inherited = range ? fromStock(desk, card.tenant, digests, range) : { ok: true as const, card: {} };
  if (!inherited.ok) return inherited;
  if (range && (range.type === 'gift') !== (card.type === 'gift'))
    return refuse('cards.range.other_type', { type: range.type });
  const said = Object.fromEntries(Object.entries(card).filter(([, value]) => value !== undefined));
  const made: Card = {
    ...PLAIN_CARD,
    mayEarn: true,
    maySpend: true,
    ...inherited.card,
    ...(said as typeof card),
    type: range?.type ?? card.type,
    state: 'active',
    reason: undefined,
    // Short numbers show less than four characters.
    lastFour: maskCardNumber(number).slice(4),
    numberCipher: encryptField(keys, number, cipherContext(card.tenant, card.card)),
  };
  desk.put(nameSheet, names[0], { ...names[0], lane: card.lane, owner: card.owner, subject: card.card });
  desk.put(cardSheet, made, made);
  nameChanged(desk, card);
  return { ok: true, card: made };
}

/** Claims the stock of a number, and gives what the card takes from it and from its range. */
function fromStock(
  desk: Desk<JournalEntry>,
  tenant: number,
  digests: readonly Buffer[],
  range: Range,
): Ok<{ card: Partial<Card> }> | Refusal {
  const key = digests.find((one) => desk.read(stockSheet, { tenant, key: one })?.isReleased);
  if (!key) return refuse('cards.range.not_stock');
  const claimed = claimStock(desk, { tenant, key });
  if (!claimed.ok) return claimed;
  const { batch, serial, pinDigest, suspended, validUntil } = claimed.stock;
  const { mayEarn, maySpend, usesPerDay, spendPerDay } = range.policy;
  return {
    ok: true,
    card: {
      range: range.range,
      ...{ batch, serial, pinDigest, suspended, validUntil },
      priceList: range.priceList,
      // A discount card has no balance: it earns and spends nothing unless its range says so.
      mayEarn: mayEarn ?? range.type !== 'discount',
      maySpend: maySpend ?? range.type !== 'discount',
      limits: { usesPerDay, spendPerDay: spendPerDay === undefined ? undefined : BigInt(spendPerDay) },
    },
  };
}
