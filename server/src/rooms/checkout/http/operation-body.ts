import { FLAG } from '../../ledger/index.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import type { Checkout } from '../create-checkout.ts';
import type { OperationRow } from '../read/operation.ts';

type FlagName = keyof typeof FLAG;
const FLAG_NAMES = Object.keys(FLAG) as FlagName[];

/** The frame of an operation as the API shows it: what it was, its three dates, where it came from, its marks. */
export function operationBody({ tokens, partners }: Pick<Checkout, 'tokens' | 'partners'>, row: OperationRow) {
  const settings = partners.settings();
  return {
    operation: tokens.encode('op', row.lane, row.seq),
    kind: row.kind,
    occurredAt: isoFromInstant(row.occurred_at),
    recordedAt: isoFromInstant(row.recorded_at),
    bookedOn: row.booked_on as string,
    // Zero where no till stood behind it.
    ...(row.outlet > 0 ? { outlet: settings.outlet(row.outlet).code } : {}),
    ...(row.terminal > 0 ? { terminal: settings.terminal(row.terminal).code } : {}),
    flags: FLAG_NAMES.filter((name) => (row.flags & FLAG[name]) !== 0),
  };
}

/** Whether a credential may see what happened at an outlet: one that is bound sees its own outlets only. */
export function maySee({ partners }: Pick<Checkout, 'partners'>, principal: Principal, outlet: number): boolean {
  if (speaksForTenant(principal)) return true;
  return outlet > 0 && partners.mayActFor(principal, partners.settings().outlet(outlet));
}

/** The outlets whose operations a credential may see; null for all of its tenant. */
export function outletsSeen({ partners }: Pick<Checkout, 'partners'>, principal: Principal): number[] | null {
  if (speaksForTenant(principal)) return null;
  const outlets = partners.settings().outletsOf(principal.tenant);
  return outlets.filter((one) => partners.mayActFor(principal, one)).map((one) => one.outlet);
}
