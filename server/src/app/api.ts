import type { FastifyInstance } from 'fastify';
import type { Endpoint } from '../platform/http/endpoint.ts';
import { createHttpServer } from '../platform/http/server.ts';
import { createMetrics } from '../platform/metrics.ts';
import { cardsRoutes, makingRoutes } from '../rooms/cards/http/routes.ts';
import { checkoutRoutes } from '../rooms/checkout/http/routes.ts';
import { segmentRoutes } from '../rooms/segments/http/routes.ts';
import { fraudRoutes } from '../rooms/fraud/http/routes.ts';
import { fundingRoutes } from '../rooms/funding/http/routes.ts';
import { giftcardRoutes } from '../rooms/giftcards/http/routes.ts';
import { deliveryRoutes } from '../rooms/delivery/http/routes.ts';
import { memberPageRoutes } from '../rooms/memberpage/http/routes.ts';
import { mergingRoutes } from '../rooms/merging/http/routes.ts';
import { membersRoutes } from '../rooms/members/http/routes.ts';
import { notificationRoutes } from '../rooms/notifications/http/routes.ts';
import { occasionRoutes } from '../rooms/occasions/http/routes.ts';
import { partnerRoutes } from '../rooms/partners/http/routes.ts';
import type { Principal } from '../rooms/partners/index.ts';
import { pointsRoutes } from '../rooms/points/http/routes.ts';
import { processorRoutes } from '../rooms/processors/http/routes.ts';
import { programRoutes } from '../rooms/programs/http/routes.ts';
import { couponRoutes, promotionRoutes, versionRoutes } from '../rooms/promotions/http/routes.ts';
import { reportRoutes } from '../rooms/reports/http/routes.ts';
import { simulationRoutes } from '../rooms/simulation/http/routes.ts';
import { staffRoutes } from '../rooms/staff/http/routes.ts';
import { tierRoutes } from '../rooms/tiers/http/routes.ts';
import { webhookRoutes } from '../rooms/webhooks/http/routes.ts';
import { withSecondPerson } from '../rooms/staff/index.ts';
import type { House } from './compose.ts';
import { refusalCatalogue } from './refusal-catalogue.ts';
import { authenticateWith } from './rights/authenticate.ts';
import { watchHouse } from './house-metrics.ts';
import { screenRoutes } from './screens/routes.ts';
import { tagSentences } from './tag-sentences.ts';

/** Shown in the OpenAPI document and by `/healthz`. */
export const VERSION = '0.1.0';

/** Every endpoint of the program. */
export function endpointsOf(house: House): Endpoint<Principal>[] {
  const rooms = [
    ...checkoutRoutes(house),
    ...pointsRoutes(house),
    ...occasionRoutes(house),
    ...giftcardRoutes(house),
    ...processorRoutes(house),
    ...membersRoutes(house),
    ...cardsRoutes(house),
    ...makingRoutes(house),
    ...programRoutes(house),
    ...partnerRoutes({ ...house, asking: house }),
    ...promotionRoutes(house),
    ...couponRoutes(house),
    ...fundingRoutes(house),
    ...fraudRoutes(house),
    ...segmentRoutes(house),
    ...tierRoutes(house),
    ...versionRoutes(house),
    ...simulationRoutes(house),
    ...deliveryRoutes(house),
    ...memberPageRoutes(house),
    ...mergingRoutes(house),
    ...webhookRoutes(house),
    ...notificationRoutes(house),
    ...reportRoutes(house),
    ...screenRoutes(house, VERSION),
  ];
  // Before the endpoints of staff, which say what a yes may be refused for.
  const acting = withSecondPerson(house, rooms);
  return [...acting, ...staffRoutes(house)];
}

export type ApiOptions = {
  readonly isReady: () => boolean;
  readonly validateAnswers?: boolean;
  readonly isProxy?: ((address: string) => boolean) | undefined;
  readonly hasDocs?: boolean;
};

/** The API over a house: listen and close are the caller's. */
export function createApi(
  house: House,
  { isReady, validateAnswers = false, isProxy, hasDocs }: ApiOptions,
): Promise<FastifyInstance> {
  const metrics = createMetrics();
  watchHouse(metrics, house);
  return createHttpServer<Principal>({
    log: house.log,
    endpoints: endpointsOf(house),
    authenticate: authenticateWith(house),
    catalogue: refusalCatalogue,
    metrics,
    readiness: () => (isReady() ? { ready: true } : { ready: false, why: 'starting or stopping' }),
    validateAnswers,
    repeats: house.repeats,
    isProxy,
    hasDocs,
    version: VERSION,
    tagSentences,
  });
}
