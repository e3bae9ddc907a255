import type { z } from 'zod';
import type { credentialSchema, scopeSchema } from '../../../../../contract/partners.ts';
import { INSTANT_NEVER, isoFromInstant } from '../../../kernel/instant.ts';
import type { Tokens } from '../../../kernel/token.ts';
import type { Credential } from '../credential.ts';
import type { PartnerSettings } from '../settings.ts';

const PREFIX = 'cred';
// Credentials stand in no lane.
const NO_LANE = 0;

/** The credential's name outside. */
export const credentialToken = (tokens: Tokens, credential: bigint): string =>
  tokens.encode(PREFIX, NO_LANE, credential);

/** The credential that a token names, or undefined for a text that is no such token. */
export const credentialOfToken = (tokens: Tokens, text: string): bigint | undefined => tokens.decode(PREFIX, text)?.id;

/** The person that a token names, or undefined for a text that is no such token. */
export const personOfToken = (tokens: Tokens, text: string): bigint | undefined => tokens.decode('person', text)?.id;

/** What the credential is bound to, by codes. */
export const bindingBody = (partners: PartnerSettings, credential: Credential) => {
  if (credential.partner !== undefined) return { partner: partners.partner(credential.partner).code };
  if (credential.terminal === undefined) return {};
  const terminal = partners.terminal(credential.terminal);
  return { outlet: partners.outlet(terminal.outlet).code, terminal: terminal.code };
};

/** The credential as the API shows it. There is no secret in it: here is only its digest. */
export const credentialBody =
  (partners: PartnerSettings, tokens: Tokens) =>
  (credential: Credential): z.output<typeof credentialSchema> => ({
    id: credentialToken(tokens, credential.credential),
    name: credential.name,
    ...bindingBody(partners, credential),
    ...(credential.person !== undefined && { person: tokens.encode('person', NO_LANE, credential.person) }),
    // The verb that wrote them lets only scopes in.
    scopes: [...credential.scopes] as z.output<typeof scopeSchema>[],
    state: credential.state,
    isConfirmed: credential.isConfirmed,
    ...(credential.validUntil !== INSTANT_NEVER && { validUntil: isoFromInstant(credential.validUntil) }),
    madeAt: isoFromInstant(credential.madeAt),
  });
