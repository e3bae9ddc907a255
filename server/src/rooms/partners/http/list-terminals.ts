import { outletPathSchema, terminalPageSchema } from '../../../../../contract/partners.ts';
import { pageQuery } from '../../../../../contract/common.ts';
import { settingsPage } from '../../programs/index.ts';
import { findOutlet } from './find-configurable.ts';
import { terminalBody } from './partner-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

/** `GET /v1/outlets/:code/terminals` */
export const listTerminals = ({ partners }: PartnerRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/outlets/:code/terminals',
    summary: 'List the terminals of an outlet',
    scope: 'settings:read',
    tags: ['partners'],
    params: outletPathSchema,
    query: pageQuery,
    answers: { 200: terminalPageSchema },
    refusals: ['http.cursor.malformed', 'partners.outlet.not_found'],
    handler: ({ principal, params, query }) => {
      const found = findOutlet(partners, principal, params.code);
      if (!found.ok) return found;
      const settings = partners.settings();
      const show = terminalBody(settings);
      const cut = settingsPage(settings.terminalsOf(found.outlet.outlet), query, show);
      return cut.ok ? { status: 200 as const, body: cut.page } : cut;
    },
  });
