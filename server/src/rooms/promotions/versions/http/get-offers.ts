import { offersPathSchema, offersQuerySchema, offersSchema } from '../../../../../../contract/rulebook-versions.ts';
import { instantFromIso, isoFromInstant } from '../../../../kernel/instant.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { Partners } from '../../../partners/index.ts';
import type { Coupons } from '../../coupons/index.ts';
import { createOfferBodies } from './offer-bodies.ts';
import { READ, roomEndpoint, TAGS } from './room-endpoint.ts';
import type { VersionRouteDeps } from './room-endpoint.ts';

type Deps = VersionRouteDeps & {
  readonly clock: Clock;
  readonly partners: Pick<Partners, 'settings' | 'mayActFor'>;
  readonly coupons: Pick<Coupons, 'ofProgram'>;
};

/** `GET /v1/programs/:program/offers` */
export const getOffers = (deps: Deps) => {
  const bodies = createOfferBodies(deps);
  return roomEndpoint({
    method: 'GET',
    path: '/v1/programs/:program/offers',
    summary: 'What is live at an outlet now, and what comes next',
    description:
      'In the order in which promotions act. Place and time are decided here, on the wall of the outlet; whether an offer holds for a ' +
      'buyer and a basket a quote says. Each comes with its rule as it was published, and whether a till without connection may decide it by ' +
      'itself. The answer has an ETag: sent back as If-None-Match, an unchanged set is answered with 304.',
    scope: READ,
    tags: TAGS,
    params: offersPathSchema,
    query: offersQuerySchema,
    answers: { 200: offersSchema, 304: null },
    refusals: ['programs.program.not_found', 'partners.outlet.not_found', 'http.input.invalid'],
    handler: ({ principal, params, query, ifNoneMatch }) => {
      const program = deps.programs.settings().programByCode(principal.tenant, params.program);
      if (program === undefined) return refuse('programs.program.not_found', { program: params.program });
      const outlet = deps.partners.settings().outletByCode(principal.tenant, query.outlet);
      // A till asks for its own outlet, a partner for his.
      if (outlet === undefined || outlet.program !== program.program || !deps.partners.mayActFor(principal, outlet))
        return refuse('partners.outlet.not_found', { outlet: query.outlet });
      const at = query.at === undefined ? deps.clock.now() : instantFromIso(query.at);
      if (at === undefined) return refuse('http.input.invalid');
      const told = bodies.bodyOf(program.program, outlet, deps.rotation.offers(outlet, at), at);
      const etag = `"${told.version}"`;
      const headers = { etag, 'cache-control': 'private, no-cache' };
      const isKnown = ifNoneMatch?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag) === true;
      if (isKnown) return { status: 304 as const, body: undefined, headers };
      return { status: 200 as const, headers, body: { ...told, at: isoFromInstant(at) } };
    },
  });
};
