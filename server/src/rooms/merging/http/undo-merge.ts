import {
  mergePathSchema,
  mergeWaitsSchema,
  unmergeInputSchema,
  unmergeQuoteSchema,
  unmergeSchema,
} from '../../../../../contract/merging.ts';
import { actorOf } from '../../../platform/audit.ts';
import { hasMoved, quoteUnmerge, unmergeByStaff } from '../ask.ts';
import type { MergingDeps } from '../deps.ts';
import type { UnmergeAnswer } from '../present.ts';
import { ACT_REFUSALS, listed, QUOTE_REFUSALS, roomEndpoint, waits } from './room-endpoint.ts';

const REFUSALS = [
  'merging.merge.unknown',
  'merging.merge.undone',
  'merging.merge.survivor_gone',
  'merging.merge.too_late',
  'merging.wallet.frozen',
] as const;

const bodyOf = ({ operation: _operation, repeated: _repeated, recordedAt: _recordedAt, ...answer }: UnmergeAnswer) => ({
  ...answer,
  wallets: listed(answer.wallets),
  stays: listed(answer.stays),
  cards: [...answer.cards],
  tiers: listed(answer.tiers),
  segments: [...answer.segments],
});

/** `GET /v1/merges/:merge/undo` */
export const getUndoQuote = (deps: MergingDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/merges/:merge/undo',
    summary: 'Show what undoing a merge would do',
    description: 'What goes back, and what was spent or has ended since and stays. Nothing is booked.',
    scope: 'members:merge',
    tags: ['members'],
    params: mergePathSchema,
    answers: { 200: unmergeQuoteSchema },
    refusals: [...REFUSALS, ...QUOTE_REFUSALS] as readonly string[],
    handler: async ({ principal, params }) => {
      const quoted = await quoteUnmerge(deps, { tenant: principal.tenant, merge: params.merge, reason: 'quote' });
      if (!quoted.ok) return quoted;
      const body = bodyOf(quoted.answer);
      return { status: 200 as const, body: { ...body, needsSecondPerson: body.wallets.some(hasMoved) } };
    },
  });

/** `POST /v1/merges/:merge/undo` */
export const undoMerge = (deps: MergingDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/merges/:merge/undo',
    summary: 'Undo a merge of two members',
    description:
      'Lots that came with it and are still there go back with their dates, and so do cards, phone and counts. What was spent or has ended stays ' +
      'and is told. For as many days as the policy `unmergeWithinDays` said on the day of the merge. Where points move a second person decides.',
    scope: 'members:merge',
    tags: ['members'],
    params: mergePathSchema,
    body: unmergeInputSchema,
    answers: { 200: unmergeSchema, 201: unmergeSchema, 202: mergeWaitsSchema },
    refusals: [...REFUSALS, ...ACT_REFUSALS] as readonly string[],
    examples: { body: { reference: 'unmerge-17', reason: 'mistake' } },
    handler: async ({ principal, params, body }) => {
      const { reference, reason } = body;
      const input = { tenant: principal.tenant, merge: params.merge, reason };
      const outcome = await unmergeByStaff(deps, input, { reference, by: actorOf(principal) });
      if (!outcome.ok) return outcome;
      if ('approval' in outcome) return waits(deps, outcome.approval);
      const { operation, recordedAt } = outcome.answer;
      const done = { operation, repeated: outcome.repeated, recordedAt, ...bodyOf(outcome.answer) };
      return { status: outcome.repeated ? (200 as const) : (201 as const), body: done };
    },
  });
