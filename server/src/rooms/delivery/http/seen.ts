import { speaksForTenant, type Partners, type Principal } from '../../partners/index.ts';
import type { Seen } from '../read/deliveries.ts';

/**
 * Whose deliveries a principal sees: undefined for those of the whole tenant, else those of the outlets that it may act for, and those
 * that its partner told without an outlet.
 */
export function seenBy({ settings, mayActFor }: Partners, principal: Principal): Seen | undefined {
  if (speaksForTenant(principal)) return undefined;
  const outlets = settings().outletsOf(principal.tenant);
  const { partner, outlet, program } = principal;
  const isPartner = partner !== undefined && outlet === undefined && program === undefined;
  return {
    outlets: outlets.filter((one) => mayActFor(principal, one)).map((one) => one.outlet),
    // As `spaceOfTill` has it for a partner; no space is negative.
    space: isPartner ? 2n * BigInt(partner) : -1n,
  };
}
