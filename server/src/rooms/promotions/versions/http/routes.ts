import type { Endpoint } from '../../../../platform/http/endpoint.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { Partners, Principal } from '../../../partners/index.ts';
import type { Coupons } from '../../coupons/index.ts';
import { diffDraft, diffVersions } from './diffs.ts';
import { discardDraftEndpoint, getDraft, listDrafts, saveDraftEndpoint } from './drafts.ts';
import { getOffers } from './get-offers.ts';
import {
  listPublications,
  pausePromotion,
  pauseRulebook,
  publishDraft,
  restoreVersion,
  resumePromotion,
} from './publications.ts';
import type { VersionRouteDeps } from './room-endpoint.ts';

/** The endpoints of drafts, publications and offers. */
export const versionRoutes = (
  deps: VersionRouteDeps & {
    readonly clock: Clock;
    readonly partners: Partners;
    readonly coupons: Pick<Coupons, 'ofProgram'>;
  },
): readonly Endpoint<Principal>[] => [
  listDrafts(deps),
  getDraft(deps),
  saveDraftEndpoint(deps),
  discardDraftEndpoint(deps),
  diffDraft(deps),
  diffVersions(deps),
  publishDraft(deps),
  restoreVersion(deps),
  pausePromotion(deps),
  resumePromotion(deps),
  pauseRulebook(deps),
  listPublications(deps),
  getOffers(deps),
];
