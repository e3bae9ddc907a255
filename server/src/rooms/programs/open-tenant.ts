import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import { insertTenant } from './store/tenant.ts';
import { refuseTenant } from './tenant.ts';
import type { Tenant, TenantInput } from './tenant.ts';
import { writeSettings } from './write-settings.ts';
import type { ProgramDeps } from './write-settings.ts';

export type OpenTenantOutcome =
  | Ok<{ readonly tenant: Tenant }>
  | Refusal<'programs.tenant.code_malformed' | 'programs.tenant.unknown_country' | 'programs.tenant.code_taken'>;

/** Opens a tenant and gives it its lanes. Refuses a malformed code, a country without phone numbers, a taken code. */
export const openTenant = async (deps: ProgramDeps, input: TenantInput): Promise<OpenTenantOutcome> => {
  const refusal = refuseTenant(input);
  if (refusal) return refusal;
  const tenant = await writeSettings(
    deps,
    async (tx) => {
      const inserted = await insertTenant(tx, input, deps.clock.now());
      if (inserted !== undefined) await deps.equipTenant(tx, inserted);
      return inserted;
    },
    (made) => ({
      ...{ tenant: made, by: PROGRAM_ITSELF, act: 'programs.tenant.opened', subject: `tenant ${input.code}` },
      after: { code: input.code, name: input.name, defaultCountry: input.defaultCountry },
    }),
  );
  if (tenant === undefined) return refuse('programs.tenant.code_taken', { code: input.code });
  return { ok: true, tenant: deps.settings().tenant(tenant) };
};
