import { addSeconds } from '../../../kernel/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { ReferenceKey } from '../../../platform/lanes/index.ts';
import type { PaymentName, Processors } from '../../processors/index.ts';
import { claimDueTenders, endAsGivenUp, openOfSale, setTenderDue } from '../store/outside-tender.ts';

/** What paying outside stands on. */
export type OutsideDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly processors: Pick<Processors, 'redeem' | 'reverse' | 'codeOf' | 'undoes' | 'refundLater'>;
  readonly onOutsideFailure?: ((error: unknown) => void) | undefined;
};

// Reference spaces of callers are positive: no payment of theirs has such a name.
const TENDER_SPACE = -1n;
const AT_ONCE = 20;
const UNDER_WAY_SECONDS = 30;
const CLAIM_SECONDS = 120;

/** The payment of an attempt, as the room processors knows it. */
export const paymentNameOf = (tenant: number, tender: bigint): PaymentName => ({
  tenant,
  space: TENDER_SPACE,
  reference: String(tender),
});

/**
 * Gives an attempt up and undoes what it has paid. False, and nothing is undone, when a sale stands on it. The processors' own jobs
 * go on until the undoing is certain; what could not even be begun is begun again by the sweep.
 */
export async function giveUp(deps: OutsideDeps, tenant: number, tender: bigint): Promise<boolean> {
  const { database, clock } = deps;
  if (!(await endAsGivenUp(database, tender, tenant, clock.now()))) {
    await setTenderDue(database, tender, undefined);
    return false;
  }
  const undone = await deps.processors.reverse(paymentNameOf(tenant, tender)).catch((error: unknown) => {
    deps.onOutsideFailure?.(error);
    return undefined;
  });
  const isBegun = undone?.ok === true;
  await setTenderDue(database, tender, isBegun ? undefined : addSeconds(clock.now(), UNDER_WAY_SECONDS));
  return true;
}

/** Gives up whatever was paid outside for a sale that will not be booked: it was voided before it came. */
export async function giveUpOfSale(deps: OutsideDeps, sale: ReferenceKey): Promise<void> {
  for (const tender of await openOfSale(deps.database, sale)) await giveUp(deps, sale.tenant, tender);
}

/**
 * Looks at attempts that are due and gives how many it looked at. One on which a sale stands is done with; one that nobody has ended
 * is given up: its till went away, or the process that asked is dead.
 */
export async function sweepOutside(deps: OutsideDeps): Promise<number> {
  const now = deps.clock.now();
  const due = await claimDueTenders(deps.database, { now, until: addSeconds(now, CLAIM_SECONDS), limit: AT_ONCE });
  for (const { tender, tenant, isUsed } of due) {
    if (isUsed) await setTenderDue(deps.database, tender, undefined);
    else await giveUp(deps, tenant, tender);
  }
  return due.length;
}
