import { cardChangedSchema, cardInputSchema } from '../../../../../contract/cards.ts';
import { instantFromIso } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { memberArrival, nameOperation } from '../../members/index.ts';
import { readLimits } from './stock-endpoint.ts';
import { CHANGE_REFUSALS, roomEndpoint, type CardRouteDeps } from './room-endpoint.ts';

/** `POST /v1/cards` */
export const issueCard = ({ machine, cards, programs, keys }: CardRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/cards',
    summary: 'Issue a card with a given number',
    description:
      'To a member, who may have several; without one the card earns on an account of its own until somebody enrols with it.',
    scope: 'cards:write',
    tags: ['cards'],
    body: cardInputSchema,
    answers: { 201: cardChangedSchema },
    refusals: [
      ...CHANGE_REFUSALS,
      'http.input.invalid',
      'kernel.card_number.malformed',
      'kernel.phone.malformed',
      'programs.program.not_found',
      'members.member.unknown',
      'members.phone.unknown',
      'members.phone.ambiguous',
      'cards.card.exists',
      'cards.card.suspended',
      'cards.range.not_stock',
      'cards.stock.for_another',
      'cards.range.other_type',
      'cards.range.holders_full',
      'cards.stock.activated',
      'cards.stock.destroyed',
      'cards.stock.expired',
      'cards.limit.malformed',
      'kernel.quantity.malformed',
      'kernel.quantity.too_many_decimals',
      'kernel.quantity.too_large',
    ],
    examples: { body: { reference: 'desk-18', number: '2990 0000 0017', type: 'bonus' } },
    handler: async ({ principal, body, clientReference }) => {
      const { reference, member, phone, externalId, occurredAt, programs: codes, limits, ...card } = body;
      const named = nameOperation(principal, FAMILY.card, reference, clientReference);
      if (!named.ok) return named;
      const at = occurredAt === undefined ? undefined : instantFromIso(occurredAt);
      if (occurredAt !== undefined && at === undefined) {
        const error = { path: 'body.occurredAt', message: 'There is no such day or time' };
        return { ...refuse('http.input.invalid'), errors: [error] };
      }
      const known = codes.map((code) => programs.settings().programByCode(principal.tenant, code));
      const missing = known.indexOf(undefined);
      if (missing >= 0) return refuse('programs.program.not_found', { program: codes[missing] });
      const read = readLimits(limits);
      if (!read.ok) return read;
      const isHeld = member !== undefined || phone !== undefined || externalId !== undefined;
      const input = {
        ...card,
        ...(limits && { limits: read.limits }),
        tenant: principal.tenant,
        programs: known.map((one) => one!.program),
        ...(isHeld && { member: { member, phone, externalId } }),
        by: String(principal.credential),
        occurredAt: at,
      };
      const content = { ...card, ...(limits && { limits }), member, phone, externalId, occurredAt, programs: codes };
      const outcome = await machine.submit(cards.issue, memberArrival(keys, named.name, content, input));
      return outcome.ok ? { status: 201 as const, body: { ...outcome.answer, repeated: outcome.repeated } } : outcome;
    },
  });
