import { speaksForTenant } from './credential.ts';
import type { Principal } from './credential.ts';
import type { Outlet } from './outlet.ts';
import type { PartnerSettings } from './settings.ts';
import type { Terminal } from './terminal.ts';

/**
 * True where the principal may speak for the terminal or the outlet: a free credential for everything of its tenant,
 * one bound to a partner, a program or an outlet for that one's outlets and their terminals, one bound to a terminal for it and for its
 * outlet.
 */
export const mayActFor = (settings: PartnerSettings, principal: Principal, target: Terminal | Outlet): boolean => {
  if (target.tenant !== principal.tenant) return false;
  if (principal.terminal !== undefined) {
    if ('terminal' in target) return target.terminal === principal.terminal;
    return target.outlet === settings.terminal(principal.terminal).outlet;
  }
  if (speaksForTenant(principal)) return true;
  const outlet = 'terminal' in target ? settings.outlet(target.outlet) : target;
  return (
    (principal.partner ?? outlet.partner) === outlet.partner &&
    (principal.program ?? outlet.program) === outlet.program &&
    (principal.outlet ?? outlet.outlet) === outlet.outlet
  );
};
