import { credentialInputSchema, issuedCredentialSchema } from '../../../../../contract/partners.ts';
import { instantFromIso } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { credentialBody, personOfToken } from './credential-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

/** `POST /v1/credentials` */
export const issueCredential = ({ partners, tokens }: PartnerRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/credentials',
    summary: 'Issue a credential',
    description:
      'The answer shows its secret, and nothing shows it again. When the answer is lost, revoke what the list shows ' +
      'and issue another.',
    scope: 'settings:write',
    tags: ['partners'],
    body: credentialInputSchema,
    answers: { 201: issuedCredentialSchema },
    refusals: [
      'http.input.invalid',
      'partners.credential.unknown_scope',
      'partners.credential.already_expired',
      'partners.credential.person_not_found',
      'partners.credential.binding_unclear',
      'partners.partner.not_found',
      'partners.outlet.not_found',
      'partners.terminal.not_found',
      'partners.credential.beyond_own',
    ],
    examples: { body: { name: 'Till 1', outlet: 'norte-1', terminal: 'T1', scopes: ['sales:write'] } },
    handler: async ({ principal, body }) => {
      const validUntil = body.validUntil === undefined ? undefined : instantFromIso(body.validUntil);
      if (validUntil === undefined && body.validUntil !== undefined) return refuse('http.input.invalid');
      const person = body.person === undefined ? undefined : personOfToken(tokens, body.person);
      if (person === undefined && body.person !== undefined) return refuse('partners.credential.person_not_found');
      const input = { ...body, validUntil, person };
      const outcome = await partners.issueCredential(principal.tenant, input, principal);
      if (!outcome.ok) return outcome;
      const shown = credentialBody(partners.settings(), tokens)(outcome.credential);
      return { status: 201 as const, body: { ...shown, secret: outcome.secret } };
    },
  });
