import { reportLinePageSchema, reportLinesAskedSchema } from '../../../../../contract/reports.ts';
import { instantFromIso, isoFromInstant } from '../../../kernel/instant.ts';
import { parseLocalDate } from '../../../kernel/local-date.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import { FOLLOWER } from '../follow-journal.ts';
import { listLines } from '../list-lines.ts';
import { readLag } from '../read/lag.ts';
import type { LineKey } from '../read/lines.ts';
import { resolveFilter } from '../resolve-filter.ts';
import { FILTER_REFUSALS, lagBody, roomEndpoint, SCOPE, sightOf, TAGS, type ReportRouteDeps } from './room-endpoint.ts';

/** `POST /v1/reports/operations`: a body, because phones and cards must not stand in addresses, which are logged and shared. */
export const listLinesEndpoint = ({ reports }: ReportRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/reports/operations',
    repeats: 'reads',
    summary: 'List operations by any filters together',
    description:
      'Writes nothing. Read from tables that follow the journal, whose `lag` the answer tells. A bound credential sees its own outlets.',
    scope: SCOPE,
    tags: TAGS,
    body: reportLinesAskedSchema,
    answers: { 200: reportLinePageSchema },
    refusals: ['http.cursor.malformed', 'reports.query.too_slow', ...FILTER_REFUSALS],
    examples: {
      body: { filter: { from: '2026-11-01', kinds: ['checkout.sale'], outlets: ['centro'] }, sort: 'newest' },
    },
    handler: async ({ principal, body }) => {
      const behind = body.cursor === undefined ? undefined : readKey(body.cursor);
      if (behind && !behind.ok) return behind;
      const resolved = await resolveFilter(reports, principal.tenant, body.filter);
      if (!resolved.ok) return resolved;
      const asked = { sight: sightOf(reports, principal), filter: resolved.value };
      const [page, lag] = await Promise.all([
        listLines(reports, asked, { sort: body.sort, behind: behind?.key, limit: body.limit }),
        readLag(reports.database, principal.tenant, FOLLOWER),
      ]);
      if (page === undefined) return refuse('reports.query.too_slow');
      const next = page.last && { next: writeKey(page.last) };
      return { status: 200 as const, body: { items: page.lines, ...next, lag: lagBody(lag) } };
    },
  });

const writeKey = (line: LineKey): string =>
  encodeCursor([line.booked_on, isoFromInstant(line.occurred_at), String(line.amount), line.lane, String(line.seq)]);

const WHOLE = /^-?\d{1,18}$/;
const LANE_MAX = 2 ** 31 - 1;

function readKey(cursor: string): Ok<{ readonly key: LineKey }> | Refusal<'http.cursor.malformed'> {
  const read = decodeCursor(cursor, ['string', 'string', 'string', 'number', 'string']);
  if (!read.ok) return read;
  const [day, at, amount, lane, seq] = read.key;
  const [booked_on, occurred_at] = [parseLocalDate(day), instantFromIso(at)];
  const isWhole = WHOLE.test(amount) && WHOLE.test(seq) && Number.isInteger(lane) && lane > 0 && lane <= LANE_MAX;
  if (booked_on === undefined || occurred_at === undefined || !isWhole) return refuse('http.cursor.malformed');
  return { ok: true, key: { booked_on, occurred_at, amount: BigInt(amount), lane, seq: BigInt(seq) } };
}
