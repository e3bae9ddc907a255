import { memberErasedSchema, memberErasureSchema, ownErasureSchema } from '../../../../../contract/member-page.ts';
import { acceptedSchema } from '../../../../../contract/delivery.ts';
import { memberCookie } from '../../../platform/http/caller.ts';
import { memberOf } from '../authenticate.ts';
import { quoteErasure } from '../erase-by-staff.ts';
import { eraseOneself, sendErasureCode } from '../erase.ts';
import {
  callerOf,
  NOT_KEPT,
  roomEndpoint,
  SESSION_REFUSALS,
  signedIn,
  TAGS,
  type MemberPageRouteDeps,
} from './room-endpoint.ts';

/** `POST /v1/me/erasure-codes` */
export const sendErasure = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/me/erasure-codes',
    summary: 'Send the code by which whoever is signed in is erased',
    scope: 'public',
    tags: TAGS,
    answers: { 202: acceptedSchema },
    refusals: [
      ...SESSION_REFUSALS,
      'memberpage.member.none',
      'members.code.too_many',
      'kernel.phone.malformed',
    ] as readonly string[],
    handler: async (request) => {
      const found = await signedIn(deps, request, true);
      if (!found.ok) return found;
      const sent = await sendErasureCode(deps, found.session, request.language);
      return sent.ok ? { status: 202 as const, body: { accepted: true as const } } : sent;
    },
  });

/** `GET /v1/me/erasure` */
export const getOwnErasure = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/me/erasure',
    summary: 'Show what erasing whoever is signed in would take from him, and what would be paid out',
    scope: 'public',
    tags: TAGS,
    answers: { 200: ownErasureSchema },
    refusals: [
      ...SESSION_REFUSALS,
      'memberpage.member.none',
      'memberpage.erasure.value_held',
      'members.member.unknown',
      'operation.owner_moving',
      'operation.not_taken',
    ] as readonly string[],
    handler: async (request) => {
      const found = await signedIn(deps, request, false);
      if (!found.ok) return found;
      const own = memberOf(found.session);
      if (!own.ok) return own;
      const member = deps.tokens.encode('mem', own.member.lane, own.member.owner);
      const quoted = await quoteErasure(deps, found.session.tenant, member);
      if (!quoted.ok) return quoted;
      const forfeited = quoted.answer.forfeited.map((one) => ({ ...one }));
      return { status: 200 as const, body: { forfeited }, headers: NOT_KEPT };
    },
  });

/** `POST /v1/me/erasure` */
export const erase = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/me/erasure',
    summary: 'Erase whoever is signed in, for ever',
    description:
      'Name and contacts are deleted, cards end, points are forfeited and booked. The journal keeps numbers without a person. ' +
      'Gift cards stay with the phone.',
    scope: 'public',
    tags: TAGS,
    body: memberErasureSchema,
    answers: { 200: memberErasedSchema },
    refusals: [
      ...SESSION_REFUSALS,
      'memberpage.member.none',
      'memberpage.erasure.value_held',
      'members.code.wrong',
      'members.member.unknown',
      'kernel.phone.malformed',
      'operation.reference_reused',
      'operation.voided_before',
      'operation.owner_moving',
      'operation.not_taken',
    ] as readonly string[],
    handler: async (request) => {
      const found = await signedIn(deps, request, true);
      if (!found.ok) return found;
      const outcome = await eraseOneself(deps, found.session, request.body);
      if (!outcome.ok) return outcome;
      const { erasedAt, forfeited } = outcome.answer;
      const headers = { ...NOT_KEPT, 'set-cookie': memberCookie('', callerOf(request), 0) };
      return { status: 200 as const, body: { erasedAt, forfeited: [...forfeited] }, headers };
    },
  });
