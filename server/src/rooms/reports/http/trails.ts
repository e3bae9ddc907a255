import { reportExportSchema, reportTrailAskedSchema } from '../../../../../contract/reports.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { speaksForTenant } from '../../partners/index.ts';
import { askExport } from '../export/ask-export.ts';
import { resolveFilter } from '../resolve-filter.ts';
import { exportBody } from './exports.ts';
import { FILTER_REFUSALS, roomEndpoint, SCOPE, TAGS, type ReportRouteDeps } from './room-endpoint.ts';
import { keeperOf } from './views.ts';

/** `POST /v1/reports/trails` */
export const askTrailEndpoint = (deps: ReportRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/reports/trails',
    summary: 'Order a file of everything that was done in a period: the audit log and the operations',
    description:
      `Needs the scope \`${SCOPE}\` too. One table: acts with what was before and after and their place in the chain, then operations ` +
      'with till, cashier, and, where a person did them, credential and reason. Made in the background like other exports.',
    scope: 'audit:read',
    tags: TAGS,
    body: reportTrailAskedSchema,
    answers: { 200: reportExportSchema, 201: reportExportSchema },
    refusals: [
      ...['operation.reference_reused', 'reports.export.too_many', 'reports.export.nowhere'],
      ...['http.scope.missing', 'partners.credential.beyond_own', ...FILTER_REFUSALS],
    ],
    handler: async ({ principal, body }) => {
      const { reports } = deps;
      if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
      if (!principal.scopes.has(SCOPE)) return refuse('http.scope.missing', { scope: SCOPE });
      const { reference, format, language, from, to } = body;
      const resolved = await resolveFilter(reports, principal.tenant, { from, to });
      if (!resolved.ok) return resolved;
      const outcome = await askExport(reports, keeperOf(principal), {
        ...{ reference, contents: 'trail' as const, format, language },
        asked: { sight: { tenant: principal.tenant, outlets: null }, filter: resolved.value },
        content: { trail: true, format, language, from, to },
      });
      if (!outcome.ok) return outcome;
      const answer = exportBody(deps, outcome.made);
      return outcome.isRepeat ? { status: 200 as const, body: answer } : { status: 201 as const, body: answer };
    },
  });
