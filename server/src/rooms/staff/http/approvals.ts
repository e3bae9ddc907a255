import {
  approvalPageSchema,
  approvalPathSchema,
  approvalQuery,
  approvalSchema,
  approveSchema,
  declineSchema,
} from '../../../../../contract/staff.ts';
import { canonicalJson } from '../../../kernel/canonical.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { problemOf, type Language } from '../../../platform/http/problem.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import type { Approval } from '../approval.ts';
import { DECIDE } from '../refuse-decider.ts';
import { actorOf, idOf, refuseBound, roomEndpoint, token } from './room-endpoint.ts';
import type { Principal, StaffRouteDeps } from './room-endpoint.ts';
import { approvalBody } from './staff-body.ts';

const TAGS = ['approvals'];
const NEWEST = 9_223_372_036_854_775_807n;

const shown = async (deps: StaffRouteDeps, principal: Principal, approvals: readonly Approval[]) => {
  const people = approvals.flatMap((one) => [one.requestedBy.person, one.decidedBy?.person]);
  const names = await deps.staff.namesOf(
    principal.tenant,
    people.filter((person) => person !== undefined),
  );
  return (approval: Approval) => approvalBody(deps, approval, actorOf(principal), names);
};

/** `GET /v1/approvals` */
export const listApprovals = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/approvals',
    summary: 'List what waits for a second person, and what was decided, newest first',
    scope: 'approvals:read',
    tags: TAGS,
    query: approvalQuery,
    answers: { 200: approvalPageSchema },
    refusals: ['staff.person.not_for_bound', 'http.cursor.malformed'],
    handler: async ({ principal, query }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['string']);
      if (cursor && !cursor.ok) return cursor;
      const before = cursor === undefined ? NEWEST : idOf(deps.tokens, 'appr', cursor.key[0]);
      if (before === undefined) return refuse('http.cursor.malformed');
      const { limit, state, kind, subject } = query;
      const rows = await deps.staff.approvals.list(principal.tenant, { before, limit, state, kind, subject });
      const body = pageOfRows(rows, limit, await shown(deps, principal, rows), ({ approval }) => [
        token(deps.tokens, 'appr', approval),
      ]);
      return { status: 200 as const, body };
    },
  });

/** `GET /v1/approvals/:id` */
export const getApproval = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/approvals/:id',
    summary: 'Get a request for approval',
    scope: 'approvals:read',
    tags: TAGS,
    params: approvalPathSchema,
    answers: { 200: approvalSchema },
    refusals: ['staff.person.not_for_bound', 'staff.approval.not_found'],
    handler: async ({ principal, params, language }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const id = idOf(deps.tokens, 'appr', params.id);
      const approval = id === undefined ? undefined : await deps.staff.approvals.find(principal.tenant, id);
      if (approval === undefined) return refuse('staff.approval.not_found');
      const body = (await shown(deps, principal, [approval]))(approval);
      const now = approval.state === 'pending' ? await effectNow(deps, approval, language) : undefined;
      return { status: 200 as const, body: now ? { ...body, now } : body };
    },
  });

/** What a yes would do at this moment; undefined where the room that asked says nothing of it. */
const effectNow = async ({ staff, catalogue }: StaffRouteDeps, approval: Approval, language: Language) => {
  const told = await staff.approvals.effectNow(approval);
  if (!told.ok) {
    const { code, detail } = problemOf(told, catalogue, { language });
    return { isSame: false, refused: { code, detail } };
  }
  const { effect } = told;
  if (effect === undefined) return undefined;
  const isSame = canonicalJson(effect.facts) === canonicalJson(approval.facts);
  return { isSame, ...(effect.after && { after: effect.after }) };
};

const DECIDE_REFUSALS = [
  'staff.person.not_for_bound',
  'staff.person.not_active',
  'staff.approval.not_found',
  'staff.approval.decided',
  'staff.approval.expired',
  'staff.approval.needs_person',
  'staff.approval.needs_second_person',
  'staff.approval.same_hand',
  'staff.approval.needs_authenticator',
  'staff.approval.permission_missing',
  'staff.approval.beyond_limit',
  'staff.approval.decider_gone',
  'staff.approval.asker_gone',
  'staff.approval.asker_key_ended',
  'staff.approval.asker_right_lost',
] as const;

/** `POST /v1/approvals/:id/approve` */
export const approve = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/approvals/:id/approve',
    summary: 'Say yes to what somebody else asked for',
    description: 'What was asked for is done with the yes. What that act itself refuses leaves the request undecided.',
    scope: DECIDE,
    tags: TAGS,
    params: approvalPathSchema,
    body: approveSchema,
    answers: { 200: approvalSchema },
    refusals: [...DECIDE_REFUSALS, ...deps.staff.approvals.actRefusals()] as (typeof DECIDE_REFUSALS)[number][],
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const id = idOf(deps.tokens, 'appr', params.id);
      if (id === undefined) return refuse('staff.approval.not_found');
      const by = { ...actorOf(principal), scopes: principal.scopes };
      const outcome = await deps.staff.approvals.approve(principal.tenant, id, by, body.reason);
      if (!('approval' in outcome)) return outcome as Refusal<(typeof DECIDE_REFUSALS)[number]>;
      return { status: 200 as const, body: (await shown(deps, principal, [outcome.approval]))(outcome.approval) };
    },
  });

/** `POST /v1/approvals/:id/decline` */
export const decline = (deps: StaffRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/approvals/:id/decline',
    summary: 'Say no to what somebody else asked for',
    scope: DECIDE,
    tags: TAGS,
    params: approvalPathSchema,
    body: declineSchema,
    answers: { 200: approvalSchema },
    refusals: [...DECIDE_REFUSALS],
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const id = idOf(deps.tokens, 'appr', params.id);
      if (id === undefined) return refuse('staff.approval.not_found');
      const by = { ...actorOf(principal), scopes: principal.scopes };
      const outcome = await deps.staff.approvals.decline(principal.tenant, id, by, body.reason);
      if (!('approval' in outcome)) return outcome as Refusal<(typeof DECIDE_REFUSALS)[number]>;
      return { status: 200 as const, body: (await shown(deps, principal, [outcome.approval]))(outcome.approval) };
    },
  });
