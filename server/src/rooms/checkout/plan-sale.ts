import type { Refusal } from '../../kernel/refusal.ts';
import { want, type Held, type LookUp, type OwnerKey, type Plan, type Want } from '../../platform/lanes/index.ts';
import { cardSheet, identify, type Identified } from '../cards/index.ts';
import { askForCode, findGift, wantsOfGift, wantsOfProof, type GiftFound } from '../giftcards/index.ts';
import { memberSheet } from '../members/index.ts';
import { accountSheet, daySpentSheet, limitsDays, spendableSheet } from '../points/index.ts';
import { wantsOfFacts } from './buyer-facts.ts';
import { wantsOfLimits } from './limit-facts.ts';
import type { CheckoutDeps } from './deps.ts';
import { wantsOfOutside } from './outside/use-outside.ts';
import { couponSheet, planCoupons, wantsOfCoupons, type CouponPlanned, type Rulebook } from '../promotions/index.ts';
import { couponKeysOf } from './record.ts';
import type { Sale, Tender } from './sale.ts';
import { planCardsSold, type CardPlanned } from './sell-gift-cards.ts';

/** Who takes part in a sale: the member who earns, and whoever else pays; without any the outlet owns the receipt. */
export type SalePlan = Plan & {
  readonly member: Identified | undefined;
  /** By the place of their tender. */
  readonly payers: ReadonlyMap<number, Identified>;
  /** Gift cards that pay, by the place of their tender. */
  readonly gifts: ReadonlyMap<number, GiftFound>;
  /** Gift cards that the receipt sells. */
  readonly cards: readonly CardPlanned[];
  /** What the buyer shows; none for most. */
  readonly coupons: readonly CouponPlanned[];
  /** Why gift cards of a notice lead to nobody, or cannot be sold. */
  readonly giftsAgainst: readonly Refusal[];
  /** Why a notice's identity leads to nobody. */
  readonly unidentifiedBecause: Refusal | undefined;
};

const NO_COUPONS: readonly CouponPlanned[] = [];

/** Finds the owners of a sale. A request is refused when its identity leads to nobody; a notice is booked as unidentified. */
export async function planSale(deps: CheckoutDeps, sale: Sale, look: LookUp): Promise<SalePlan | Refusal> {
  const tenant = deps.programs.settings().tenant(sale.till.program.tenant);
  let unidentifiedBecause: Refusal | undefined;
  let member: Identified | undefined;
  if (sale.identity) {
    const found = await identify(deps, look, tenant, sale.identity);
    if (found.ok) member = found;
    else if (sale.manner === 'request') return found;
    else unidentifiedBecause = found;
  }
  const payers = new Map<number, Identified>();
  for (const [at, tender] of sale.tenders.entries()) {
    const payer = payerOf(tender);
    if (!payer) continue;
    const found = await identify(deps, look, tenant, payer);
    if (found.ok) payers.set(at, found);
    else if (sale.manner === 'request') return found;
    else unidentifiedBecause ??= found;
  }
  const gifts = new Map<number, GiftFound>();
  const giftsAgainst: Refusal[] = [];
  for (const [at, tender] of sale.tenders.entries()) {
    if (!('gift' in tender)) continue;
    const seen = await findGift(deps.gifts, look, tenant.tenant, tender.gift);
    // What has been paid was paid, whatever the buyer showed.
    const found =
      seen.ok && sale.manner === 'request' ? await askForCode(deps.gifts, seen, sale.till.program.program) : seen;
    if (!found.ok && sale.manner === 'request') return found;
    if (!found.ok) giftsAgainst.push(found);
    else gifts.set(at, found);
  }
  const sold = await planCardsSold(deps, sale, look);
  if ('ok' in sold) return sold;
  const coupons =
    sale.coupons === undefined || sale.coupons.length === 0
      ? NO_COUPONS
      : await planCoupons(deps, look, tenant.tenant, sale.till.program.program, sale.coupons);
  const people = [...(member ? [member] : []), ...payers.values()];
  const known = sold.cards.flatMap(({ plan }) => plan.known ?? []);
  const holders: Held[] = [...people, ...gifts.values()];
  const owners: Held[] =
    holders.length > 0
      ? [...holders, ...known]
      : [{ lane: sale.till.outlet.lane, owner: sale.till.outlet.owner, revision: 0 }, ...known];
  return {
    owners,
    lanes: sold.cards.map(({ plan }) => plan.lane),
    wants: [
      ...people.flatMap(factsOf),
      ...(member ? wantsOfFacts(rulebookOf(deps, sale), member) : []),
      ...(member ? deps.tiers.wantsOf(sale.till.program, member) : []),
      ...(member ? wantsOfLimits(rulebookOf(deps, sale), member) : []),
      ...lotsOf(sale, member, payers),
      ...daysOf(deps, sale, member, payers),
      ...[...gifts.values()].flatMap((gift) => [...wantsOfGift(gift, true), ...wantsOfProof(gift, sale.till)]),
      ...sold.cards.flatMap(({ plan }) => plan.wants),
      ...wantsOfOutside(sale),
      ...wantsOfCoupons(coupons),
      ...couponKeysOf(tenant.tenant, sale.quote?.coupons).map((key) => want(couponSheet, key)),
    ],
    member,
    payers,
    gifts,
    cards: sold.cards,
    coupons,
    giftsAgainst: [...giftsAgainst, ...sold.against],
    unidentifiedBecause,
  };
}

/** The first lots of whoever spends: wanted at once, so that the batch needs no second round trip for them. */
function lotsOf(sale: Sale, member: Identified | undefined, payers: ReadonlyMap<number, Identified>): Want[] {
  return sale.tenders.flatMap((tender, at) => {
    const spender = 'asked' in tender ? (payers.get(at) ?? member) : undefined;
    return spender ? [want(spendableSheet, spender)] : [];
  });
}

/** What spenders have spent on the days that are kept, where the program limits days. */
function daysOf(
  deps: CheckoutDeps,
  sale: Sale,
  member: Identified | undefined,
  payers: ReadonlyMap<number, Identified>,
): Want[] {
  if (!sale.tenders.some((tender) => 'asked' in tender) || !limitsDays(deps, sale.till.program)) return [];
  return sale.tenders.flatMap((tender, at) => {
    const spender = 'asked' in tender ? (payers.get(at) ?? member) : undefined;
    return spender ? [want(daySpentSheet, spender)] : [];
  });
}

/** Whose lane the sale is at home in: the member's, else the first payer's, else the first gift card's, else the outlet's. */
export const homeOf = ({ till }: Pick<Sale, 'till'>, plan: Pick<SalePlan, 'member' | 'payers' | 'gifts'>): OwnerKey =>
  plan.member ?? [...plan.payers.values()][0] ?? [...plan.gifts.values()][0] ?? till.outlet;

export const payerOf = (tender: Tender): SalePayer | undefined => ('asked' in tender ? tender.payer : undefined);
type SalePayer = NonNullable<Extract<Tender, { asked: unknown }>['payer']>;

const rulebookOf = (deps: CheckoutDeps, sale: Sale): Rulebook =>
  deps.rulebooks.rulebookAt(sale.till.program.program, sale.occurredAt);

/** What must be known of a person who earns or pays. */
export function factsOf(person: Identified): Want[] {
  return [
    want(memberSheet, person),
    want(accountSheet, person),
    ...(person.card === undefined ? [] : [want(cardSheet, { lane: person.lane, card: person.card })]),
  ];
}
