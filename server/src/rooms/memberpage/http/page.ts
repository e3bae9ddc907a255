import {
  memberHistoryQuerySchema,
  memberHistorySchema,
  memberPageSchema,
} from '../../../../../contract/member-page.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import { memberOf } from '../authenticate.ts';
import { exportData } from '../export-data.ts';
import { showHistory } from '../show-history.ts';
import { showPage } from '../show-page.ts';
import { NOT_KEPT, roomEndpoint, SESSION_REFUSALS, signedIn, TAGS, type MemberPageRouteDeps } from './room-endpoint.ts';

/** `GET /v1/me` */
export const getPage = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/me',
    summary: 'Show whoever is signed in his cards, wallets and consents',
    description: 'In one piece, to be kept on the phone for when there is no line. `asOf` says how old it is.',
    scope: 'public',
    tags: TAGS,
    answers: { 200: memberPageSchema },
    refusals: [...SESSION_REFUSALS, 'members.member.unknown', 'operation.owner_moving'] as readonly string[],
    handler: async (request) => {
      const found = await signedIn(deps, request, false);
      if (!found.ok) return found;
      const shown = await showPage(deps, found.session);
      if (!shown.ok) return shown;
      const { cards, ...page } = shown.page;
      const body = {
        ...page,
        csrf: found.csrf,
        programs: [...page.programs],
        wallets: [...page.wallets],
        expiring: [...page.expiring],
        consents: [...page.consents],
        cards: cards.map((card) => ({
          ...card,
          state: card.state as 'active' | 'blocked',
          programs: [...card.programs],
        })),
      };
      return { status: 200 as const, body, headers: NOT_KEPT };
    },
  });

/** A row of each owner whose history it is, or the end of all rows where the page before had none of his. */
const PLACE = /^(\d{1,18}|9223372036854775807)(,(\d{1,18}|9223372036854775807)){0,999}$/;

/** `GET /v1/me/history` */
export const getHistory = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/me/history',
    summary: 'Tell whoever is signed in what happened to his points',
    description:
      'Newest first, with that of whoever was merged into him. Promotions are named in the language of `Accept-Language`.',
    scope: 'public',
    tags: TAGS,
    query: memberHistoryQuerySchema,
    answers: { 200: memberHistorySchema },
    refusals: [...SESSION_REFUSALS, 'memberpage.member.none', 'http.cursor.malformed'],
    handler: async (request) => {
      const { query, language } = request;
      const found = await signedIn(deps, request, false);
      if (!found.ok) return found;
      const own = memberOf(found.session);
      if (!own.ok) return own;
      const read = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['string']);
      if (read && (!read.ok || !PLACE.test(read.key[0]))) return refuse('http.cursor.malformed');
      const before = read?.ok ? read.key[0].split(',').map(BigInt) : undefined;
      const who = { tenant: found.session.tenant, member: own.member, language };
      const shown = await showHistory(deps, who, before, query.limit);
      if (!shown.ok) return shown;
      const { events, next } = shown;
      const items = events.map((event) => ({ ...event, reasons: [...event.reasons], moved: [...event.moved] }));
      const body = { items, ...(next !== undefined && { next: encodeCursor([next.join(',')]) }) };
      return { status: 200 as const, body, headers: NOT_KEPT };
    },
  });

/** `GET /v1/me/export` */
export const getExport = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/me/export',
    summary: 'Give whoever is signed in everything that is kept about him',
    scope: 'public',
    tags: TAGS,
    answers: { 200: { file: 'application/json; charset=utf-8' } },
    refusals: [...SESSION_REFUSALS, 'members.member.unknown', 'operation.owner_moving'] as readonly string[],
    handler: async (request) => {
      const found = await signedIn(deps, request, false);
      if (!found.ok) return found;
      const made = await exportData(deps, found.session, request.language);
      if (!made.ok) return made;
      const headers = { ...NOT_KEPT, 'content-disposition': 'attachment; filename="my-data.json"' };
      return { status: 200 as const, body: `${JSON.stringify(made.data, undefined, 2)}\n`, headers };
    },
  });
