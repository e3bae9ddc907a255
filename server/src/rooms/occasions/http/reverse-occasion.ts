import type { z } from 'zod';
import { operationPathSchema } from '../../../../../contract/checkout.ts';
import { newOccasionReversalSchema, occasionReversalSchema } from '../../../../../contract/occasions.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { memberArrival, nameOperation } from '../../members/index.ts';
import type { EndpointRequest } from '../../../platform/http/endpoint.ts';
import { byHandOf, speaksForTenant, type Principal } from '../../partners/index.ts';
import { worthOfAll } from '../../staff/index.ts';
import { roomEndpoint, type OccasionRouteDeps } from './room-endpoint.ts';

type Asked = EndpointRequest<
  Principal,
  z.output<typeof operationPathSchema>,
  undefined,
  z.output<typeof newOccasionReversalSchema>
>;

/** Reads which occasion is meant. Refuses whoever does not speak for the tenant, and names that differ or lead nowhere. */
function readReversal(deps: OccasionRouteDeps, { principal, params, body, clientReference }: Asked) {
  if (!speaksForTenant(principal)) return refuse('partners.credential.beyond_own');
  const named = nameOperation(principal, FAMILY.adjust, body.reference, clientReference);
  if (!named.ok) return named;
  const place = deps.tokens.decode('op', params.operation);
  if (!place) return refuse('occasions.occasion.unknown');
  const { reason } = body;
  const input = {
    tenant: principal.tenant,
    place: { lane: place.lane, seq: place.id },
    ...{ reason, by: byHandOf(deps.tokens, principal) },
    receivedAt: deps.clock.now(),
  };
  const content = { is: 'occasion_reversal', operation: params.operation, reason };
  return { ok: true as const, arrival: memberArrival(deps.keys, named.name, content, input) };
}

/** `POST /v1/occasions/:operation/reversal` */
export const reverseOccasionEndpoint = (deps: OccasionRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/occasions/:operation/reversal',
    summary: 'Take back what an occasion brought',
    description:
      'Once: its points as far as the policy for returns goes, stamps, codes that nobody has used, and what it took of limits. For a ' +
      'referral that was none, a review that was withdrawn, a welcome that somebody took twice.',
    scope: 'points:adjust',
    tags: ['occasions'],
    params: operationPathSchema,
    body: newOccasionReversalSchema,
    answers: { 200: occasionReversalSchema, 201: occasionReversalSchema },
    refusals: [
      'partners.credential.beyond_own',
      'operation.reference_missing',
      'operation.reference_differs',
      'operation.reference_reused',
      'operation.voided_before',
      'operation.owner_moving',
      'operation.not_taken',
      'occasions.occasion.unknown',
      'occasions.occasion.reversed',
    ],
    examples: { body: { reference: 'case-2107', reason: 'fraud' } },
    secondPerson: {
      kind: 'occasions.reversal',
      effect: async (request) => {
        const read = readReversal(deps, request);
        if (!read.ok) return read;
        const { tenant } = request.principal;
        const { arrival } = read;
        if (arrival.reference && (await deps.machine.look.reference(arrival.reference))) return { ok: true };
        const found = await deps.occasions.foreseeReversal(deps.machine.look, arrival.input);
        if (!found.ok) return found;
        const { member, name, taken } = found.foreseen;
        // Stamps and codes alone are no value that anybody bounds.
        if (taken.length === 0) return { ok: true };
        const { reason } = arrival.input;
        const effect = {
          subject: member,
          facts: { operation: request.params.operation, occasion: name, member, reason, taken },
          ...worthOfAll((unit) => deps.programs.settings().unitByCode(tenant, unit)?.decimals, taken),
        };
        return { ok: true, effect };
      },
    },
    handler: async (request) => {
      const read = readReversal(deps, request);
      if (!read.ok) return read;
      const outcome = await deps.machine.submit(deps.occasions.reverse, read.arrival);
      // Which refusals an operation gives is not in its type; the door holds them against the endpoint's list in tests.
      if (!outcome.ok) return outcome as Refusal<never>;
      const told = outcome.answer as unknown as z.input<typeof occasionReversalSchema>;
      return { status: outcome.repeated ? (200 as const) : (201 as const), body: told };
    },
  });
