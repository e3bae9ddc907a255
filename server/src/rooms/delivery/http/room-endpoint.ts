import type { Logger } from 'pino';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Tokens } from '../../../kernel/token.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { Guard } from '../../../platform/guard/index.ts';
import type { Partners, Principal } from '../../partners/index.ts';
import { speaksForTenant } from '../../partners/index.ts';
import type { Programs } from '../../programs/index.ts';
import type { DeliveryRoom } from '../create-delivery.ts';
import { readLinkSecret, readPassSecret } from '../names.ts';

/** What the endpoints of this room stand on. */
export type DeliveryRouteDeps = {
  readonly delivery: DeliveryRoom;
  readonly tokens: Tokens;
  readonly guard: Guard;
  readonly partners: Partners;
  readonly programs: Programs;
  readonly log?: Pick<Logger, 'info'> | undefined;
};

/** An endpoint whose principal is one of a credential. */
export const roomEndpoint = endpointsFor<Principal>();

export const TAGS = ['gift cards on phones'];
export const PUBLIC_TAGS = ['gift cards on phones, public'];

/** Whatever may be fetched without credential says that nobody may keep it. */
export const NOT_KEPT = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } as const;

/**
 * Counts a look at a link. A secret that we made cannot be guessed, so it is counted by itself: a street of customers behind one
 * address may open theirs. What was made up is counted by the address.
 */
export const countLook = (
  { guard, tokens }: Pick<DeliveryRouteDeps, 'guard' | 'tokens'>,
  secret: string,
  address: string,
) => {
  const isOurs = readLinkSecret(tokens, secret) ?? readPassSecret(tokens, secret);
  return guard.attempt({ tenant: 0, address, ...(isOurs && { knownDevice: `link/${secret}` }) });
};

/** Refuses who is bound to a partner or terminal what belongs to the whole tenant. */
export const refuseBound = (principal: Principal): Refusal<'programs.tenant.not_for_bound'> | undefined =>
  speaksForTenant(principal) ? undefined : refuse('programs.tenant.not_for_bound');

/** The place of a card by its name outside. */
export const placeOf = (
  tokens: Tokens,
  card: string,
): Ok<{ readonly place: { readonly lane: number; readonly card: bigint } }> | Refusal<'delivery.card.not_held'> => {
  const place = tokens.decode('card', card);
  return place ? { ok: true, place: { lane: place.lane, card: place.id } } : refuse('delivery.card.not_held');
};
