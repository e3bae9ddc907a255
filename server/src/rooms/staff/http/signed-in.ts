import { assert } from '../../../kernel/assert.ts';
import type { EndpointRequest, HttpCaller } from '../../../platform/http/endpoint.ts';
import type { SessionOutcome } from '../authenticate-session.ts';
import type { Session } from '../session.ts';
import type { StaffRouteDeps } from './room-endpoint.ts';

type Asked = Pick<EndpointRequest<unknown>, 'caller' | 'address'>;

/** Where the request comes from; the endpoints of the portal stand behind a server only. */
export const callerOf = ({ caller, address }: Asked): HttpCaller & { readonly address: string } => {
  assert(caller !== undefined, 'an endpoint of the portal is asked through a server');
  return { ...caller, address };
};

/** Who is signed in, by the cookie of the request. */
export const signedIn = (
  { staff }: StaffRouteDeps,
  request: Asked,
  isChange: boolean,
  stage: Session['stage'] = 'full',
): Promise<SessionOutcome> => {
  const caller = callerOf(request);
  return staff.portal.authenticate({ token: caller.sessionToken, csrf: caller.csrf, isChange, caller }, stage);
};

/** What `signedIn` may refuse. */
export const SESSION_REFUSALS = [
  'staff.session.missing',
  'staff.session.ended',
  'staff.session.other_device',
  'staff.session.forged',
  'staff.session.second_factor_missing',
] as const;
