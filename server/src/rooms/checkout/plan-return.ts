import { assert } from '../../kernel/assert.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import {
  type Held,
  type LookUp,
  type OwnerKey,
  type Plan,
  survivorOf,
  want,
  type Want,
} from '../../platform/lanes/index.ts';
import { allocationSheet, recordSheet, type KeptOperation } from '../ledger/index.ts';
import { memberSheet } from '../members/index.ts';
import { accountSheet, originSheet } from '../points/index.ts';
import { couponSheet } from '../promotions/index.ts';
import type { ClaimRecord } from './claim-record.ts';
import type { CheckoutDeps } from './deps.ts';
import { couponKeysOf, type SaleRecord } from './record.ts';
import type { Return } from './return.ts';
import { planOnto, planWithOnto, type OntoPlan } from './refund-onto-card.ts';
import { claimSheet } from './store/claim.ts';
import { returnedSheet } from './store/returned.ts';
import { giftsOfSale, wantsOfGifts } from './take-cards-back.ts';

/** A sale as a return finds it: its record, and the claim that has given it a member since. */
export type FoundSale = {
  readonly lane: number;
  readonly seq: bigint;
  readonly sale: KeptOperation;
  readonly record: SaleRecord;
  readonly claim: { readonly lane: number; readonly seq: bigint; readonly record: ClaimRecord } | undefined;
  /** Whose purchase it is now: who goes on for the buyer, where he was merged since. */
  readonly member: (OwnerKey & { readonly tenant: number }) | undefined;
  /** Who bought, as the record says; from his lots he paid. */
  readonly buyer: OwnerKey | undefined;
  /** Those who bought or paid and were merged since, with who goes on for each: what comes back to them goes on to him. */
  readonly merged: readonly { readonly from: OwnerKey; readonly into: OwnerKey & { readonly tenant: number } }[];
};

/** `found` is absent for a return whose sale has not arrived: it will be parked. */
export type ReturnPlan = Plan & { readonly found: FoundSale | undefined; readonly onto: OntoPlan };

/** Finds a sale by its place; undefined when there is none of this tenant, or, for the till of a program, none of that program. */
export async function findSale(
  look: LookUp,
  { tenant, program }: { readonly tenant: number; readonly program?: number },
  place: { lane: number; seq: bigint },
): Promise<FoundSale | undefined> {
  const [sale, claim] = await Promise.all([look.row(recordSheet, place), look.row(claimSheet, place)]);
  if (!sale || sale.tenant !== tenant || sale.kind !== 'checkout.sale') return undefined;
  if (program !== undefined && sale.program !== program) return undefined;
  const record = sale.record as SaleRecord;
  const claimed = claim && (await look.row(recordSheet, { lane: claim.claimLane, seq: claim.claimSeq }));
  const claimRecord = claimed?.record as ClaimRecord | undefined;
  const kept = claimRecord?.member ?? record.member;
  const buyer = kept && { lane: kept.lane, owner: BigInt(kept.owner) };
  const merged = await mergedOf(look, tenant, buyer, record);
  const into = buyer && merged.find(({ from }) => from.owner === buyer.owner)?.into;
  return {
    ...place,
    sale,
    record,
    claim: claim && claimRecord ? { lane: claim.claimLane, seq: claim.claimSeq, record: claimRecord } : undefined,
    member: into ?? (buyer && { ...buyer, tenant }),
    buyer,
    merged,
  };
}

async function mergedOf(
  look: LookUp,
  tenant: number,
  buyer: OwnerKey | undefined,
  { payments }: SaleRecord,
): Promise<FoundSale['merged']> {
  const people = new Map<bigint, OwnerKey>();
  if (buyer) people.set(buyer.owner, buyer);
  for (const { payer, gift } of payments)
    if (payer && !gift) people.set(BigInt(payer.owner), { lane: payer.lane, owner: BigInt(payer.owner) });
  const found = await Promise.all(
    [...people.values()].map(async (from) => {
      const into = await survivorOf(look, from);
      return into && into.owner !== from.owner ? [{ from, into: { lane: into.lane, owner: into.owner, tenant } }] : [];
    }),
  );
  return found.flat();
}

/** Whoever is touched when goods of a sale come back, as they stand now. */
export async function ownersOfSale(look: LookUp, found: FoundSale): Promise<Held[]> {
  const keys = new Map<string, OwnerKey>();
  const add = (key: OwnerKey): unknown => keys.set(`${key.lane}/${key.owner}`, key);
  add({ lane: found.lane, owner: found.sale.owner });
  if (found.member) add(found.member);
  if (found.buyer) add(found.buyer);
  for (const { into } of found.merged) add(into);
  for (const { payer } of found.record.payments) if (payer) add({ lane: payer.lane, owner: BigInt(payer.owner) });
  for (const gift of giftsOfSale(found.record)) add(gift);
  return Promise.all(
    [...keys.values()].map(async (key) => {
      const owner = await look.owner(key);
      assert(owner, `owner ${key.lane}/${key.owner} of a sale is there`);
      return owner;
    }),
  );
}

/** The facts that a return reads. */
export function wantsOfReturn(found: FoundSale, owners: readonly Held[]): Want[] {
  const granted = found.claim ?? found;
  return [
    want(returnedSheet, found),
    want(claimSheet, found),
    want(allocationSheet, found),
    ...found.record.payments.flatMap(({ payer }) =>
      payer ? [want(allocationSheet, { lane: payer.lane, seq: BigInt(payer.seq) })] : [],
    ),
    ...owners.map((owner) => want(accountSheet, owner)),
    ...wantsOfGifts(found.record),
    ...couponKeysOf(
      found.sale.tenant,
      found.record.couponsUsed?.map(({ key }) => key),
    ).map((key) => want(couponSheet, key)),
    ...(found.member
      ? [
          want(memberSheet, found.member),
          want(originSheet, { lane: granted.lane, seq: granted.seq, heldLane: found.member.lane }),
        ]
      : []),
  ];
}

/** Finds the sale of a return, and the card that it names. An unknown sale is waited for, or refused where the policy says so and the till has asked. */
export async function planReturn(deps: CheckoutDeps, input: Return, look: LookUp): Promise<ReturnPlan | Refusal> {
  const { outlet, program } = input.till;
  const known = 'reference' in input.original ? await look.reference(input.original.reference) : undefined;
  if (known?.outcome === 'c') return refuse('checkout.sale.voided');
  const place = 'reference' in input.original ? (known?.outcome === 'b' ? known : undefined) : input.original;
  const found = place && (await findSale(look, program, { lane: place.lane, seq: place.seq }));
  if (found) {
    const [owners, onto] = await Promise.all([ownersOfSale(look, found), planOnto(deps, input, look)]);
    if ('refusal' in onto) return onto;
    return { ...planWithOnto({ owners, wants: wantsOfReturn(found, owners) }, onto), found, onto };
  }
  // A name that is another operation's, or a place that is no sale, will not become one.
  if (place || !('reference' in input.original)) return refuse('checkout.sale.unknown');
  if (input.manner === 'request' && program.policy.unknownReturn === 'refuse') return refuse('checkout.sale.unknown');
  // How much money there is to load is known with the sale only.
  const against = input.onto && refuse('checkout.return.card_needs_sale');
  if (against && input.manner === 'request') return against;
  const owners = [{ lane: outlet.lane, owner: outlet.owner, revision: 0 }];
  return { owners, wants: [], found: undefined, onto: { against } };
}
