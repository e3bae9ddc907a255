import {
  memberCodeSchema,
  memberSignedInSchema,
  memberSignInSchema,
  placeQuerySchema,
  placeSchema,
} from '../../../../../contract/member-page.ts';
import { acceptedSchema } from '../../../../../contract/delivery.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { memberCookie } from '../../../platform/http/caller.ts';
import { endOwnSession } from '../authenticate.ts';
import { SESSION_SECONDS } from '../session.ts';
import { sendSignInCode, signIn as signInBy } from '../sign-in.ts';
import {
  callerOf,
  levelly,
  NOT_KEPT,
  roomEndpoint,
  SESSION_REFUSALS,
  signedIn,
  TAGS,
  type MemberPageRouteDeps,
} from './room-endpoint.ts';

/** `GET /v1/me/place` */
export const getPlace = ({ programs }: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/me/place',
    summary: 'Whose page it is',
    description: 'Without the code of a business: the only one that there is.',
    scope: 'public',
    tags: TAGS,
    query: placeQuerySchema,
    answers: { 200: placeSchema },
    refusals: ['memberpage.place.unknown'],
    handler: ({ query }) => {
      const { tenants, tenantByCode } = programs.settings();
      const found = query.tenant === undefined ? tenants : [tenantByCode(query.tenant)];
      const [tenant] = found;
      if (!tenant || found.length > 1) return refuse('memberpage.place.unknown');
      const { code, name, defaultCountry } = tenant;
      return { status: 200 as const, body: { code, name, country: defaultCountry } };
    },
  });

/** `POST /v1/me/codes` */
export const sendCode = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/me/codes',
    summary: "Send a one-time code to a member's phone",
    description:
      'One answer in one time, whether somebody has the phone or not. Attempts are counted before anything is looked up.',
    scope: 'public',
    tags: TAGS,
    body: memberCodeSchema,
    answers: { 202: acceptedSchema },
    refusals: ['guards.attempts.too_many', 'kernel.phone.malformed', 'memberpage.place.unknown'],
    examples: { body: { tenant: 'demo', phone: '+34600000101' } },
    handler: async ({ body, address, language }) => {
      const tenant = deps.programs.settings().tenantByCode(body.tenant)?.tenant;
      if (tenant === undefined) return refuse('memberpage.place.unknown');
      const sent = await levelly(deps, { tenant, address }, () =>
        sendSignInCode(deps, { tenant, phone: body.phone }, language),
      );
      return sent.ok ? { status: 202 as const, body: { accepted: true as const }, headers: NOT_KEPT } : sent;
    },
  });

/** `POST /v1/me/sessions` */
export const signIn = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/me/sessions',
    summary: 'Sign in with phone and code',
    description: 'A code is good for one session. A phone that the member had only told is proved by it.',
    scope: 'public',
    tags: TAGS,
    body: memberSignInSchema,
    answers: { 201: memberSignedInSchema },
    refusals: [
      'guards.attempts.too_many',
      'kernel.phone.malformed',
      'memberpage.place.unknown',
      'memberpage.signin.wrong',
      'delivery.device.key_malformed',
    ],
    examples: { body: { tenant: 'demo', phone: '+34600000101', code: '123456' } },
    handler: async (request) => {
      const { body, address } = request;
      const caller = callerOf(request);
      const tenant = deps.programs.settings().tenantByCode(body.tenant)?.tenant;
      if (tenant === undefined) return refuse('memberpage.place.unknown');
      const { phone, code, app } = body;
      const outcome = await levelly(deps, { tenant, address }, () =>
        signInBy(deps, { tenant, phone, code, app, browser: caller.device }),
      );
      if (!outcome.ok) return outcome;
      const { token, csrf, device } = outcome.signedIn;
      const headers = { ...NOT_KEPT, 'set-cookie': memberCookie(token, caller, SESSION_SECONDS) };
      return { status: 201 as const, body: { csrf, ...(device && { device }) }, headers };
    },
  });

/** `POST /v1/me/sign-out` */
export const signOut = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/me/sign-out',
    summary: 'End this session',
    scope: 'public',
    tags: TAGS,
    answers: { 204: null },
    refusals: SESSION_REFUSALS,
    handler: async (request) => {
      const found = await signedIn(deps, request, true);
      if (!found.ok && found.refusal === 'memberpage.session.forged') return found;
      if (found.ok) await endOwnSession(deps, found.session, found.session.session);
      const headers = { 'set-cookie': memberCookie('', callerOf(request), 0) };
      return { status: 204 as const, body: undefined, headers };
    },
  });
