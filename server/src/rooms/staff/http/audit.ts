import type { z } from 'zod';
import { auditPageSchema, auditQuery, type auditActSchema } from '../../../../../contract/staff.ts';
import { instantFromIso, isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import type { AuditFilter, KeptAudit } from '../read/audit.ts';
import { actorBody } from './staff-body.ts';
import { idOf, refuseBound, roomEndpoint, token } from './room-endpoint.ts';
import type { StaffRouteDeps } from './room-endpoint.ts';

const TAGS = ['audit'];
const NEWEST = 9_223_372_036_854_775_807n;
/** Rows of one export file: 20 MB; a longer time is exported in parts. */
const EXPORT_MAX = 50_000;

type Query = z.output<typeof auditQuery>;
type Facts = Record<string, unknown>;

const actBody = (
  deps: StaffRouteDeps,
  row: KeptAudit,
  names: ReadonlyMap<bigint, string>,
): z.output<typeof auditActSchema> => ({
  seq: Number(row.seq),
  at: isoFromInstant(row.at),
  act: row.act,
  subject: row.subject,
  by: actorBody(deps.tokens, row, names),
  ...(row.session !== undefined && { session: token(deps.tokens, 'session', row.session) }),
  ...(row.reason !== undefined && { reason: row.reason }),
  ...(row.before !== undefined && { before: JSON.parse(row.before) as Facts }),
  ...(row.after !== undefined && { after: JSON.parse(row.after) as Facts }),
  digest: row.digest.toString('hex'),
  head: row.head.toString('hex'),
});

const filterOf = (
  deps: StaffRouteDeps,
  query: Query,
): AuditFilter | Refusal<'http.input.invalid' | 'http.cursor.malformed'> => {
  let before = NEWEST;
  if (query.cursor !== undefined) {
    const cursor = decodeCursor(query.cursor, ['string']);
    if (!cursor.ok || !/^\d{1,18}$/.test(cursor.key[0])) return refuse('http.cursor.malformed');
    before = BigInt(cursor.key[0]);
  }
  // A name that is nobody's did nothing: number 0 is nobody's.
  const person = query.person === undefined ? undefined : (idOf(deps.tokens, 'person', query.person) ?? 0n);
  const credential = query.credential === undefined ? undefined : (idOf(deps.tokens, 'cred', query.credential) ?? 0n);
  const from = query.from === undefined ? undefined : instantFromIso(query.from);
  const until = query.until === undefined ? undefined : instantFromIso(query.until);
  const isWrong =
    (query.from !== undefined && from === undefined) || (query.until !== undefined && until === undefined);
  if (isWrong) return refuse('http.input.invalid');
  const { limit, act, subject } = query;
  return { before, limit, act, subject, person, credential, from, until };
};

const namesOf = (deps: StaffRouteDeps, tenant: number, rows: readonly KeptAudit[]) =>
  deps.staff.namesOf(
    tenant,
    rows.map(({ person }) => person).filter((person) => person !== undefined),
  );

/** `GET /v1/audit` */
export const listAudit = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/audit',
    summary: 'Search what people and credentials did, newest first',
    description: 'What an operation did stands in the journal; this is everything else.',
    scope: 'audit:read',
    tags: TAGS,
    query: auditQuery,
    answers: { 200: auditPageSchema },
    refusals: ['staff.person.not_for_bound', 'http.cursor.malformed', 'http.input.invalid'],
    handler: async ({ principal, query }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const filter = filterOf(deps, query);
      if ('refusal' in filter) return filter;
      const rows = await deps.staff.listAudit(principal.tenant, filter);
      const names = await namesOf(deps, principal.tenant, rows);
      const body = pageOfRows(
        rows,
        query.limit,
        (row) => actBody(deps, row, names),
        ({ seq }) => [String(seq)],
      );
      return { status: 200 as const, body };
    },
  });

/** A cell that a spreadsheet takes for text: what begins like a formula is led by an apostrophe. */
const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** `GET /v1/audit/export` */
export const exportAudit = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/audit/export',
    summary: 'Export what people and credentials did as CSV, newest first',
    description: `Filters as in the list. At most ${EXPORT_MAX} acts; for more, narrow the time.`,
    scope: 'audit:read',
    tags: TAGS,
    query: auditQuery,
    answers: { 200: { file: 'text/csv; charset=utf-8' } },
    refusals: ['staff.person.not_for_bound', 'http.cursor.malformed', 'http.input.invalid'],
    handler: async ({ principal, query }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const filter = filterOf(deps, query);
      if ('refusal' in filter) return filter;
      const rows = await deps.staff.listAudit(principal.tenant, { ...filter, limit: EXPORT_MAX - 1 });
      const names = await namesOf(deps, principal.tenant, rows);
      const head = 'seq,at,act,subject,person,credential,reason,before,after,digest,head';
      const lines = rows.map((row) => {
        const by = actorBody(deps.tokens, row, names);
        const who = [by.name ?? by.person ?? '', by.credential ?? ''];
        const what = [row.reason ?? '', row.before ?? '', row.after ?? ''];
        const seals = [row.digest.toString('hex'), row.head.toString('hex')];
        return [String(row.seq), isoFromInstant(row.at), row.act, row.subject, ...who, ...what, ...seals].map(cell);
      });
      const body = `${[head, ...lines.map((cells) => cells.join(','))].join('\r\n')}\r\n`;
      const headers = { 'content-disposition': 'attachment; filename="audit.csv"' };
      return { status: 200 as const, body, headers };
    },
  });
