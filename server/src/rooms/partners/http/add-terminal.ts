import { outletPathSchema, terminalInputSchema, terminalSchema } from '../../../../../contract/partners.ts';
import { actorOf } from '../../../platform/audit.ts';
import { findOutlet } from './find-configurable.ts';
import { terminalBody } from './partner-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

/** `POST /v1/outlets/:code/terminals` */
export const addTerminal = ({ partners }: PartnerRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/outlets/:code/terminals',
    summary: 'Add a terminal to an outlet',
    description: 'It speaks through a credential that is bound to it, to its partner, or to nothing.',
    scope: 'settings:write',
    tags: ['partners'],
    params: outletPathSchema,
    body: terminalInputSchema,
    answers: { 201: terminalSchema },
    refusals: [
      'partners.outlet.not_found',
      'programs.code.malformed',
      'partners.outlet.closed',
      'partners.terminal.code_taken',
    ],
    examples: { body: { code: 'T1' } },
    handler: async ({ principal, params, body }) => {
      await partners.refresh();
      const found = findOutlet(partners, principal, params.code);
      if (!found.ok) return found;
      const outcome = await partners.addTerminal(principal.tenant, params.code, body, actorOf(principal));
      return outcome.ok ? { status: 201 as const, body: terminalBody(partners.settings())(outcome.terminal) } : outcome;
    },
  });
