import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import { writeSettings } from '../programs/index.ts';
import type { Outlet } from './outlet.ts';
import type { PartnerDeps } from './partner-deps.ts';
import { updateOutletState } from './store/outlet.ts';

export type CloseOutletOutcome = Ok<{ readonly outlet: Outlet }> | Refusal<'partners.outlet.not_found'>;

const changeState = async (
  deps: PartnerDeps,
  tenant: number,
  code: string,
  state: Outlet['state'],
  by: Actor,
): Promise<CloseOutletOutcome> => {
  await deps.refresh();
  const outlet = deps.settings().outletByCode(tenant, code);
  if (outlet === undefined) return refuse('partners.outlet.not_found', { outlet: code });
  if (outlet.state !== state) {
    await writeSettings(
      deps,
      async (tx) => {
        await updateOutletState(tx, outlet.outlet, state);
        return true;
      },
      () => ({
        ...{ tenant, by, act: state === 'closed' ? 'partners.outlet.closed' : 'partners.outlet.reopened' },
        ...{ subject: `outlet ${code}`, before: { state: outlet.state }, after: { state } },
      }),
    );
  }
  return { ok: true, outlet: deps.settings().outlet(outlet.outlet) };
};

/** Closes the outlet to requests; what its tills tell afterwards is booked and listed. Refuses an unknown outlet. */
export const closeOutlet = (
  deps: PartnerDeps,
  tenant: number,
  code: string,
  by: Actor = PROGRAM_ITSELF,
): Promise<CloseOutletOutcome> => changeState(deps, tenant, code, 'closed', by);

/** Opens a closed outlet again. Refuses an unknown outlet. */
export const reopenOutlet = (
  deps: PartnerDeps,
  tenant: number,
  code: string,
  by: Actor = PROGRAM_ITSELF,
): Promise<CloseOutletOutcome> => changeState(deps, tenant, code, 'open', by);
