import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { isZoneName } from '../../kernel/zone.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import { refuseClosed, refuseCode, writeSettings } from '../programs/index.ts';
import { GROUPS_PER_OUTLET_MAX } from './outlet.ts';
import type { Outlet, OutletInput } from './outlet.ts';
import type { PartnerDeps } from './partner-deps.ts';
import { insertOutlet } from './store/outlet.ts';

export type AddOutletRefusal = Refusal<
  | 'programs.code.malformed'
  | 'partners.outlet.unknown_zone'
  | 'partners.outlet.cut_over_out_of_day'
  | 'partners.outlet.too_many_groups'
  | 'partners.partner.not_found'
  | 'programs.program.not_found'
  | 'programs.program.closed'
  | 'partners.outlet.code_taken'
>;

const refuseForm = (input: OutletInput): AddOutletRefusal | undefined => {
  const groups = input.groups ?? [];
  const malformed = [input.code, ...groups].map(refuseCode).find((refusal) => refusal !== undefined);
  if (malformed) return malformed;
  if (input.zone !== undefined && !isZoneName(input.zone)) {
    return refuse('partners.outlet.unknown_zone', { zone: input.zone.slice(0, 64) });
  }
  const hour = input.cutOverHour ?? 0;
  if (!Number.isInteger(hour) || hour < 0 || hour > 23) {
    return refuse('partners.outlet.cut_over_out_of_day', { hour: String(hour) });
  }
  if (groups.length > GROUPS_PER_OUTLET_MAX) {
    return refuse('partners.outlet.too_many_groups', { max: String(GROUPS_PER_OUTLET_MAX) });
  }
  return undefined;
};

/**
 * Adds an outlet and opens the owner of its receipts in a lane. Refuses, in this order: a malformed code (its own or a
 * group's), an unknown zone, a cut-over outside of the day, too many groups, a partner or program that the tenant does
 * not have, a closed program, a code that the tenant has already.
 */
export const addOutlet = async (
  deps: PartnerDeps,
  tenant: number,
  input: OutletInput,
  by: Actor = PROGRAM_ITSELF,
): Promise<Ok<{ readonly outlet: Outlet }> | AddOutletRefusal> => {
  await deps.refresh();
  const refusal = refuseForm(input);
  if (refusal) return refusal;
  const partner = deps.settings().partnerByCode(tenant, input.partner);
  if (partner === undefined) return refuse('partners.partner.not_found', { partner: input.partner });
  const program = deps.programs.settings().programByCode(tenant, input.program);
  if (program === undefined) return refuse('programs.program.not_found', { program: input.program });
  const closed = refuseClosed(program);
  if (closed) return closed;
  // Looked up before the write, so that a repeated request leaves no owner behind; the unique key has the last word.
  const taken = refuse('partners.outlet.code_taken', { code: input.code });
  if (deps.settings().outletByCode(tenant, input.code) !== undefined) return taken;

  const outlet = await writeSettings(
    deps,
    async (tx) => {
      const { lane, owner } = await deps.openOwner(tx, tenant, 'outlet');
      return insertOutlet(tx, {
        tenant,
        partner: partner.partner,
        program: program.program,
        code: input.code,
        name: input.name,
        zone: input.zone ?? program.zone.name,
        cutOverHour: input.cutOverHour ?? 0,
        groups: [...new Set(input.groups)],
        lane,
        owner,
      });
    },
    () => {
      const { code, name, zone, cutOverHour, groups } = input;
      const where = { partner: partner.code, program: program.code };
      const after = { name, ...where, zone: zone ?? program.zone.name, cutOverHour: cutOverHour ?? 0, groups };
      return { tenant, by, act: 'partners.outlet.added', subject: `outlet ${code}`, after };
    },
  );
  if (outlet === undefined) return taken;
  return { ok: true, outlet: deps.settings().outlet(outlet) };
};
