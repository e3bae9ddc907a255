import { outletInputSchema, outletSchema } from '../../../../../contract/partners.ts';
import { actorOf } from '../../../platform/audit.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { mayConfigure } from '../may-configure.ts';
import { outletBody } from './partner-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

/** `POST /v1/outlets` */
export const addOutlet = ({ partners, programs }: PartnerRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/outlets',
    summary: 'Add an outlet to a partner',
    description: 'Times of its tills are read in its zone; its business day starts at `cutOverHour`.',
    scope: 'settings:write',
    tags: ['partners'],
    body: outletInputSchema,
    answers: { 201: outletSchema },
    refusals: [
      'partners.partner.not_found',
      'programs.code.malformed',
      'partners.outlet.unknown_zone',
      'partners.outlet.cut_over_out_of_day',
      'partners.outlet.too_many_groups',
      'programs.program.not_found',
      'programs.program.closed',
      'partners.outlet.code_taken',
    ],
    examples: { body: { code: 'norte-1', name: 'Calle Mayor 1', partner: 'norte', program: 'club', cutOverHour: 4 } },
    handler: async ({ principal, body }) => {
      await partners.refresh();
      const partner = partners.settings().partnerByCode(principal.tenant, body.partner);
      if (partner === undefined || !mayConfigure(principal, partner)) {
        return refuse('partners.partner.not_found', { partner: body.partner });
      }
      const outcome = await partners.addOutlet(principal.tenant, body, actorOf(principal));
      if (!outcome.ok) return outcome;
      return { status: 201 as const, body: outletBody(partners.settings(), programs.settings())(outcome.outlet) };
    },
  });
