import { pageQuery } from '../../../../../contract/common.ts';
import { unitPageSchema } from '../../../../../contract/programs.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../create-programs.ts';
import { settingsPage } from '../settings-page.ts';
import { unitBody } from './program-body.ts';

/** `GET /v1/units` */
export const listUnits = (programs: Programs) =>
  endpoint({
    method: 'GET',
    path: '/v1/units',
    summary: 'List the units of the tenant',
    scope: 'settings:read',
    tags: ['programs'],
    query: pageQuery,
    answers: { 200: unitPageSchema },
    refusals: ['http.cursor.malformed'],
    handler: ({ principal, query }) => {
      const cut = settingsPage(programs.settings().unitsOf(principal.tenant), query, unitBody);
      return cut.ok ? { status: 200 as const, body: cut.page } : cut;
    },
  });
