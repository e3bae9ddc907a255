import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { getMemberTier, listTierChanges } from './member-tier.ts';
import type { TierRouteDeps } from './room-endpoint.ts';
import { getRules, listRules, putRules } from './rules.ts';

/** The endpoints of this room. */
export const tierRoutes = (room: TierRouteDeps): readonly Endpoint<Principal>[] => [
  getRules(room),
  listRules(room),
  putRules(room),
  getMemberTier(room),
  listTierChanges(room),
];
