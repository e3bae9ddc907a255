import { partnerPathSchema, partnerSchema } from '../../../../../contract/partners.ts';
import { actorOf } from '../../../platform/audit.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { speaksForTenant } from '../credential.ts';
import { partnerBody } from './partner-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

const changeState = ({ partners }: PartnerRouteDeps, act: 'suspend' | 'resume', summary: string) =>
  roomEndpoint({
    method: 'POST',
    path: `/v1/partners/:code/${act}`,
    summary,
    description: 'All its tills and credentials follow within a second.',
    scope: 'settings:write',
    tags: ['partners'],
    params: partnerPathSchema,
    answers: { 200: partnerSchema },
    refusals: ['partners.credential.beyond_own', 'partners.partner.not_found'],
    handler: async ({ principal, params }) => {
      if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
      const change = act === 'suspend' ? partners.suspendPartner : partners.resumePartner;
      const outcome = await change(principal.tenant, params.code, actorOf(principal));
      return outcome.ok ? { status: 200 as const, body: partnerBody(outcome.partner) } : outcome;
    },
  });

/** `POST /v1/partners/:code/suspend` */
export const suspendPartner = (deps: PartnerRouteDeps) => changeState(deps, 'suspend', 'Suspend a partner');

/** `POST /v1/partners/:code/resume` */
export const resumePartner = (deps: PartnerRouteDeps) =>
  changeState(deps, 'resume', 'Let a suspended partner work again');
