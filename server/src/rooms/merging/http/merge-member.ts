import { memberPathSchema } from '../../../../../contract/members.ts';
import {
  mergeInputSchema,
  mergeQuerySchema,
  mergeQuoteSchema,
  mergeSchema,
  mergeWaitsSchema,
} from '../../../../../contract/merging.ts';
import { actorOf } from '../../../platform/audit.ts';
import { hasMoved, mergeByStaff, quoteMerge } from '../ask.ts';
import type { MergingDeps } from '../deps.ts';
import type { MergeAnswer } from '../present.ts';
import { ACT_REFUSALS, listed, QUOTE_REFUSALS, roomEndpoint, waits } from './room-endpoint.ts';

const REFUSALS = [
  'members.member.unknown',
  'merging.member.same',
  'merging.member.merged_before',
  'merging.member.value_held',
  'merging.member.own_accounts',
  'merging.wallet.frozen',
  'merging.card.value_blocked',
] as const;

const bodyOf = ({ operation: _operation, repeated: _repeated, recordedAt: _recordedAt, ...answer }: MergeAnswer) => ({
  ...answer,
  wallets: listed(answer.wallets),
  cards: [...answer.cards],
  programs: [...answer.programs],
  tiers: listed(answer.tiers),
  segments: [...answer.segments],
});

/** `GET /v1/members/:member/merge` */
export const getMergeQuote = (deps: MergingDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/members/:member/merge',
    summary: 'Show what merging another member into this one would do',
    description:
      'In numbers, wallet by wallet. Nothing is booked. What stands against the merge is refused here as it would be there.',
    scope: 'members:merge',
    tags: ['members'],
    params: memberPathSchema,
    query: mergeQuerySchema,
    answers: { 200: mergeQuoteSchema },
    refusals: [...REFUSALS, ...QUOTE_REFUSALS] as readonly string[],
    handler: async ({ principal, params, query }) => {
      const { tenant } = principal;
      const quoted = await quoteMerge(deps, { tenant, member: params.member, other: query.other, reason: 'quote' });
      if (!quoted.ok) return quoted;
      const body = bodyOf(quoted.answer);
      return { status: 200 as const, body: { ...body, needsSecondPerson: body.wallets.some(hasMoved) } };
    },
  });

/** `POST /v1/members/:member/merge` */
export const mergeMember = (deps: MergingDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/members/:member/merge',
    summary: 'Merge another member into this one',
    description:
      'Points with their dates, debts, cards, phone, external ids, purchases, limits, tiers and segments of the other go to this member; every ' +
      'name of the other leads here, and so do returns of his receipts. Where points move the answer is 202 and a second person decides.',
    scope: 'members:merge',
    tags: ['members'],
    params: memberPathSchema,
    body: mergeInputSchema,
    answers: { 200: mergeSchema, 201: mergeSchema, 202: mergeWaitsSchema },
    refusals: [...REFUSALS, ...ACT_REFUSALS] as readonly string[],
    examples: { body: { reference: 'merge-17', other: 'mem_0a1b2c3d4e5f6g7h8j9k0m1n2p', reason: 'duplicate' } },
    handler: async ({ principal, params, body }) => {
      const { reference, other, reason } = body;
      const input = { tenant: principal.tenant, member: params.member, other, reason };
      const outcome = await mergeByStaff(deps, input, { reference, by: actorOf(principal) });
      if (!outcome.ok) return outcome;
      if ('approval' in outcome) return waits(deps, outcome.approval);
      const { operation, recordedAt } = outcome.answer;
      const done = { operation, repeated: outcome.repeated, recordedAt, ...bodyOf(outcome.answer) };
      return { status: outcome.repeated ? (200 as const) : (201 as const), body: done };
    },
  });
