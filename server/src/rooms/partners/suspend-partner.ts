import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import { writeSettings } from '../programs/index.ts';
import type { PartnerDeps } from './partner-deps.ts';
import type { Partner } from './partner.ts';
import { updatePartnerState } from './store/partner.ts';

export type SuspendPartnerOutcome = Ok<{ readonly partner: Partner }> | Refusal<'partners.partner.not_found'>;

const changeState = async (
  deps: PartnerDeps,
  tenant: number,
  code: string,
  state: Partner['state'],
  by: Actor,
): Promise<SuspendPartnerOutcome> => {
  await deps.refresh();
  const partner = deps.settings().partnerByCode(tenant, code);
  if (partner === undefined) return refuse('partners.partner.not_found', { partner: code });
  if (partner.state !== state) {
    await writeSettings(
      deps,
      async (tx) => {
        await updatePartnerState(tx, partner.partner, state);
        return true;
      },
      () => ({
        ...{ tenant, by, act: state === 'suspended' ? 'partners.partner.suspended' : 'partners.partner.resumed' },
        ...{ subject: `partner ${code}`, before: { state: partner.state }, after: { state } },
      }),
    );
  }
  return { ok: true, partner: deps.settings().partner(partner.partner) };
};

/** Stops all tills and credentials of the partner, in every process within a second. Refuses an unknown partner. */
export const suspendPartner = (
  deps: PartnerDeps,
  tenant: number,
  code: string,
  by: Actor = PROGRAM_ITSELF,
): Promise<SuspendPartnerOutcome> => changeState(deps, tenant, code, 'suspended', by);

/** Lets a suspended partner work again. Refuses an unknown partner. */
export const resumePartner = (
  deps: PartnerDeps,
  tenant: number,
  code: string,
  by: Actor = PROGRAM_ITSELF,
): Promise<SuspendPartnerOutcome> => changeState(deps, tenant, code, 'active', by);
