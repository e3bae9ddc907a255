import { createReadStream } from 'node:fs';
import {
  reportExportAskedSchema,
  reportExportListSchema,
  reportExportPathSchema,
  reportExportSchema,
} from '../../../../../contract/reports.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { actorOf } from '../../../platform/audit.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Principal } from '../../partners/index.ts';
import { askExport } from '../export/ask-export.ts';
import type { Export } from '../export/export.ts';
import { fileOf } from '../export/run-export.ts';
import { resolveFilter } from '../resolve-filter.ts';
import { cancelExport, findExports } from '../export/own-exports.ts';
import {
  AUDIT_SCOPE,
  coversSight,
  FILTER_REFUSALS,
  roomEndpoint,
  SCOPE,
  sightOf,
  TAGS,
  type ReportRouteDeps,
} from './room-endpoint.ts';
import { keeperOf } from './views.ts';

const PREFIX = 'exp';
const NO_LANE = 0;

export const exportBody = ({ reports }: ReportRouteDeps, one: Export) => ({
  export: reports.tokens.encode(PREFIX, NO_LANE, one.export),
  contents: one.contents,
  format: one.format,
  state: one.state,
  rowsDone: Number(one.rowsDone),
  rowsExpected: Number(one.rowsExpected),
  bytes: Number(one.bytes),
  askedAt: isoFromInstant(one.askedAt),
  ...(one.endedAt === undefined ? {} : { endedAt: isoFromInstant(one.endedAt) }),
  expiresAt: isoFromInstant(one.expiresAt),
});

/** An export of the asker's own; those of others do not exist for him, nor what has more in it than he may see by now. */
async function ownExport(
  { reports }: ReportRouteDeps,
  principal: Principal,
  token: string,
): Promise<Export | undefined> {
  const place = reports.tokens.decode(PREFIX, token);
  const [found] = place ? await findExports(reports.database, keeperOf(principal), place.id) : [];
  return found && mayHave(reports, principal, found) ? found : undefined;
}

const mayHave = (reports: ReportRouteDeps['reports'], principal: Principal, { asked, contents }: Export): boolean =>
  coversSight(sightOf(reports, principal), asked.sight) && (contents !== 'trail' || principal.scopes.has(AUDIT_SCOPE));

/** `POST /v1/reports/exports` */
export const askExportEndpoint = (deps: ReportRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/reports/exports',
    summary: 'Order a file of all operations of a filter',
    description:
      'Made in the background: ask for it until it is `done`, then fetch its file within 24 hours. Only its asker gets it.',
    scope: SCOPE,
    tags: TAGS,
    body: reportExportAskedSchema,
    answers: { 200: reportExportSchema, 201: reportExportSchema },
    refusals: ['operation.reference_reused', 'reports.export.too_many', 'reports.export.nowhere', ...FILTER_REFUSALS],
    handler: async ({ principal, body }) => {
      const { reports } = deps;
      const resolved = await resolveFilter(reports, principal.tenant, body.filter);
      if (!resolved.ok) return resolved;
      const { reference, format, language, filter } = body;
      const asked = { sight: sightOf(reports, principal), filter: resolved.value };
      const content = { format, language, filter };
      const outcome = await askExport(reports, keeperOf(principal), {
        ...{ reference, contents: 'operations' as const, format, language },
        ...{ asked, content },
      });
      if (!outcome.ok) return outcome;
      const answer = exportBody(deps, outcome.made);
      return outcome.isRepeat ? { status: 200 as const, body: answer } : { status: 201 as const, body: answer };
    },
  });

/** `GET /v1/reports/exports` */
export const listExportsEndpoint = (deps: ReportRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/reports/exports',
    summary: 'List one’s own exports',
    description: 'The last hundred, newest first.',
    scope: SCOPE,
    tags: TAGS,
    answers: { 200: reportExportListSchema },
    refusals: [],
    handler: async ({ principal }) => {
      const exports = await findExports(deps.reports.database, keeperOf(principal));
      const seen = exports.filter((one) => mayHave(deps.reports, principal, one));
      return { status: 200 as const, body: { items: seen.map((one) => exportBody(deps, one)) } };
    },
  });

/** `GET /v1/reports/exports/:export` */
export const getExportEndpoint = (deps: ReportRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/reports/exports/:export',
    summary: 'Show how far an export is',
    scope: SCOPE,
    tags: TAGS,
    params: reportExportPathSchema,
    answers: { 200: reportExportSchema },
    refusals: ['reports.export.unknown'],
    handler: async ({ principal, params }) => {
      const found = await ownExport(deps, principal, params.export);
      return found ? { status: 200 as const, body: exportBody(deps, found) } : refuse('reports.export.unknown');
    },
  });

/** `POST /v1/reports/exports/:export/cancel` */
export const cancelExportEndpoint = (deps: ReportRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/reports/exports/:export/cancel',
    summary: 'Cancel an export that is not done yet',
    description: 'One that has ended stays as it is.',
    scope: SCOPE,
    tags: TAGS,
    params: reportExportPathSchema,
    answers: { 200: reportExportSchema },
    refusals: ['reports.export.unknown'],
    handler: async ({ principal, params }) => {
      const { database, clock } = deps.reports;
      const found = await ownExport(deps, principal, params.export);
      if (!found) return refuse('reports.export.unknown');
      await database.transaction(async (tx) => {
        if (!(await cancelExport(tx, keeperOf(principal), found.export, clock.now()))) return;
        await deps.reports.audit(tx, {
          ...{ tenant: principal.tenant, by: actorOf(principal), act: 'reports.export.cancelled' },
          subject: `export ${found.export}`,
          ...{ before: { state: found.state }, after: { state: 'cancelled' } },
        });
      });
      const after = await ownExport(deps, principal, params.export);
      return { status: 200 as const, body: exportBody(deps, after ?? found) };
    },
  });

const MEDIA = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** `GET /v1/reports/exports/:export/file` */
export const fetchExportEndpoint = (deps: ReportRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/reports/exports/:export/file',
    summary: 'Fetch the file of an export',
    description: 'CSV as RFC 4180 in UTF-8, or XLSX. Texts that a spreadsheet would run begin with an apostrophe.',
    scope: SCOPE,
    tags: TAGS,
    params: reportExportPathSchema,
    answers: { 200: { file: 'application/octet-stream' } },
    refusals: ['reports.export.unknown', 'reports.export.not_ready', 'reports.export.gone'],
    handler: async ({ principal, params }) => {
      const found = await ownExport(deps, principal, params.export);
      const { folder, clock } = deps.reports;
      if (!found || folder === undefined) return refuse('reports.export.unknown');
      if (found.state === 'waiting' || found.state === 'working') return refuse('reports.export.not_ready');
      if (found.state !== 'done' || found.expiresAt <= clock.now()) return refuse('reports.export.gone');
      const day = isoFromInstant(found.askedAt).slice(0, 10);
      const headers = {
        'content-type': MEDIA[found.format],
        'content-length': String(found.bytes),
        'content-disposition': `attachment; filename="${found.contents}-${day}.${found.format}"`,
        'cache-control': 'no-store',
      };
      return { status: 200 as const, body: createReadStream(fileOf(folder, found.export)), headers };
    },
  });
