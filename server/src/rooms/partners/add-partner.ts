import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import { refuseCode, writeSettings } from '../programs/index.ts';
import type { PartnerDeps } from './partner-deps.ts';
import type { Partner, PartnerInput } from './partner.ts';
import { insertPartner } from './store/partner.ts';

export type AddPartnerOutcome =
  | Ok<{ readonly partner: Partner }>
  | Refusal<'programs.code.malformed' | 'partners.partner.code_taken'>;

/** Adds a partner. Refuses a malformed code, then one that the tenant has already. */
export const addPartner = async (
  deps: PartnerDeps,
  tenant: number,
  input: PartnerInput,
  by: Actor = PROGRAM_ITSELF,
): Promise<AddPartnerOutcome> => {
  const malformed = refuseCode(input.code);
  if (malformed) return malformed;
  const partner = await writeSettings(
    deps,
    (tx) => insertPartner(tx, tenant, input),
    () => ({
      ...{ tenant, by, act: 'partners.partner.added', subject: `partner ${input.code}`, after: { name: input.name } },
    }),
  );
  if (partner === undefined) return refuse('partners.partner.code_taken', { code: input.code });
  return { ok: true, partner: deps.settings().partner(partner) };
};
