import { reportTrailPageSchema, reportTrailSearchSchema } from '../../../../../contract/reports.ts';
import { instantFromIso, isoFromInstant } from '../../../kernel/instant.ts';
import { parseLocalDate } from '../../../kernel/local-date.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import { FOLLOWER } from '../follow-journal.ts';
import { readLag } from '../read/lag.ts';
import { describeTrail } from '../trail/describe-trail.ts';
import { listTrail, type TrailKey } from '../trail/list-trail.ts';
import { resolveTrail, type AskedTrail } from '../trail/resolve-trail.ts';
import {
  AUDIT_SCOPE,
  FILTER_REFUSALS,
  lagBody,
  roomEndpoint,
  SCOPE,
  TAGS,
  type ReportRouteDeps,
} from './room-endpoint.ts';

/** What of a trail the asker may see: who may not read the journal sees acts alone, and is refused where operations are what he wants. */
export function seenBy(
  principal: Principal,
  asked: AskedTrail,
): Ok<{ readonly asked: AskedTrail }> | Refusal<TrailRefusal> {
  if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
  if (principal.scopes.has(SCOPE)) return { ok: true, asked };
  const { records, card, receipt } = asked;
  const isOfOperations = records === 'operations' || card !== undefined || receipt !== undefined;
  return isOfOperations
    ? refuse('http.scope.missing', { scope: SCOPE })
    : { ok: true, asked: { ...asked, records: 'acts' } };
}

type TrailRefusal = 'partners.credential.beyond_own' | 'http.scope.missing';

/** `POST /v1/reports/trails/search`: a body, because phones and cards must not stand in addresses. */
export const searchTrailEndpoint = ({ reports }: ReportRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/reports/trails/search',
    repeats: 'reads',
    summary: 'Search everything that was done: the audit log and the operations of the journal in one list',
    description:
      'Writes nothing. Newest first, by day and moment. An operation is its own audit record: with the credential that sent it, till and cashier, ' +
      `and, where a person did it, with person and reason. Operations are in it for who may \`${SCOPE}\` too. Operations are read from tables that follow the ` +
      'journal, whose `lag` the answer tells; acts are there at once.',
    scope: AUDIT_SCOPE,
    tags: TAGS,
    body: reportTrailSearchSchema,
    answers: { 200: reportTrailPageSchema },
    refusals: [
      ...['http.cursor.malformed', 'reports.query.too_slow', 'http.scope.missing', 'partners.credential.beyond_own'],
      ...FILTER_REFUSALS,
    ],
    examples: { body: { filter: { from: '2026-11-01', act: 'cards.', outlet: 'centro' } } },
    handler: async ({ principal, body }) => {
      const { tenant } = principal;
      const seen = seenBy(principal, body.filter);
      if (!seen.ok) return seen;
      const behind = readKey(body.cursor);
      if (!behind.ok) return behind;
      const resolved = await resolveTrail(reports, tenant, seen.asked);
      if (!resolved.ok) return resolved;
      const sight = { tenant, outlets: null };
      const [page, lag] = await Promise.all([
        listTrail(reports, sight, resolved.value, { behind: behind.key, limit: body.limit }),
        readLag(reports.database, tenant, FOLLOWER),
      ]);
      if (page === undefined) return refuse('reports.query.too_slow');
      const items = await describeTrail(reports, tenant, page.entries);
      const next = page.last && { next: writeKey(page.last) };
      return { status: 200 as const, body: { items, ...next, lag: lagBody(lag) } };
    },
  });

const NONE = '';

const writeKey = ({ line, act }: TrailKey): string =>
  encodeCursor([
    ...(line ? [line.booked_on, isoFromInstant(line.occurred_at), line.lane, String(line.seq)] : [NONE, NONE, 0, NONE]),
    act === undefined ? NONE : String(act),
  ]);

const WHOLE = /^\d{1,18}$/;
const LANE_MAX = 2 ** 31 - 1;
const MALFORMED = refuse('http.cursor.malformed');

function readKey(cursor: string | undefined): Ok<{ readonly key: TrailKey }> | Refusal<'http.cursor.malformed'> {
  if (cursor === undefined) return { ok: true, key: { line: undefined, act: undefined } };
  const read = decodeCursor(cursor, ['string', 'string', 'number', 'string', 'string']);
  if (!read.ok) return read;
  const [day, at, lane, seq, actText] = read.key;
  if (actText !== NONE && !WHOLE.test(actText)) return MALFORMED;
  const act = actText === NONE ? undefined : BigInt(actText);
  if (day === NONE) return { ok: true, key: { line: undefined, act } };
  const [booked_on, occurred_at] = [parseLocalDate(day), instantFromIso(at)];
  const isPlace = WHOLE.test(seq) && Number.isInteger(lane) && lane > 0 && lane <= LANE_MAX;
  if (booked_on === undefined || occurred_at === undefined || !isPlace) return MALFORMED;
  return { ok: true, key: { line: { booked_on, occurred_at, amount: 0n, lane, seq: BigInt(seq) }, act } };
}
