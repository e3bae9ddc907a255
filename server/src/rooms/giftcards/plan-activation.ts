import { assert } from '../../kernel/assert.ts';
import { normaliseCardNumber, type CardNumber } from '../../kernel/card-number.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import {
  freshIds,
  laneOfSeed,
  nameSheet,
  want,
  type Held,
  type LookUp,
  type Want,
} from '../../platform/lanes/index.ts';
import { CARD_NAME, cardKeys, findStock, stockWant, type Stock } from '../cards/index.ts';
import type { Program } from '../programs/index.ts';
import type { GiftDeps } from './deps.ts';
import { keptElsewhere, wantsOfGift } from './find-gift.ts';
import { giftSheet } from './store/gift.ts';
import { mayBringAlong, type Terms } from './terms.ts';

/** A card to activate, by its number; `terms` where the number alone does not say which. */
export type NewGift = {
  readonly number: string;
  readonly terms?: string | undefined;
  /** For a number that is brought along: the PIN that its card shall have. */
  readonly newPin?: string | undefined;
};

/** Where a gift will stand, or stands if it was activated before and that was undone. */
export type ActivationPlan = {
  readonly number: CardNumber;
  readonly terms: string;
  readonly lane: number;
  readonly owner: bigint;
  readonly card: bigint;
  /** The gift whose activation was undone. */
  readonly known: Held | undefined;
  readonly stock: Stock | undefined;
  readonly newPin: string | undefined;
  readonly wants: readonly Want[];
};

/**
 * Finds what a number can become: stock of a gift range, a number that the terms let a till bring along, or a gift whose activation was
 * undone. Refuses a number that cannot be one, one whose money a processor keeps, a second activation, a card that is no gift card, and a number that nobody has made.
 */
export async function planActivation(
  deps: GiftDeps,
  program: Program,
  { number: text, terms: code, newPin }: NewGift,
  look: LookUp,
  at: Instant,
): Promise<({ readonly ok: true } & ActivationPlan) | Refusal> {
  const read = normaliseCardNumber(text);
  if (!read.ok) return read;
  const number = read.value;
  const { tenant } = program;
  await deps.knowRange(tenant, number);
  const elsewhere = keptElsewhere(deps, tenant, number);
  if (elsewhere) return elsewhere;
  const names = cardKeys(deps.keys, number).map((key) => ({ tenant, kind: CARD_NAME, key }));
  for (const name of names) {
    const found = await look.name(name);
    if (!found) continue;
    const gift = found.kind === 'gift_card' ? await look.row(giftSheet, found) : undefined;
    if (!gift) return refuse('giftcards.card.unknown');
    if (gift.state !== 'inactive') return refuse('giftcards.activation.twice');
    const { lane, owner, revision, subject: card } = found;
    const known = { lane, owner, revision };
    const plan = { number, terms: gift.terms, lane, owner, card, known, stock: undefined, newPin: undefined };
    return { ok: true, ...plan, wants: wantsOfGift({ lane, owner, card }, false) };
  }
  const stock = await findStock(deps.keys, look, tenant, number);
  const terms = chooseTerms(deps, program, stock, number, code, at);
  if ('ok' in terms) return terms;
  const lane = await laneOfSeed(deps.database, tenant, names[0].key);
  const [owner, card] = await freshIds(deps.database, 2);
  assert(owner !== undefined && card !== undefined, 'ids are there');
  return {
    ok: true,
    ...{ number, terms: terms.code, lane, owner, card, known: undefined, stock },
    newPin: stock ? undefined : newPin,
    wants: [...names.map((name) => want(nameSheet, name)), ...(stock ? [stockWant(stock)] : [])],
  };
}

/** The terms on which a card is sold: its range's, or those that let the number be brought along. */
function chooseTerms(
  deps: GiftDeps,
  { program }: Program,
  stock: Stock | undefined,
  number: CardNumber,
  code: string | undefined,
  at: Instant,
): Terms | Refusal {
  const named = deps.giftSettings.termsOfProgram(program, at).filter((one) => code === undefined || one.code === code);
  if (code !== undefined && named.length === 0) return refuse('giftcards.terms.unknown', { terms: code });
  const range = stock && deps.cardSettings().range(stock.range);
  if (range && range.type !== 'gift') return refuse('giftcards.card.unknown');
  const fitting = named.filter((one) =>
    range ? one.content.range === range.code : one.content.range === undefined && mayBringAlong(one, number),
  );
  if (fitting.length === 1) return fitting[0];
  if (fitting.length > 1)
    return refuse('giftcards.terms.not_named', { terms: fitting.map((one) => one.code).join(', ') });
  return range ? refuse('giftcards.terms.none_for_range', { range: range.code }) : refuse('giftcards.card.unknown');
}
