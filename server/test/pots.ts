// Holds pots to conservation: what a pot has given out lies in slices and reservations, and is never more than its budget.

import type { Database } from '../src/platform/database/database.ts';
import { potsNamed, type PotStanding } from '../src/platform/pots/index.ts';
import { potsOfProgram } from '../src/rooms/promotions/index.ts';
import type { TestHouse } from './house.ts';

const WRONG = `
  select pot.pot, pot.budget, pot.drawn, slices.unused, slices.used, kept.reserved
    from pots.pot as pot
   cross join lateral (select coalesce(sum(unused), 0) as unused, coalesce(sum(used), 0) as used from pots.slice as slice
                        where slice.tenant_id = pot.tenant_id and slice.pot = pot.pot) as slices
   cross join lateral (select coalesce(sum(amount), 0) as reserved from pots.reservation as reservation
                        where reservation.tenant_id = pot.tenant_id and reservation.pot = pot.pot) as kept
   where pot.drawn <> slices.unused + slices.used + kept.reserved or pot.drawn > pot.budget or slices.used < 0`;

/** Throws with the pots that have given out more than they have, or something else than lies in lanes and reservations. */
export async function assertPots({ database }: { readonly database: Database }): Promise<void> {
  const wrong = await database.query(WRONG);
  if (wrong.length === 0) return;
  throw new Error(
    `pots do not add up: ${JSON.stringify(wrong, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
  );
}

/** The pots of a promotion of the house's program, as they stand. */
export const potsOf = ({ database, tenant, program }: TestHouse, promotion: string): Promise<PotStanding[]> =>
  potsNamed(database, tenant, `${potsOfProgram(program().program)}${promotion}/`);
