import {
  cardContactAskedSchema,
  cardContactInputSchema,
  cardContactQuery,
  cardContactSchema,
} from '../../../../../../contract/card-making.ts';
import { isoFromInstant } from '../../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../../kernel/refusal.ts';
import { FAMILY } from '../../../../platform/lanes/index.ts';
import { NAME_REFUSALS, nameOperation } from '../../../members/index.ts';
import { speaksForTenant, type Principal } from '../../../partners/index.ts';
import { TENANT_ITSELF } from '../client-contact.ts';
import { approvalToken, roomEndpoint, TAGS, userOf, type MakingRouteDeps } from './room-endpoint.ts';

const shared = { path: '/v1/card-contact', tags: TAGS } as const;

const clientNamed = (
  { partners }: MakingRouteDeps,
  principal: Principal,
  code: string | undefined,
): Ok<{ partner: number }> | Refusal<'cards.contact.not_for_bound' | 'partners.partner.not_found'> => {
  if (!speaksForTenant(principal)) return refuse('cards.contact.not_for_bound');
  if (code === undefined) return { ok: true, partner: TENANT_ITSELF };
  const partner = partners.settings().partnerByCode(principal.tenant, code);
  return partner ? { ok: true, partner: partner.partner } : refuse('partners.partner.not_found', { partner: code });
};

/** `GET /v1/card-contact` */
export const getContact = (deps: MakingRouteDeps) =>
  roomEndpoint({
    ...shared,
    method: 'GET',
    summary: 'Show the registered address to which codes of card files go',
    scope: 'settings:read',
    query: cardContactQuery,
    answers: { 200: cardContactSchema },
    refusals: ['cards.contact.not_for_bound', 'partners.partner.not_found', 'cards.contact.missing'],
    handler: async ({ principal, query }) => {
      const client = clientNamed(deps, principal, query.partner);
      if (!client.ok) return client;
      const found = await deps.making.contactOf(principal.tenant, client.partner);
      if (!found) return refuse('cards.contact.missing');
      return { status: 200 as const, body: { email: found.masked, changedAt: isoFromInstant(found.changedAt) } };
    },
  });

/** `PUT /v1/card-contact` */
export const putContact = (deps: MakingRouteDeps) =>
  roomEndpoint({
    ...shared,
    method: 'PUT',
    summary: 'Ask for another registered address',
    description:
      'It holds once a second person has approved it; the first address too. Until then the one of before holds.',
    scope: 'settings:write',
    body: cardContactInputSchema,
    answers: { 202: cardContactAskedSchema },
    refusals: [
      ...NAME_REFUSALS,
      'operation.reference_reused',
      'cards.contact.not_for_bound',
      'partners.partner.not_found',
      'kernel.email.malformed',
      'staff.approval.reference_reused',
    ],
    examples: { body: { reference: 'contact-1', email: 'cards@example.com' } },
    handler: async ({ principal, body, clientReference }) => {
      const named = nameOperation(principal, FAMILY.card, body.reference, clientReference);
      if (!named.ok) return named;
      const client = clientNamed(deps, principal, body.partner);
      if (!client.ok) return client;
      const { space, reference } = named.name;
      const outcome = await deps.making.changeContact({
        ...{ tenant: principal.tenant, partner: client.partner, partnerCode: body.partner, email: body.email },
        ...{ space, reference, by: userOf(principal) },
      });
      if (!outcome.ok) return outcome as never;
      const { masked, approval, repeated } = outcome;
      return {
        status: 202 as const,
        body: { email: masked, approval: approvalToken(deps.tokens, approval), repeated },
      };
    },
  });
