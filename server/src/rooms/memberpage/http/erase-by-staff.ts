import {
  erasureQuoteSchema,
  erasureWaitsSchema,
  memberErasedSchema,
  staffErasureSchema,
} from '../../../../../contract/member-page.ts';
import { memberPathSchema } from '../../../../../contract/members.ts';
import { actorOf } from '../../../platform/audit.ts';
import { findMember, profileSheet } from '../../members/index.ts';
import type { ErasureAnswer } from '../erasure.ts';
import { eraseByStaff, quoteErasure } from '../erase-by-staff.ts';
import { exportData } from '../export-data.ts';
import { NOT_KEPT, roomEndpoint, type MemberPageRouteDeps } from './room-endpoint.ts';

const TAGS = ['members'];

const lostBody = ({ forfeited }: ErasureAnswer) => forfeited.map((one) => ({ ...one }));

/** `GET /v1/members/:member/erasure` */
export const getErasureQuote = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/members/:member/erasure',
    summary: 'Show what erasing the member now would take from him',
    description:
      'Nothing is booked. What is lost becomes breakage or is paid out: the policy `erasedPoints` of its program says.',
    scope: 'members:erase',
    tags: TAGS,
    params: memberPathSchema,
    answers: { 200: erasureQuoteSchema },
    refusals: [
      'members.member.unknown',
      'memberpage.erasure.value_held',
      'operation.owner_moving',
      'operation.not_taken',
    ] as readonly string[],
    handler: async ({ principal, params }) => {
      const quoted = await quoteErasure(deps, principal.tenant, params.member);
      if (!quoted.ok) return quoted;
      const forfeited = lostBody(quoted.answer);
      return { status: 200 as const, body: { forfeited, needsSecondPerson: forfeited.length > 0 } };
    },
  });

/** `POST /v1/members/:member/erasure` */
export const eraseMemberByStaff = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/members/:member/erasure',
    summary: 'Erase a member, for ever',
    description:
      'Name and contacts are deleted, cards end, points go as the policy says. Where value is lost the answer is 202 and a second ' +
      'person decides; with the yes it is done. Gift cards stay with the phone.',
    scope: 'members:erase',
    tags: TAGS,
    params: memberPathSchema,
    body: staffErasureSchema,
    answers: { 200: memberErasedSchema, 202: erasureWaitsSchema },
    refusals: [
      'members.member.unknown',
      'memberpage.erasure.value_held',
      'staff.approval.reference_reused',
      'operation.reference_reused',
      'operation.voided_before',
      'operation.owner_moving',
      'operation.not_taken',
    ] as readonly string[],
    examples: { body: { reference: 'erase-17', reason: 'member_request' } },
    handler: async ({ principal, params, body }) => {
      const asked = { ...body, tenant: principal.tenant, member: params.member, by: actorOf(principal) };
      const outcome = await eraseByStaff(deps, asked);
      if (!outcome.ok) return outcome;
      if ('approval' in outcome) {
        const { approval, state } = outcome.approval;
        return { status: 202 as const, body: { approval: deps.tokens.encode('appr', 0, approval), state } };
      }
      const { erasedAt } = outcome.answer;
      return { status: 200 as const, body: { erasedAt, forfeited: lostBody(outcome.answer) } };
    },
  });

/** `GET /v1/members/:member/export` */
export const exportByStaff = (deps: MemberPageRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/members/:member/export',
    summary: 'Give everything that is kept about a member, to be handed to him',
    description:
      'As one JSON file. Card numbers are masked: in full they are for their member alone. The act is in the audit log.',
    scope: 'members:erase',
    tags: TAGS,
    params: memberPathSchema,
    answers: { 200: { file: 'application/json; charset=utf-8' } },
    refusals: ['members.member.unknown', 'operation.owner_moving'] as readonly string[],
    handler: async ({ principal, params, language }) => {
      const { tenant } = principal;
      const found = await findMember(deps.tokens, deps.machine.look, tenant, params.member);
      if (!found.ok) return found;
      const profile = await deps.machine.look.row(profileSheet, { tenant, member: found.owner });
      const made = await exportData(deps, { tenant, member: found, phone: profile?.phone }, language, false);
      if (!made.ok) return made;
      const subject = `member ${params.member}`;
      await deps.database.transaction((tx) =>
        deps.staff.audit(tx, { tenant, by: actorOf(principal), act: 'members.member.exported', subject }),
      );
      const headers = { ...NOT_KEPT, 'content-disposition': 'attachment; filename="member-data.json"' };
      return { status: 200 as const, body: `${JSON.stringify(made.data, undefined, 2)}\n`, headers };
    },
  });
