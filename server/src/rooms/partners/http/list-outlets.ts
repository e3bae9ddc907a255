import { outletPageSchema } from '../../../../../contract/partners.ts';
import { pageQuery } from '../../../../../contract/common.ts';
import { settingsPage } from '../../programs/index.ts';
import { mayConfigure } from '../may-configure.ts';
import { outletBody } from './partner-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

/** `GET /v1/outlets` */
export const listOutlets = ({ partners, programs }: PartnerRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/outlets',
    summary: 'List the outlets',
    description: 'A credential that is bound to a partner sees those of that partner.',
    scope: 'settings:read',
    tags: ['partners'],
    query: pageQuery,
    answers: { 200: outletPageSchema },
    refusals: ['http.cursor.malformed'],
    handler: ({ principal, query }) => {
      const settings = partners.settings();
      const visible = settings.outletsOf(principal.tenant).filter((one) => mayConfigure(principal, one));
      const show = outletBody(settings, programs.settings());
      const cut = settingsPage(visible, query, show);
      return cut.ok ? { status: 200 as const, body: cut.page } : cut;
    },
  });
