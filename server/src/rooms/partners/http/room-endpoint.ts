import type { Tokens } from '../../../kernel/token.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../../programs/index.ts';
import type { Partners } from '../create-partners.ts';
import type { Principal } from '../credential.ts';

/** What the endpoints of this room stand on. */
export type PartnerRouteDeps = {
  readonly programs: Programs;
  readonly partners: Partners;
  readonly tokens: Tokens;
};

/** An endpoint whose principal is one of this room. */
export const roomEndpoint = endpointsFor<Principal>();
