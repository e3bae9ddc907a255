import type { z } from 'zod';
import { newBatchSchema } from '../../../../../contract/checkout.ts';
import { batchAnswerSchema } from '../../../../../contract/checkout-answers.ts';
import { BATCH_BODY_BYTES_MAX, type EndpointAnswer } from '../../../platform/http/endpoint.ts';
import { problemOf, refusalOfError, type InputRefusal, type Language } from '../../../platform/http/problem.ts';
import type { Outcome } from '../../../platform/lanes/index.ts';
import { batchByHand } from './batch-by-hand.ts';
import { keysOfBatch } from './batch-keys.ts';
import { bookedStatus } from './booked-answer.ts';
import { RETURN_EXAMPLE, SALE_EXAMPLE } from './examples.ts';
import { readBatchOperation } from './read-batch.ts';
import { roomEndpoint, type CheckoutRouteDeps } from './room-endpoint.ts';

type Answer = z.input<typeof batchAnswerSchema>['answers'][number];

/** `POST /v1/batch` */
export const submitBatchEndpoint = (deps: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/batch',
    repeats: 'own',
    summary: 'Submit many operations',
    description:
      'Up to 1,000 sales, returns, voids and claims, each answered in its place as if it had come alone: what is refused does ' +
      'not stop the others. Operations of one member, and of one sale, are decided in the order in which they stand. Each needs ' +
      'a `reference` of its own; the Idempotency-Key header names none of them. Sent by a person, they are done one after the other, and what ' +
      'would wait for a second person alone waits here too (202 in its place).',
    scope: 'sales:write',
    tags: ['checkout'],
    bodyLimit: BATCH_BODY_BYTES_MAX,
    body: newBatchSchema,
    answers: { 200: batchAnswerSchema },
    refusals: [],
    examples: {
      body: {
        operations: [
          { op: 'sale', ...SALE_EXAMPLE },
          { op: 'return', ...RETURN_EXAMPLE },
        ],
      },
    },
    handler: async ({ principal, body, ...asked }) => {
      const { language, requestId } = asked;
      const said = { language, requestId };
      const isByHand = deps.staff.approvals.isByHand(principal);
      if (isByHand !== false && (await isByHand)) {
        const outcomes = await batchByHand(deps, { ...asked, principal }, body.operations);
        const answers = outcomes.map((one) => ('refusal' in one ? problemAnswer(deps, one, said) : answered(one)));
        return { status: 200 as const, body: { answers } };
      }
      const sender = { principal, clientReference: undefined };
      const read = body.operations.map((operation) => readBatchOperation(deps.checkout, sender, operation));
      const keys = await keysOfBatch(
        deps.checkout,
        read.map((one) => (one.ok ? one.touches : undefined)),
      );
      const inOrder = chains();
      const answers = read.map((one, at) =>
        one.ok
          ? inOrder(keys[at] ?? [], () => one.submit()).then(
              (outcome) => answerOf(deps, outcome, said),
              (error: unknown) => answerOfError(deps, error, said),
            )
          : Promise.resolve(problemAnswer(deps, one, said)),
      );
      return { status: 200 as const, body: { answers: await Promise.all(answers) } };
    },
  });

/** Runs work that shares a key one after the other, and everything else at once. */
function chains(): <T>(keys: readonly string[], work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (keys, work) => {
    const before = new Set(keys.flatMap((key) => last.get(key) ?? []));
    const running = before.size === 0 ? work() : Promise.all(before).then(work);
    // Whether it was booked or failed, its turn is over.
    const over = running.then(nothing, nothing);
    for (const key of keys) last.set(key, over);
    return running;
  };
}

const nothing = (): void => undefined;

const answered = ({ status, body }: EndpointAnswer): Answer => ({ status, body: body as Answer['body'] });

type Said = { readonly language: Language; readonly requestId: string };

const answerOf = (deps: CheckoutRouteDeps, outcome: Outcome<object>, said: Said): Answer =>
  outcome.ok
    ? { status: bookedStatus(outcome), body: outcome.answer as Answer['body'] }
    : problemAnswer(deps, outcome, said);

const problemAnswer = ({ catalogue }: CheckoutRouteDeps, refusal: InputRefusal, said: Said): Answer => {
  const problem = problemOf(refusal, catalogue, said);
  return { status: problem.status, body: problem };
};

/** What was thrown for one operation does not hide the answers of the others. */
function answerOfError(deps: CheckoutRouteDeps, error: unknown, said: Said): Answer {
  deps.log.error({ err: error, requestId: said.requestId }, 'an operation of a batch failed');
  return problemAnswer(deps, refusalOfError(error), said);
}
