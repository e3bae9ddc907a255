import type { z } from 'zod';
import type { outletSchema, partnerSchema, terminalSchema } from '../../../../../contract/partners.ts';
import type { ProgramSettings } from '../../programs/index.ts';
import type { Outlet } from '../outlet.ts';
import type { Partner } from '../partner.ts';
import type { PartnerSettings } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

/** The partner as the API shows it. */
export const partnerBody = (partner: Partner): z.output<typeof partnerSchema> => ({
  code: partner.code,
  name: partner.name,
  state: partner.state,
});

/** The outlet as the API shows it: other things by their codes. */
export const outletBody =
  (partners: PartnerSettings, programs: ProgramSettings) =>
  (outlet: Outlet): z.output<typeof outletSchema> => ({
    code: outlet.code,
    name: outlet.name,
    partner: partners.partner(outlet.partner).code,
    program: programs.program(outlet.program).code,
    zone: outlet.zone.name,
    cutOverHour: outlet.cutOverHour,
    groups: [...outlet.groups],
    state: outlet.state,
  });

/** The terminal as the API shows it. */
export const terminalBody =
  (partners: PartnerSettings) =>
  (terminal: Terminal): z.output<typeof terminalSchema> => ({
    code: terminal.code,
    outlet: partners.outlet(terminal.outlet).code,
    mayRequest: terminal.mayRequest,
    mayNotify: terminal.mayNotify,
    hasOwnReferences: terminal.hasOwnReferences,
    state: terminal.state,
  });
