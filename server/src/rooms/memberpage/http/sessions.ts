import { memberSessionPathSchema, memberSessionsSchema } from '../../../../../contract/member-page.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { endOwnSession, sessionsOf } from '../authenticate.ts';
import { NOT_KEPT, roomEndpoint, SESSION_REFUSALS, signedIn, TAGS, type MemberPageRouteDeps } from './room-endpoint.ts';

// Sessions stand in no lane.
const NO_LANE = 0;

/** `GET /v1/me/sessions` */
export const listSessions = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/me/sessions',
    summary: 'List where the own phone is signed in',
    scope: 'public',
    tags: TAGS,
    answers: { 200: memberSessionsSchema },
    refusals: SESSION_REFUSALS,
    handler: async (request) => {
      const found = await signedIn(deps, request, false);
      if (!found.ok) return found;
      const items = (await sessionsOf(deps, found.session)).map((one) => ({
        id: deps.tokens.encode('mses', NO_LANE, one.session),
        browser: one.browser,
        madeAt: isoFromInstant(one.madeAt),
        seenAt: isoFromInstant(one.seenAt),
        isThis: one.session === found.session.session,
      }));
      return { status: 200 as const, body: { items }, headers: NOT_KEPT };
    },
  });

/** `DELETE /v1/me/sessions/:id` */
export const endSession = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'DELETE',
    path: '/v1/me/sessions/:id',
    summary: 'End one of them',
    scope: 'public',
    tags: TAGS,
    params: memberSessionPathSchema,
    answers: { 204: null },
    refusals: [...SESSION_REFUSALS, 'memberpage.session.not_found'],
    handler: async (request) => {
      const found = await signedIn(deps, request, true);
      if (!found.ok) return found;
      const place = deps.tokens.decode('mses', request.params.id);
      if (place?.lane !== NO_LANE) return refuse('memberpage.session.not_found');
      const ended = await endOwnSession(deps, found.session, place.id);
      return ended.ok ? { status: 204 as const, body: undefined } : ended;
    },
  });
