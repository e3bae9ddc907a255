import {
  acceptedLinkSchema,
  acceptLinkSchema,
  askResetSchema,
  secondFactorSchema,
  signedInSchema,
  signInSchema,
  wholeSessionSchema,
} from '../../../../../contract/portal.ts';
import { sessionCookie } from '../../../platform/http/caller.ts';
import { FIRST_STAGE_SECONDS, SESSION_SECONDS } from '../limits.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { StaffRouteDeps } from './room-endpoint.ts';
import { callerOf, SESSION_REFUSALS, signedIn } from './signed-in.ts';

const TAGS = ['portal'];

/** `POST /v1/portal/sign-in` */
export const signIn = ({ staff }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/portal/sign-in',
    summary: 'Sign in with e-mail address and password',
    description: 'The cookie that is set can do nothing but give the second factor, within ten minutes.',
    scope: 'public',
    tags: TAGS,
    body: signInSchema,
    answers: { 200: signedInSchema },
    refusals: ['staff.signin.wrong', 'staff.signin.too_many_tries'],
    examples: { body: { tenant: 'demo', email: 'lucia@example.com', password: 'a long sentence of mine' } },
    handler: async (request) => {
      const caller = callerOf(request);
      const outcome = await staff.portal.signIn(request.body, caller);
      if (!outcome.ok) return outcome;
      const { secondFactor, csrf, token } = outcome;
      const headers = { 'set-cookie': sessionCookie(token, caller, FIRST_STAGE_SECONDS) };
      return { status: 200 as const, body: { secondFactor, csrf }, headers };
    },
  });

/** `POST /v1/portal/second-factor` */
export const giveSecondFactor = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/portal/second-factor',
    summary: 'Complete the sign-in with the second factor',
    description: 'The cookie is replaced by another.',
    scope: 'public',
    tags: TAGS,
    body: secondFactorSchema,
    answers: { 200: wholeSessionSchema },
    refusals: [...SESSION_REFUSALS, 'staff.signin.wrong', 'staff.signin.too_many_tries'],
    examples: { body: { code: '123456' } },
    handler: async (request) => {
      const found = await signedIn(deps, request, true, 'password');
      if (!found.ok) return found;
      const outcome = await deps.staff.portal.completeSignIn(found.session, request.body.code);
      if (!outcome.ok) return outcome;
      const headers = { 'set-cookie': sessionCookie(outcome.token, callerOf(request), SESSION_SECONDS) };
      return { status: 200 as const, body: { csrf: outcome.csrf }, headers };
    },
  });

/** `POST /v1/portal/codes` */
export const sendCode = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/portal/codes',
    summary: 'Send a one-time code by e-mail to whoever is signing in or signed in',
    scope: 'public',
    tags: TAGS,
    answers: { 204: null },
    refusals: [...SESSION_REFUSALS, 'staff.second_factor.is_totp', 'staff.signin.too_many_tries'],
    handler: async (request) => {
      const found = await signedIn(deps, request, true, 'password');
      if (!found.ok) return found;
      const outcome = await deps.staff.portal.sendCode(found.session);
      return outcome.ok ? { status: 204 as const, body: undefined } : outcome;
    },
  });

/** `POST /v1/portal/sign-out` */
export const signOut = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/portal/sign-out',
    summary: 'End this session',
    scope: 'public',
    tags: TAGS,
    answers: { 204: null },
    refusals: SESSION_REFUSALS,
    handler: async (request) => {
      const found = await signedIn(deps, request, true, 'password');
      if (!found.ok && found.refusal !== 'staff.session.ended' && found.refusal !== 'staff.session.missing')
        return found;
      if (found.ok) await deps.staff.portal.endSession(found.session, found.session.session);
      return {
        status: 204 as const,
        body: undefined,
        headers: { 'set-cookie': sessionCookie('', callerOf(request), 0) },
      };
    },
  });

/** `POST /v1/portal/links/accept` */
export const acceptLink = ({ staff }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/portal/links/accept',
    summary: 'Accept an invitation, or choose a new password, by the link of a mail',
    description: 'The link works once. A password that is refused leaves it working.',
    scope: 'public',
    tags: TAGS,
    body: acceptLinkSchema,
    answers: { 200: acceptedLinkSchema },
    refusals: [
      'staff.link.unknown',
      'staff.password.too_short',
      'staff.password.too_long',
      'staff.password.common',
      'staff.signin.too_many_tries',
    ],
    examples: { body: { token: 'w4K1n2mX0o8rF6v0bR0v3m1rPp2Cq9Wl5sA7tD8uE3g', password: 'a long sentence of mine' } },
    handler: async (request) => {
      const { token, password } = request.body;
      const outcome = await staff.portal.acceptLink(token, password, callerOf(request));
      if (!outcome.ok) return outcome;
      return { status: 200 as const, body: { tenant: outcome.tenant, email: outcome.email } };
    },
  });

/** `POST /v1/portal/password-resets` */
export const askReset = ({ staff }: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/portal/password-resets',
    summary: 'Ask for a link to choose a new password',
    description: 'Answers the same whether anybody has this address or not.',
    scope: 'public',
    tags: TAGS,
    body: askResetSchema,
    answers: { 204: null },
    refusals: ['staff.signin.too_many_tries'],
    examples: { body: { tenant: 'demo', email: 'lucia@example.com' } },
    handler: async (request) => {
      const outcome = await staff.portal.askReset(request.body, callerOf(request));
      return outcome.ok ? { status: 204 as const, body: undefined } : outcome;
    },
  });
