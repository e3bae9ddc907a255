import { partnerInputSchema, partnerSchema } from '../../../../../contract/partners.ts';
import { actorOf } from '../../../platform/audit.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { speaksForTenant } from '../credential.ts';
import { partnerBody } from './partner-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

/** `POST /v1/partners` */
export const addPartner = ({ partners }: PartnerRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/partners',
    summary: 'Add a partner',
    scope: 'settings:write',
    tags: ['partners'],
    body: partnerInputSchema,
    answers: { 201: partnerSchema },
    refusals: ['partners.credential.beyond_own', 'programs.code.malformed', 'partners.partner.code_taken'],
    examples: { body: { code: 'norte', name: 'Norte' } },
    handler: async ({ principal, body }) => {
      if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
      const outcome = await partners.addPartner(principal.tenant, body, actorOf(principal));
      return outcome.ok ? { status: 201 as const, body: partnerBody(outcome.partner) } : outcome;
    },
  });
