import { reportExportSchema, reportTrailAskedSchema } from '../../../../../contract/reports.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { askExport } from '../export/ask-export.ts';
import { resolveTrail } from '../trail/resolve-trail.ts';
import { exportBody } from './exports.ts';
import { AUDIT_SCOPE, FILTER_REFUSALS, roomEndpoint, SCOPE, TAGS, type ReportRouteDeps } from './room-endpoint.ts';
import { seenBy } from './search-trail.ts';
import { keeperOf } from './views.ts';

/** `POST /v1/reports/trails` */
export const askTrailEndpoint = (deps: ReportRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/reports/trails',
    summary: 'Order a file of everything that was done in a period: the audit log and the operations',
    description:
      'What `POST /v1/reports/trails/search` finds by the same filter, in the same order: acts with what was before and after and their place ' +
      'in the chain, operations with the credential that sent them, till, cashier, and, where a person did them, person and reason. ' +
      `Needs the scope \`${SCOPE}\` too. Made in the background like other exports.`,
    scope: AUDIT_SCOPE,
    tags: TAGS,
    body: reportTrailAskedSchema,
    answers: { 200: reportExportSchema, 201: reportExportSchema },
    refusals: [
      ...['operation.reference_reused', 'reports.export.too_many', 'reports.export.nowhere'],
      ...['http.scope.missing', 'partners.credential.beyond_own', ...FILTER_REFUSALS],
    ],
    handler: async ({ principal, body }) => {
      const { reports } = deps;
      const { reference, format, language, ...filter } = body;
      // Files are fetched by who may read the journal.
      if (!principal.scopes.has(SCOPE)) return refuse('http.scope.missing', { scope: SCOPE });
      const seen = seenBy(principal, filter);
      if (!seen.ok) return seen;
      const resolved = await resolveTrail(reports, principal.tenant, seen.asked);
      if (!resolved.ok) return resolved;
      const trail = resolved.value;
      const outcome = await askExport(reports, keeperOf(principal), {
        ...{ reference, contents: 'trail' as const, format, language },
        asked: { sight: { tenant: principal.tenant, outlets: null }, filter: trail.lines ?? {} },
        trail,
        content: { trail: true, format, language, ...seen.asked },
      });
      if (!outcome.ok) return outcome;
      const answer = exportBody(deps, outcome.made);
      return outcome.isRepeat ? { status: 200 as const, body: answer } : { status: 201 as const, body: answer };
    },
  });
