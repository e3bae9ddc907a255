import { endpointsFor } from '../../../platform/http/endpoint.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import type { Reports } from '../create-reports.ts';
import type { Sight } from '../filter.ts';
import type { Lag } from '../read/lag.ts';

/** What the endpoints of this room stand on. */
export type ReportRouteDeps = { readonly reports: Reports };

/** An endpoint whose principal is one of the room partners. */
export const roomEndpoint = endpointsFor<Principal>();

export const SCOPE = 'journal:read';
/** Of the audit log, which speaks of the whole tenant. */
export const AUDIT_SCOPE = 'audit:read';
export const TAGS = ['reports'];

/** What a filter may be refused for. */
export const FILTER_REFUSALS = ['reports.filter.unknown', 'reports.filter.period', 'reports.filter.amount'] as const;

/** What a principal may see: one that is bound sees the outlets for which it may act, and nothing that stands at none. */
export function sightOf({ partners }: Pick<Reports, 'partners'>, principal: Principal): Sight {
  const { tenant } = principal;
  if (speaksForTenant(principal)) return { tenant, outlets: null };
  const outlets = partners.settings().outletsOf(tenant);
  return { tenant, outlets: outlets.filter((one) => partners.mayActFor(principal, one)).map((one) => one.outlet) };
}

/** Whether all that the one sees is seen by the other too: what somebody ordered is not his any more once he may see less. */
export const coversSight = (now: Sight, then: Sight): boolean =>
  now.tenant === then.tenant &&
  (now.outlets === null ||
    (then.outlets !== null && then.outlets.every((outlet) => now.outlets?.includes(outlet) === true)));

export const lagBody = ({ rows, seconds }: Lag): { rows: number; seconds: number } => ({ rows: Number(rows), seconds });
