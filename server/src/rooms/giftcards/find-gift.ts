import { normaliseCardNumber, type CardNumber } from '../../kernel/card-number.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { want, type Held, type LookUp, type Plan, type Want } from '../../platform/lanes/index.ts';
import { CARD_NAME, cardKeys, cardSheet, findStock } from '../cards/index.ts';
import { accountSheet, spendableSheet } from '../points/index.ts';
import type { ActTill } from './act-till.ts';
import type { GiftDeps } from './deps.ts';
import { askForCode, wantsOfProof } from './prove-shown.ts';
import { giftSheet } from './store/gift.ts';

/** How a gift card is shown: its number, or the id that this API gave it. */
export type GiftName = { readonly number?: string | undefined; readonly card?: string | undefined };

/** A gift as resolve saw it, by the card that was shown. `number` only where that was shown: a PIN is bound to it. */
export type GiftFound = Held & {
  readonly tenant: number;
  readonly card: bigint;
  readonly number: CardNumber | undefined;
  /** It is on a phone that shows codes, and was named by its id: to pay, its till must have seen the code (`proveShown`). */
  readonly needsProof?: true;
};

/** What every operation of a gift card says. */
export type GiftInput = {
  readonly till: ActTill;
  /** When it came in, by this process's clock: only to foresee what may be due. */
  readonly receivedAt: Instant;
  readonly gift: GiftName;
  readonly pin: string | undefined;
  /** Somebody at a desk who may act on cards moves value or pays it out: he needs no code of the card's phone. */
  readonly isDesk?: boolean | undefined;
};

export type GiftPlan = Plan & { readonly found: GiftFound };

type FindDeps = Pick<GiftDeps, 'keys' | 'tokens' | 'cardSettings' | 'asksForCode'>;

/**
 * Finds the gift of a card. Refuses a number that cannot be one, one whose money another company's processor keeps, and one that
 * stands for no activated gift card: in stock and not sold yet, or not there, another tenant's, a member's.
 */
export async function findGift(
  { keys, tokens, cardSettings }: FindDeps,
  look: LookUp,
  tenant: number,
  { number: text, card: token }: GiftName,
): Promise<({ readonly ok: true } & GiftFound) | Refusal> {
  if (text !== undefined) {
    const number = normaliseCardNumber(text);
    if (!number.ok) return number;
    const elsewhere = keptElsewhere({ cardSettings }, tenant, number.value);
    if (elsewhere) return elsewhere;
    for (const key of cardKeys(keys, number.value)) {
      const name = { tenant, kind: CARD_NAME, key };
      const found = look.hint(name) ?? (await look.name(name));
      if (found?.kind === 'gift_card') {
        const { lane, owner, revision, subject } = found;
        return { ok: true, tenant, lane, owner, revision, card: subject, number: number.value };
      }
    }
    const stock = await findStock(keys, look, tenant, number.value);
    const isToBeSold = stock?.state === 'inert' && cardSettings().range(stock.range).type === 'gift';
    return refuse(isToBeSold ? 'giftcards.card.inert' : 'giftcards.card.unknown');
  }
  const place = token === undefined ? undefined : tokens.decode('card', token);
  const card = place && (await look.row(cardSheet, { lane: place.lane, card: place.id }));
  const owner = card && (await look.owner(card));
  if (!card || card.tenant !== tenant || owner?.kind !== 'gift_card') return refuse('giftcards.card.unknown');
  const { lane, revision } = owner;
  return { ok: true, tenant, lane, owner: owner.owner, revision, card: card.card, number: undefined };
}

/** Refuses a number whose range says that another company's processor is the system of record: here is no money of it. */
export const keptElsewhere = (
  { cardSettings }: Pick<GiftDeps, 'cardSettings'>,
  tenant: number,
  number: CardNumber,
): Refusal<'giftcards.card.kept_elsewhere'> | undefined =>
  cardSettings().rangeOf(tenant, number)?.systemOfRecord === 'elsewhere'
    ? refuse('giftcards.card.kept_elsewhere')
    : undefined;

/** What must be known of a gift; with its first lots where it is to be spent. */
export const wantsOfGift = (found: Pick<GiftFound, 'lane' | 'owner' | 'card'>, isSpending: boolean): Want[] => [
  want(giftSheet, found),
  want(cardSheet, { lane: found.lane, card: found.card }),
  want(accountSheet, found),
  ...(isSpending ? [want(spendableSheet, found)] : []),
];

/** The plan of an operation on one gift. Refuses as `findGift` does, and `askForCode` where it pays. */
export async function planGift(
  deps: FindDeps,
  { till, isDesk }: Pick<GiftInput, 'till' | 'isDesk'>,
  name: GiftName,
  look: LookUp,
  isSpending: boolean,
): Promise<GiftPlan | Refusal> {
  const { tenant, program } = till.program;
  const seen = await findGift(deps, look, tenant, name);
  if (!seen.ok) return seen;
  const found = isSpending && !isDesk ? await askForCode(deps, seen, program) : seen;
  if (!found.ok) return found;
  return { owners: [found], wants: [...wantsOfGift(found, isSpending), ...wantsOfProof(found, till)], found };
}

/** A gift that its own record names, for what undoes or ends an operation: found by its place, whatever its card is now. */
export async function giftOfOwner(
  look: LookUp,
  tenant: number,
  key: { readonly lane: number; readonly owner: bigint },
): Promise<GiftFound | undefined> {
  const [owner, gift] = await Promise.all([look.owner(key), look.row(giftSheet, key)]);
  if (!owner || !gift || gift.tenant !== tenant) return undefined;
  assert(owner.kind === 'gift_card', 'a gift is an owner of its kind');
  return { lane: key.lane, owner: key.owner, revision: owner.revision, tenant, card: gift.card, number: undefined };
}
