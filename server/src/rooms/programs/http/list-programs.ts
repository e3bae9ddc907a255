import { pageQuery } from '../../../../../contract/common.ts';
import { programPageSchema } from '../../../../../contract/programs.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../create-programs.ts';
import { settingsPage } from '../settings-page.ts';
import { programBody } from './program-body.ts';

/** `GET /v1/programs` */
export const listPrograms = (programs: Programs) =>
  endpoint({
    method: 'GET',
    path: '/v1/programs',
    summary: 'List the programs of the tenant',
    scope: 'settings:read',
    tags: ['programs'],
    query: pageQuery,
    answers: { 200: programPageSchema },
    refusals: ['http.cursor.malformed'],
    handler: ({ principal, query }) => {
      const all = programs.settings().programsOf(principal.tenant);
      // Whoever is bound to a program sees no other.
      const seen = all.filter(({ program }) => (principal.program ?? program) === program);
      const cut = settingsPage(seen, query, programBody);
      return cut.ok ? { status: 200 as const, body: cut.page } : cut;
    },
  });
