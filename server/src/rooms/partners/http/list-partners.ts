import { partnerPageSchema } from '../../../../../contract/partners.ts';
import { pageQuery } from '../../../../../contract/common.ts';
import { settingsPage } from '../../programs/index.ts';
import { mayConfigure } from '../may-configure.ts';
import { partnerBody } from './partner-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

/** `GET /v1/partners` */
export const listPartners = ({ partners }: PartnerRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/partners',
    summary: 'List the partners',
    description: 'A credential that is bound to a partner sees that one.',
    scope: 'settings:read',
    tags: ['partners'],
    query: pageQuery,
    answers: { 200: partnerPageSchema },
    refusals: ['http.cursor.malformed'],
    handler: ({ principal, query }) => {
      const visible = partners
        .settings()
        .partnersOf(principal.tenant)
        .filter((one) => mayConfigure(principal, one));
      const cut = settingsPage(visible, query, partnerBody);
      return cut.ok ? { status: 200 as const, body: cut.page } : cut;
    },
  });
