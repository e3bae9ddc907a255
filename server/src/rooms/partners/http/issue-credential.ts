import { credentialInputSchema, issuedCredentialSchema } from '../../../../../contract/partners.ts';
import { instantFromIso } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { EndpointRequest } from '../../../platform/http/endpoint.ts';
import { actOrAsk } from '../../staff/index.ts';
import type { Principal } from '../credential.ts';
import { confirmCredential } from './confirm-credential.ts';
import { credentialBody, personOfToken } from './credential-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

/** `POST /v1/credentials` */
export const issueCredential = (deps: PartnerRouteDeps) => {
  const { partners, tokens } = deps;
  return roomEndpoint({
    method: 'POST',
    path: '/v1/credentials',
    summary: 'Issue a credential',
    description:
      'The answer shows its secret, and nothing shows it again. When the answer is lost, revoke what the list shows ' +
      'and issue another. The key of a till or partner that a person issues, or a key of his, works within the bounds of what one may alone until a ' +
      'second person confirms it (`approval`).',
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
    handler: async (request) => {
      const { principal, body } = request;
      const validUntil = body.validUntil === undefined ? undefined : instantFromIso(body.validUntil);
      if (validUntil === undefined && body.validUntil !== undefined) return refuse('http.input.invalid');
      const person = body.person === undefined ? undefined : personOfToken(tokens, body.person);
      if (person === undefined && body.person !== undefined) return refuse('partners.credential.person_not_found');
      const input = { ...body, validUntil, person };
      const outcome = await partners.issueCredential(principal.tenant, input, principal);
      if (!outcome.ok) return outcome;
      const shown = credentialBody(partners.settings(), tokens)(outcome.credential);
      const approval = shown.isConfirmed ? undefined : await askConfirmation(deps, request, shown.id);
      return { status: 201 as const, body: { ...shown, secret: outcome.secret, ...(approval && { approval }) } };
    },
  });
};

/** Asks for a second person. The key is there already: where asking fails it works within the bounds, and somebody asks again. */
async function askConfirmation(
  deps: PartnerRouteDeps,
  request: EndpointRequest<Principal>,
  id: string,
): Promise<string | undefined> {
  if (deps.asking === undefined) return undefined;
  const { principal, address, requestId, language } = request;
  const said = { principal, address, requestId, language, params: { id }, body: {}, query: undefined };
  const told = await actOrAsk(deps.asking, confirmCredential(deps), { ...said, clientReference: undefined });
  if ('refusal' in told) return undefined;
  const { approval } = told.body as { readonly approval?: string };
  return approval;
}
