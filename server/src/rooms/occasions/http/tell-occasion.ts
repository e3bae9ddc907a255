import type { z } from 'zod';
import { newOccasionSchema, occasionQuoteSchema, occasionSchema } from '../../../../../contract/occasions.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { effectOfOccasion, OCCASION } from './effect-of-occasion.ts';
import { readOccasion, TOLD_REFUSALS } from './read-occasion.ts';
import { roomEndpoint, type OccasionRouteDeps } from './room-endpoint.ts';

const REFUSALS = [
  ...TOLD_REFUSALS,
  'operation.reference_reused',
  'operation.voided_before',
  'operation.owner_moving',
  'operation.not_taken',
  'kernel.phone.malformed',
  'kernel.card_number.malformed',
  'members.member.unknown',
  'members.phone.unknown',
  'members.phone.ambiguous',
  'cards.card.unknown',
  'cards.card.blocked',
  'cards.card.suspended',
  'cards.card.not_of_program',
  'occasions.member.not_joined',
  'occasions.occasion.unanswered',
  'occasions.occasion.to_come',
  'occasions.occasion.too_old',
  'occasions.funding.exhausted',
] as const;

const EXAMPLE = {
  reference: 'app-install-ana',
  program: 'club',
  member: { phone: '+34600123456' },
  name: 'app-installed',
  attributes: { platform: 'ios' },
};

/** `POST /v1/occasions` */
export const tellOccasionEndpoint = (deps: OccasionRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/occasions',
    summary: 'Tell what a member did',
    description:
      'Something other than a purchase that promotions answer: a review, a referral, an installed app, a ride. What it brings is ' +
      'booked at once, once for its reference. By hand it counts with what one may alone, by the points that it brings; with codes of coupons ' +
      'or stamps it waits for a second person.',
    scope: 'occasions:write',
    tags: ['occasions'],
    body: newOccasionSchema,
    answers: { 200: occasionSchema, 201: occasionSchema },
    refusals: REFUSALS,
    examples: { body: EXAMPLE },
    secondPerson: {
      kind: OCCASION,
      ofPersons: true,
      effect: async ({ principal, body, clientReference }) => {
        const read = readOccasion(deps, { principal, clientReference }, body);
        return read.ok ? effectOfOccasion(deps, body.program, read.arrival) : read;
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      const read = readOccasion(deps, { principal, clientReference }, body);
      if (!read.ok) return read;
      const outcome = await deps.machine.submit(deps.occasions.tell, read.arrival);
      // Which refusals an operation gives is not in its type; the door holds them against the endpoint's list in tests.
      if (!outcome.ok) return outcome as Refusal<never>;
      const told = outcome.answer as unknown as z.input<typeof occasionSchema>;
      return { status: outcome.repeated ? (200 as const) : (201 as const), body: told };
    },
  });

/** `POST /v1/occasions/quote` */
export const quoteOccasionEndpoint = (deps: OccasionRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/occasions/quote',
    summary: 'Quote what an occasion would bring',
    description:
      'As it would be decided now, or why it would be refused. Nothing is booked, and the reference is not taken.',
    scope: 'occasions:write',
    tags: ['occasions'],
    body: newOccasionSchema,
    answers: { 200: occasionQuoteSchema },
    refusals: REFUSALS,
    examples: { body: EXAMPLE },
    handler: async ({ principal, body, clientReference }) => {
      const read = readOccasion(deps, { principal, clientReference }, body);
      if (!read.ok) return read;
      const outcome = await deps.machine.rehearse(deps.occasions.quote, read.arrival);
      if (!outcome.ok) return outcome as Refusal<never>;
      const { operation: _, repeated: __, recordedAt: ___, ...told } = outcome.answer;
      return { status: 200 as const, body: told as unknown as z.input<typeof occasionQuoteSchema> };
    },
  });
