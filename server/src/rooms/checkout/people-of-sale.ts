import type { OwnerKey } from '../../platform/lanes/index.ts';
import type { FoundSale } from './plan-return.ts';

/** The member and whoever else has paid, each once. */
export function peopleOf(found: FoundSale): OwnerKey[] {
  const people = new Map<bigint, OwnerKey>();
  for (const one of [found.member, found.buyer, ...found.merged.map(({ into }) => into)])
    if (one) people.set(one.owner, { lane: one.lane, owner: one.owner });
  for (const { payer } of found.record.payments)
    if (payer) people.set(BigInt(payer.owner), { lane: payer.lane, owner: BigInt(payer.owner) });
  return [...people.values()];
}
