import { pageQuery } from '../../../../../contract/common.ts';
import { unitPageSchema } from '../../../../../contract/programs.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../create-programs.ts';
import { afterCode, settingsPage } from '../settings-page.ts';
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
    refusals: [],
    handler: ({ principal, query }) => {
      const left = afterCode(programs.settings().unitsOf(principal.tenant), query.cursor);
      return {
        status: 200 as const,
        body: settingsPage(left, query.limit, { key: ({ code }) => code, show: unitBody }),
      };
    },
  });
