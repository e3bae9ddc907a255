import { speaksForTenant } from './credential.ts';
import type { Credential, Principal } from './credential.ts';
import type { Outlet } from './outlet.ts';
import type { Partner } from './partner.ts';
import type { PartnerSettings } from './settings.ts';

/**
 * True where the principal may see and change settings of the partner, or of the outlet and its terminals: a free
 * credential those of its tenant, one bound to a partner its own. A till's credential configures nothing.
 */
export const mayConfigure = (principal: Principal, target: Partner | Outlet): boolean =>
  target.tenant === principal.tenant &&
  principal.terminal === undefined &&
  (principal.partner ?? target.partner) === target.partner &&
  (principal.program === undefined || ('outlet' in target && principal.program === target.program)) &&
  (principal.outlet === undefined || ('outlet' in target && principal.outlet === target.outlet));

/** The partner that a credential is bound to, directly or by its terminal; undefined for a free one. */
const partnerOf = (settings: PartnerSettings, bound: Pick<Credential, 'partner' | 'terminal'>): number | undefined =>
  bound.terminal === undefined ? bound.partner : settings.outlet(settings.terminal(bound.terminal).outlet).partner;

/** True where the principal may see, issue or revoke credentials bound in this way: by the same rule. */
export const mayConfigureCredential = (
  settings: PartnerSettings,
  principal: Principal,
  bound: Pick<Credential, 'tenant' | 'partner' | 'terminal'>,
): boolean => {
  if (bound.tenant !== principal.tenant) return false;
  if (speaksForTenant(principal)) return true;
  // Whoever is bound to a program or an outlet hands out no keys.
  if (principal.partner === undefined) return false;
  return principal.terminal === undefined && partnerOf(settings, bound) === principal.partner;
};
