import { assert } from '../../../kernel/assert.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import { endpointsFor, type EndpointRequest, type HttpCaller } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { authenticate, type SessionOutcome } from '../authenticate.ts';
import type { MemberPageDeps } from '../deps.ts';

/** What the endpoints of this room stand on. */
export type MemberPageRouteDeps = MemberPageDeps;

/** An endpoint of the page. `public` to the door, which knows no members: who is signed in is asked by `signedIn`. */
export const roomEndpoint = endpointsFor<Principal>();

export const TAGS = ["the member's page"];

/** What a member sees is for nobody else to keep. */
export const NOT_KEPT = { 'cache-control': 'no-store', vary: 'cookie' } as const;

type Asked = Pick<EndpointRequest<unknown>, 'caller'>;

/** Where the request comes from; these endpoints stand behind a server only. */
export const callerOf = ({ caller }: Asked): HttpCaller => {
  assert(caller !== undefined, "an endpoint of the member's page is asked through a server");
  return caller;
};

/** Who is signed in, by the cookie of the request; a change brings the header too. */
export const signedIn = (deps: MemberPageDeps, request: Asked, isChange: boolean): Promise<SessionOutcome> => {
  const { memberToken: token, csrf } = callerOf(request);
  return authenticate(deps, { token, csrf, isChange });
};

export const SESSION_REFUSALS = ['memberpage.session.ended', 'memberpage.session.forged'] as const;

/** Counts an attempt to come in, by address and business, and answers when everybody is answered. */
export async function levelly<Answer>(
  { guard }: MemberPageDeps,
  at: { readonly tenant: number; readonly address: string },
  work: () => Promise<Answer>,
): Promise<Answer | Refusal<'guards.attempts.too_many'>> {
  const counted: Ok<object> | Refusal<'guards.attempts.too_many'> = await guard.attempt(at);
  return counted.ok ? guard.level(work) : counted;
}
