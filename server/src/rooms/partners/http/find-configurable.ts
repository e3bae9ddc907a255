import { refuse } from '../../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import type { Partners } from '../create-partners.ts';
import type { Principal } from '../credential.ts';
import { mayConfigure } from '../may-configure.ts';
import type { Outlet } from '../outlet.ts';

/** The outlet of that code. One that the principal may not configure is not found, like one of another tenant. */
export const findOutlet = (
  partners: Partners,
  principal: Principal,
  code: string,
): Ok<{ readonly outlet: Outlet }> | Refusal<'partners.outlet.not_found'> => {
  const outlet = partners.settings().outletByCode(principal.tenant, code);
  if (outlet === undefined || !mayConfigure(principal, outlet)) {
    return refuse('partners.outlet.not_found', { outlet: code });
  }
  return { ok: true, outlet };
};
