import type { FastifyRequest } from 'fastify';
import type { Refusal } from '../../kernel/refusal.ts';
import { bearerSecretOf } from '../../platform/http/bearer.ts';
import { callerOf } from '../../platform/http/caller.ts';
import type { Endpoint } from '../../platform/http/endpoint.ts';
import type { Principal } from '../../rooms/partners/index.ts';
import type { House } from '../compose.ts';
import { sessionPrincipal } from './session-principal.ts';

type Asked = Pick<Endpoint<Principal>, 'method' | 'path' | 'scope'>;

const ACTING_FOR_LENGTH_MAX = 64;

/**
 * Who speaks: a credential by its secret, else a person by the session of the cookie. A request that brings a secret is
 * the credential's, whatever cookies it has. Credentials are asked of memory and answered at once: tills wait for them.
 */
export const authenticateWith =
  (house: House) =>
  (request: FastifyRequest, asked: Asked): Principal | Refusal | Promise<Principal | Refusal> => {
    const caller = callerOf(request);
    if (request.headers.authorization !== undefined || caller.sessionToken === undefined) {
      const bearer = bearerSecretOf(request.headers.authorization);
      return bearer.ok ? house.partners.authenticate(bearer.secret) : bearer;
    }
    const header = request.headers['acting-for'];
    const actingFor = typeof header === 'string' ? header.slice(0, ACTING_FOR_LENGTH_MAX) : undefined;
    return bySession(house, asked, { token: caller.sessionToken, csrf: caller.csrf, device: caller.device }, actingFor);
  };

const bySession = async (
  house: House,
  asked: Asked,
  { token, csrf, device }: { readonly token: string; readonly csrf: string | undefined; readonly device: string },
  actingFor: string | undefined,
): Promise<Principal | Refusal> => {
  const isChange = asked.method !== 'GET';
  const found = await house.staff.portal.authenticate({ token, csrf, isChange, caller: { device } });
  return found.ok ? sessionPrincipal(house, found.session, asked, actingFor) : found;
};
