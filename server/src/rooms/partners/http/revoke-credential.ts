import { credentialPathSchema, credentialSchema } from '../../../../../contract/partners.ts';
import { actorOf } from '../../../platform/audit.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { mayConfigureCredential } from '../may-configure.ts';
import { credentialBody, credentialOfToken } from './credential-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

/** `POST /v1/credentials/:id/revoke` */
export const revokeCredential = ({ partners, tokens }: PartnerRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/credentials/:id/revoke',
    summary: 'Revoke a credential for ever',
    description: 'It is refused everywhere within a second. Revoking it again changes nothing.',
    scope: 'settings:write',
    tags: ['partners'],
    params: credentialPathSchema,
    answers: { 200: credentialSchema },
    refusals: ['partners.credential.not_found'],
    handler: async ({ principal, params }) => {
      await partners.refresh();
      const settings = partners.settings();
      const id = credentialOfToken(tokens, params.id);
      const credential = settings.credentialsOf(principal.tenant).find((one) => one.credential === id);
      if (credential === undefined || !mayConfigureCredential(settings, principal, credential)) {
        return refuse('partners.credential.not_found');
      }
      const outcome = await partners.revokeCredential(principal.tenant, credential.credential, actorOf(principal));
      if (!outcome.ok) return outcome;
      return { status: 200 as const, body: credentialBody(partners.settings(), tokens)(outcome.credential) };
    },
  });
