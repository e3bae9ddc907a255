import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { digestOfSecret } from './credential.ts';
import type { Principal } from './credential.ts';
import type { PartnerSettings } from './settings.ts';

export type AuthenticateOutcome =
  | Principal
  | Refusal<
      | 'partners.credential.unknown'
      | 'partners.credential.revoked'
      | 'partners.credential.expired'
      | 'partners.credential.person_not_active'
      | 'partners.partner.suspended'
      | 'partners.terminal.suspended'
    >;

// A secret is 47 characters; digesting a header of a megabyte would be work for nothing.
const SECRET_LENGTH_MAX = 100;

/**
 * Who holds the secret. Refuses, in this order: a secret that nobody was given, a revoked credential, one past its
 * date, one of a person who is suspended or has left, one bound to a suspended partner (its own or its terminal's), one bound to a suspended terminal.
 */
export const authenticate = (settings: PartnerSettings, secret: string, now: Instant): AuthenticateOutcome => {
  const login = secret.length > SECRET_LENGTH_MAX ? undefined : settings.loginByDigest(digestOfSecret(secret));
  if (login === undefined) return refuse('partners.credential.unknown');
  const { credential, principal } = login;
  if (credential.state === 'revoked') return refuse('partners.credential.revoked');
  if (credential.validUntil <= now) return refuse('partners.credential.expired');
  if (!credential.mayPersonWork) return refuse('partners.credential.person_not_active');
  const terminal = credential.terminal === undefined ? undefined : settings.terminal(credential.terminal);
  const partnerId = terminal === undefined ? credential.partner : settings.outlet(terminal.outlet).partner;
  const partner = partnerId === undefined ? undefined : settings.partner(partnerId);
  if (partner?.state === 'suspended') return refuse('partners.partner.suspended', { partner: partner.code });
  if (terminal?.state === 'suspended') return refuse('partners.terminal.suspended', { terminal: terminal.code });
  return principal;
};
