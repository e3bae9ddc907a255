import { speaksForTenant } from './credential.ts';
import type { Principal } from './credential.ts';
import { mayActFor } from './may-act-for.ts';
import type { PartnerSettings } from './settings.ts';

/**
 * True where the principal may name what was done at an outlet, to end it or to undo it: whoever is bound to a place what was done there,
 * and a till what any till of its partner did, since what is bought in one shop is brought back to another. To everybody else there is no
 * such operation, by its token no more than by its reference.
 */
export const mayName = (settings: PartnerSettings, principal: Principal, outlet: number): boolean => {
  if (speaksForTenant(principal)) return true;
  // What was done at no outlet is nobody's who is bound to one.
  if (outlet <= 0) return false;
  const place = settings.outlet(outlet);
  if (principal.terminal === undefined) return mayActFor(settings, principal, place);
  return place.tenant === principal.tenant && place.partner === ofTill(settings, principal.terminal).partner;
};

const ofTill = (settings: PartnerSettings, terminal: number) => settings.outlet(settings.terminal(terminal).outlet);
