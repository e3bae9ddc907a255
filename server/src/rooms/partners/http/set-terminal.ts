import { terminalChangeSchema, terminalPathSchema, terminalSchema } from '../../../../../contract/partners.ts';
import { actorOf } from '../../../platform/audit.ts';
import { findOutlet } from './find-configurable.ts';
import { terminalBody } from './partner-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

/** `PATCH /v1/outlets/:code/terminals/:terminal` */
export const setTerminal = ({ partners }: PartnerRouteDeps) =>
  roomEndpoint({
    method: 'PATCH',
    path: '/v1/outlets/:code/terminals/:terminal',
    summary: 'Suspend or resume a terminal, or bar it from asking or telling',
    description: 'What is left out stays. It holds everywhere within a second.',
    scope: 'settings:write',
    tags: ['partners'],
    params: terminalPathSchema,
    body: terminalChangeSchema,
    answers: { 200: terminalSchema },
    refusals: ['partners.outlet.not_found', 'partners.terminal.not_found'],
    examples: { body: { state: 'suspended' } },
    handler: async ({ principal, params, body }) => {
      await partners.refresh();
      const found = findOutlet(partners, principal, params.code);
      if (!found.ok) return found;
      const codes = { outlet: params.code, terminal: params.terminal };
      const outcome = await partners.setTerminal(principal.tenant, codes, body, actorOf(principal));
      return outcome.ok ? { status: 200 as const, body: terminalBody(partners.settings())(outcome.terminal) } : outcome;
    },
  });
