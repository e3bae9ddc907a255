import { signalPathSchema, signalReviewSchema, signalSchema } from '../../../../../contract/signals.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { REVIEW, roomEndpoint, signalNamed, sightOf, TAGS, type FraudRouteDeps } from './room-endpoint.ts';
import { signalBodies } from './signal-body.ts';

/** `POST /v1/signals/:signal/review` */
export const reviewSignalEndpoint = (deps: FraudRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/signals/:signal/review',
    summary: 'Decide a signal',
    description:
      '`confirmed`: it was what it looked like, and what is frozen stays so. `released`: it was not; all that it froze is spendable again within ' +
      'seconds, and nothing more of its window is frozen. What was confirmed may be released later. The same decision again changes nothing.',
    scope: REVIEW,
    tags: TAGS,
    params: signalPathSchema,
    body: signalReviewSchema,
    answers: { 200: signalSchema },
    refusals: ['fraud.signal.not_found', 'fraud.signal.released'],
    examples: { body: { decision: 'released', note: 'A school class: thirty children with cards of their own.' } },
    // Who releases lets spend what a rule froze, and whoever stood at the till may be his friend. To confirm keeps all as it is.
    secondPerson: {
      kind: 'fraud.signal_release',
      effect: async ({ principal, params, body }) => {
        if (body.decision === 'confirmed') return { ok: true };
        const asked = { signal: signalNamed(deps, params.signal) };
        const [signal] = await deps.fraud.list(sightOf(deps, principal), asked, { limit: 1 });
        if (signal === undefined) return refuse('fraud.signal.not_found');
        const { state, held, subject, action } = signal;
        const operations = held.freezing + held.frozen;
        // A hold that found nothing left to freeze still stops what comes in its window.
        if (state === 'released' || action !== 'hold') return { ok: true };
        const facts = { signal: params.signal, promotion: subject.promotion, operations, reason: body.note };
        return { ok: true, effect: { subject: params.signal, facts } };
      },
    },
    handler: async ({ principal, params, body }) => {
      const signal = signalNamed(deps, params.signal);
      const { credential, person, session } = principal;
      const outcome = await deps.fraud.review(sightOf(deps, principal), {
        ...{ signal, decision: body.decision, note: body.note },
        by: { credential, person, session },
      });
      if (!outcome.ok) return outcome;
      const [shown] = await signalBodies(deps, [outcome.signal]);
      return { status: 200 as const, body: shown! };
    },
  });
