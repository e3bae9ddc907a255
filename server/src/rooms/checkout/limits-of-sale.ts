import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import type { Manner } from '../../platform/pots/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import {
  deskRooms,
  fundsOf,
  noteRooms,
  type CompiledRulebook,
  type KeptRoom,
  type LimitPlace,
  type Rooms,
} from '../promotions/index.ts';
import type { CheckoutDeps } from './deps.ts';
import { homeOf, type SalePlan } from './plan-sale.ts';
import type { FoundSale } from './plan-return.ts';
import type { Sale } from './sale.ts';

/** What limits leave for a sale, and where they count it; no rooms where the rulebook has no limits. */
export type SaleLimits = {
  readonly rooms?: Rooms & { facts(): readonly KeptRoom[] };
  readonly place: LimitPlace;
};

const roomsAt = (
  { funding }: Pick<CheckoutDeps, 'funding'>,
  at: LimitPlace,
  rulebook: CompiledRulebook,
  desk: Desk<JournalEntry>,
  manner: Manner,
): SaleLimits => {
  if (!rulebook.hasLimits) return { place: at };
  const place = { ...at, funds: fundsOf((code) => funding.byCode(at.program, code)) };
  return { place, rooms: noteRooms(deskRooms(desk, place, manner)) };
};

/** Why a sale is refused whose points nobody can pay: the first contract that wants it so. */
export function unfundedAgainst(funds: LimitPlace['funds']): Refusal | undefined {
  for (const [promotion, { code }] of funds?.empty ?? [])
    return refuse('checkout.funding.exhausted', { promotion, contract: code });
  return undefined;
}

/** The rooms of a sale: by its day in the program's calendar, whenever it comes. */
export function roomsOfSale(
  deps: Pick<CheckoutDeps, 'funding'>,
  sale: Sale,
  plan: SalePlan,
  rulebook: CompiledRulebook,
  desk: Desk<JournalEntry>,
  manner: Manner,
): SaleLimits {
  const { program, outlet } = sale.till;
  const place: LimitPlace = {
    ...{ tenant: program.tenant, program: program.program, lane: homeOf(sale, plan).lane, outlet: outlet.code },
    day: program.zone.localOf(sale.occurredAt).date,
    ...(plan.member && { member: { lane: plan.member.lane, owner: plan.member.owner }, card: plan.member.card }),
  };
  return roomsAt(deps, place, rulebook, desk, manner);
}

/** The rooms of a claim: the purchase counts on its own day, in the lane of whoever claims it. */
export function roomsOfClaim(
  deps: Pick<CheckoutDeps, 'funding'>,
  { till }: Pick<Sale, 'till'>,
  found: FoundSale,
  member: OwnerKey & { readonly card?: bigint | undefined },
  rulebook: CompiledRulebook,
  desk: Desk<JournalEntry>,
): SaleLimits {
  const { program } = till;
  const place: LimitPlace = {
    ...{ tenant: program.tenant, program: found.sale.program, lane: member.lane },
    outlet: found.record.basket.outlet.code,
    day: program.zone.localOf(found.sale.occurredAt).date,
    member: { lane: member.lane, owner: member.owner },
    card: member.card,
  };
  return roomsAt(deps, place, rulebook, desk, 'take');
}
