import { outletPageSchema, outletQuerySchema } from '../../../../../contract/partners.ts';
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
    query: outletQuerySchema,
    answers: { 200: outletPageSchema },
    refusals: ['http.cursor.malformed'],
    handler: ({ principal, query }) => {
      const settings = partners.settings();
      const partner = query.partner === undefined ? undefined : settings.partnerByCode(principal.tenant, query.partner);
      const isAsked = (one: { readonly partner: number }): boolean =>
        query.partner === undefined || one.partner === partner?.partner;
      const visible = settings
        .outletsOf(principal.tenant)
        .filter((one) => isAsked(one) && mayConfigure(principal, one));
      const show = outletBody(settings, programs.settings());
      const cut = settingsPage(visible, query, show);
      return cut.ok ? { status: 200 as const, body: cut.page } : cut;
    },
  });
