import {
  changePasswordSchema,
  ownSessionSchema,
  recoveryCodesSchema,
  secondFactorSchema,
  sessionListSchema,
  sessionPathSchema,
  totpSchema,
} from '../../../../../contract/portal.ts';
import { addSeconds, isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { STEP_UP_SECONDS } from '../limits.ts';
import { SELF } from '../own-permission.ts';
import { idOf, roomEndpoint, token } from './room-endpoint.ts';
import type { StaffRouteDeps } from './room-endpoint.ts';
import { SESSION_REFUSALS, signedIn } from './signed-in.ts';
import { grantBody, personBody } from './staff-body.ts';

const TAGS = ['portal'];

/** `GET /v1/portal/session` */
export const getOwnSession = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/portal/session',
    summary: 'Who is signed in, and what is allowed where',
    scope: SELF,
    tags: TAGS,
    answers: { 200: ownSessionSchema },
    refusals: SESSION_REFUSALS,
    handler: async (request) => {
      const found = await signedIn(deps, request, false);
      if (!found.ok) return found;
      const { session, csrf } = found;
      const { tenant, person } = session;
      const named = deps.tenantNamed(tenant);
      const grants = await deps.staff.grantsOf(tenant, person.person);
      const permissions = new Set(grants.flatMap(({ role }) => [...role.permissions]));
      const steppedUpUntil = addSeconds(session.steppedUpAt, STEP_UP_SECONDS);
      const body = {
        person: personBody(deps.tokens, person),
        tenant: { code: named.code, name: named.name },
        grants: grants.map((grant) => grantBody(deps.tokens, grant)),
        permissions: [...permissions].sort(),
        secondFactor: await deps.staff.portal.secondFactorOf(session),
        csrf,
        endsAt: isoFromInstant(session.endsAt),
        ...(steppedUpUntil > deps.clock.now() && { steppedUpUntil: isoFromInstant(steppedUpUntil) }),
      };
      return { status: 200 as const, body };
    },
  });

/** `POST /v1/portal/step-up` */
export const stepUp = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/portal/step-up',
    summary: 'Give a fresh second factor, good for ten minutes of dangerous acts',
    scope: SELF,
    tags: TAGS,
    body: secondFactorSchema,
    answers: { 204: null },
    refusals: [...SESSION_REFUSALS, 'staff.signin.wrong', 'staff.signin.too_many_tries'],
    examples: { body: { code: '123456' } },
    handler: async (request) => {
      const found = await signedIn(deps, request, true);
      if (!found.ok) return found;
      const outcome = await deps.staff.portal.stepUp(found.session, request.body.code);
      return outcome.ok ? { status: 204 as const, body: undefined } : outcome;
    },
  });

/** `GET /v1/portal/sessions` */
export const listOwnSessions = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/portal/sessions',
    summary: 'List your own sessions that work now',
    scope: SELF,
    tags: TAGS,
    answers: { 200: sessionListSchema },
    refusals: SESSION_REFUSALS,
    handler: async (request) => {
      const found = await signedIn(deps, request, false);
      if (!found.ok) return found;
      const sessions = await deps.staff.portal.listSessions(found.session);
      const items = sessions.map((one) => ({
        id: token(deps.tokens, 'session', one.session),
        device: one.device,
        madeAt: isoFromInstant(one.madeAt),
        seenAt: isoFromInstant(one.seenAt),
        endsAt: isoFromInstant(one.endsAt),
        isThis: one.session === found.session.session,
      }));
      return { status: 200 as const, body: { items } };
    },
  });

/** `DELETE /v1/portal/sessions/:id` */
export const endOwnSession = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'DELETE',
    path: '/v1/portal/sessions/:id',
    summary: 'End one of your own sessions',
    scope: SELF,
    tags: TAGS,
    params: sessionPathSchema,
    answers: { 204: null },
    refusals: [...SESSION_REFUSALS, 'staff.session.not_found'],
    handler: async (request) => {
      const found = await signedIn(deps, request, true);
      if (!found.ok) return found;
      const id = idOf(deps.tokens, 'session', request.params.id);
      if (id === undefined) return refuse('staff.session.not_found');
      const outcome = await deps.staff.portal.endSession(found.session, id);
      return outcome.ok ? { status: 204 as const, body: undefined } : outcome;
    },
  });

/** `POST /v1/portal/password` */
export const changePassword = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/portal/password',
    summary: 'Change your own password',
    description: 'Your other sessions end.',
    scope: SELF,
    tags: TAGS,
    body: changePasswordSchema,
    answers: { 204: null },
    refusals: [
      ...SESSION_REFUSALS,
      'staff.signin.wrong',
      'staff.signin.too_many_tries',
      'staff.password.too_short',
      'staff.password.too_long',
      'staff.password.common',
    ],
    examples: { body: { current: 'a long sentence of mine', next: 'another sentence, longer still' } },
    handler: async (request) => {
      const found = await signedIn(deps, request, true);
      if (!found.ok) return found;
      const outcome = await deps.staff.portal.changePassword(found.session, request.body);
      return outcome.ok ? { status: 204 as const, body: undefined } : outcome;
    },
  });

/** `POST /v1/portal/authenticator` */
export const beginTotp = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/portal/authenticator',
    summary: 'Begin to set up an authenticator app',
    description: 'It counts once a code of it was given.',
    scope: SELF,
    tags: TAGS,
    answers: { 200: totpSchema },
    refusals: [...SESSION_REFUSALS, 'staff.second_factor.is_totp'],
    handler: async (request) => {
      const found = await signedIn(deps, request, true);
      if (!found.ok) return found;
      const outcome = await deps.staff.portal.beginTotp(found.session);
      if (!outcome.ok) return outcome;
      return { status: 200 as const, body: { secret: outcome.secret, uri: outcome.uri } };
    },
  });

/** `POST /v1/portal/authenticator/confirm` */
export const confirmTotp = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/portal/authenticator/confirm',
    summary: 'Confirm the authenticator by a code of it, and get recovery codes',
    scope: SELF,
    tags: TAGS,
    body: secondFactorSchema,
    answers: { 200: recoveryCodesSchema },
    refusals: [
      ...SESSION_REFUSALS,
      'staff.second_factor.missing',
      'staff.second_factor.wrong',
      'staff.signin.too_many_tries',
    ],
    examples: { body: { code: '123456' } },
    handler: async (request) => {
      const found = await signedIn(deps, request, true);
      if (!found.ok) return found;
      const outcome = await deps.staff.portal.confirmTotp(found.session, request.body.code);
      if (!outcome.ok) return outcome;
      return { status: 200 as const, body: { recoveryCodes: [...outcome.recoveryCodes] } };
    },
  });

/** `DELETE /v1/portal/authenticator` */
export const removeTotp = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'DELETE',
    path: '/v1/portal/authenticator',
    summary: 'Take the authenticator away; codes come by e-mail again',
    description: 'Asks for a fresh second factor.',
    scope: SELF,
    tags: TAGS,
    answers: { 204: null },
    refusals: [...SESSION_REFUSALS, 'staff.session.step_up_needed'],
    handler: async (request) => {
      const found = await signedIn(deps, request, true);
      if (!found.ok) return found;
      if (addSeconds(found.session.steppedUpAt, STEP_UP_SECONDS) <= deps.clock.now()) {
        return refuse('staff.session.step_up_needed');
      }
      await deps.staff.portal.removeTotp(found.session);
      return { status: 204 as const, body: undefined };
    },
  });
