import type { Tokens } from '../../../kernel/token.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { Programs } from '../../programs/index.ts';
import type { actOrAsk } from '../../staff/index.ts';
import type { Partners } from '../create-partners.ts';
import type { Principal } from '../credential.ts';

/** What the endpoints of this room stand on. */
export type PartnerRouteDeps = {
  readonly programs: Programs;
  readonly partners: Partners;
  readonly tokens: Tokens;
  /** By which the confirmation of a key is asked for as it is issued; where left out somebody asks later. */
  readonly asking?: Parameters<typeof actOrAsk>[0];
};

/** An endpoint whose principal is one of this room. */
export const roomEndpoint = endpointsFor<Principal>();
