import { outletPathSchema, terminalPageSchema } from '../../../../../contract/partners.ts';
import { pageQuery } from '../../../../../contract/common.ts';
import { afterCode, settingsPage } from '../../programs/index.ts';
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
    refusals: ['partners.outlet.not_found'],
    handler: ({ principal, params, query }) => {
      const found = findOutlet(partners, principal, params.code);
      if (!found.ok) return found;
      const settings = partners.settings();
      const left = afterCode(settings.terminalsOf(found.outlet.outlet), query.cursor);
      const show = terminalBody(settings);
      return { status: 200 as const, body: settingsPage(left, query.limit, { key: ({ code }) => code, show }) };
    },
  });
