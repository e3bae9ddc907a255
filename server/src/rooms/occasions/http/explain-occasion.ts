import type { z } from 'zod';
import { explanationQuerySchema, operationPathSchema } from '../../../../../contract/checkout.ts';
import { occasionExplanationSchema } from '../../../../../contract/occasions.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { givesWhatWasKept, readBasket } from '../../checkout/index.ts';
import { recordSheet } from '../../ledger/index.ts';
import { speaksForTenant } from '../../partners/index.ts';
import { adjudicate, grantText, notFiredText, type Language } from '../../promotions/index.ts';
import { OCCASION_KIND, type OccasionRecord } from '../occasion.ts';
import { roomEndpoint, type OccasionRouteDeps } from './room-endpoint.ts';

/** `GET /v1/occasions/:operation/explanation` */
export const explainOccasionEndpoint = (deps: OccasionRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/occasions/:operation/explanation',
    summary: 'Explain what an occasion brought',
    description:
      'Which promotions answered it and how, and why the others gave nothing: decided again, by the version that decided then, on the ' +
      'facts that were kept.',
    scope: 'journal:read',
    tags: ['occasions'],
    params: operationPathSchema,
    query: explanationQuerySchema,
    answers: { 200: occasionExplanationSchema },
    refusals: ['occasions.occasion.unknown'],
    handler: async ({ principal, params, query, language }) => {
      const place = deps.tokens.decode('op', params.operation);
      const kept = place && (await deps.machine.look.row(recordSheet, { lane: place.lane, seq: place.id }));
      const isSeen = kept && kept.tenant === principal.tenant && kept.kind === OCCASION_KIND;
      if (!isSeen || !speaksForTenant(principal)) return refuse('occasions.occasion.unknown');
      const record = kept.record as OccasionRecord;
      const body = explain(deps, record, params.operation, query.language ?? language);
      return body ? { status: 200 as const, body } : refuse('occasions.occasion.unknown');
    },
  });

function explain(
  { rulebooks }: Pick<OccasionRouteDeps, 'rulebooks'>,
  { basket, rulebook: number, grants: then }: OccasionRecord,
  operation: string,
  language: Language,
): z.input<typeof occasionExplanationSchema> | undefined {
  const name = basket.occasion?.name ?? '';
  const rulebook = rulebooks.rulebook(number);
  const answering = rulebook.occasions.get(name);
  if (!answering) return undefined;
  const { grants, notFired } = adjudicate(answering, readBasket(basket), { explain: true });
  return {
    ...{ operation, name, rulebook: rulebook.version },
    agrees: givesWhatWasKept(grants, then),
    fired: grants.map((grant) => ({
      ...{ promotion: grant.promotion, version: grant.version, walletType: grant.walletType },
      points: formatQuantity(grant.points, grant.derivation.rule.decimals.points),
      text: grantText(grant, language),
    })),
    notFired: notFired.map((one) => ({
      ...{ promotion: one.promotion, reason: one.reason },
      text: notFiredText(one, language),
    })),
  };
}
