import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { PublishRouteDeps } from './find-program.ts';
import { getRulebook } from './get-rulebook.ts';
import { listPromotionKinds } from './list-promotion-kinds.ts';
import { listBudgets } from './list-budgets.ts';
import { listRulebooks } from './list-rulebooks.ts';
import { publishRulebook } from './publish-rulebook.ts';

export { couponRoutes } from '../coupons/http/routes.ts';
export { versionRoutes } from '../versions/http/routes.ts';

/** The endpoints of this room. */
export const promotionRoutes = (deps: PublishRouteDeps): readonly Endpoint[] => [
  listRulebooks(deps),
  listBudgets(deps),
  getRulebook(deps),
  publishRulebook(deps),
  listPromotionKinds(),
];
