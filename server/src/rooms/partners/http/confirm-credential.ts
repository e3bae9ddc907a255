import { confirmationInputSchema, credentialPathSchema, credentialSchema } from '../../../../../contract/partners.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import type { Credential, Principal } from '../credential.ts';
import { mayConfigureCredential } from '../may-configure.ts';
import { bindingBody, credentialBody, credentialOfToken } from './credential-body.ts';
import { roomEndpoint } from './room-endpoint.ts';
import type { PartnerRouteDeps } from './room-endpoint.ts';

async function find(
  { partners, tokens }: Pick<PartnerRouteDeps, 'partners' | 'tokens'>,
  principal: Principal,
  text: string,
): Promise<Ok<{ readonly credential: Credential }> | Refusal<'partners.credential.not_found'>> {
  await partners.refresh();
  const settings = partners.settings();
  const id = credentialOfToken(tokens, text);
  const credential = settings.credentialsOf(principal.tenant).find((one) => one.credential === id);
  return credential !== undefined && mayConfigureCredential(settings, principal, credential)
    ? { ok: true, credential }
    : refuse('partners.credential.not_found');
}

/** `POST /v1/credentials/:id/confirm` */
export const confirmCredential = (deps: PartnerRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/credentials/:id/confirm',
    summary: 'Have the key of a till or partner confirmed by a second person',
    description:
      'The key of a till or partner that somebody issued counts as done by hand until two people stand behind it. Issuing asks for that by itself; ' +
      'this asks again where the request was declined or has expired. The yes confirms the key, which is believed within a second. One that is ' +
      'confirmed, or needs nobody, is answered at once.',
    scope: 'settings:write',
    tags: ['partners'],
    params: credentialPathSchema,
    body: confirmationInputSchema,
    answers: { 200: credentialSchema },
    refusals: ['partners.credential.not_found', 'partners.credential.ended'],
    secondPerson: {
      kind: 'partners.credential_confirm',
      effect: async ({ principal, params }) => {
        const found = await find(deps, principal, params.id);
        if (!found.ok) return found;
        const { credential } = found;
        if (credential.isConfirmed) return { ok: true };
        if (credential.state === 'revoked') return refuse('partners.credential.ended');
        const facts = {
          name: credential.name,
          ...bindingBody(deps.partners.settings(), credential),
          scopes: [...credential.scopes],
        };
        return {
          ok: true,
          effect: { subject: `credential ${credential.credential}`, facts, worth: undefined, isAlwaysByTwo: true },
        };
      },
    },
    handler: async ({ principal, params }) => {
      const found = await find(deps, principal, params.id);
      if (!found.ok) return found;
      const { tenant } = principal;
      const outcome = await deps.partners.confirmCredential(tenant, found.credential.credential, actorOf(principal));
      if (!outcome.ok) return outcome;
      return { status: 200 as const, body: credentialBody(deps.partners.settings(), deps.tokens)(outcome.credential) };
    },
  });
