import { offersPathSchema, offersQuerySchema, offersSchema } from '../../../../../../contract/rulebook-versions.ts';
import { instantFromIso, isoFromInstant } from '../../../../kernel/instant.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { Partners } from '../../../partners/index.ts';
import { promotionText } from '../../explain.ts';
import type { Offer } from '../../rotation/index.ts';
import type { Rulebook } from '../../rulebook.ts';
import { READ, roomEndpoint, TAGS } from './room-endpoint.ts';
import type { VersionRouteDeps } from './room-endpoint.ts';

type Deps = VersionRouteDeps & { readonly clock: Clock; readonly partners: Pick<Partners, 'settings' | 'mayActFor'> };

/** `GET /v1/programs/:program/offers` */
export const getOffers = (deps: Deps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/programs/:program/offers',
    summary: 'What is live at an outlet now, and what comes next',
    description:
      'In the order in which promotions act. Place and time are decided here, on the wall of the outlet; whether an offer holds for a ' +
      'buyer and a basket a quote says. The answer has an ETag: sent back as If-None-Match, an unchanged set is answered with 304.',
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
      const set = deps.rotation.offers(outlet, at);
      const etag = `"${set.version}"`;
      const headers = { etag, 'cache-control': 'private, no-cache' };
      const isKnown = ifNoneMatch?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag) === true;
      if (isKnown) return { status: 304 as const, body: undefined, headers };
      const { rulebook, version, changesAt, live, next } = set;
      const body = bodyOf(deps.promotions.list(program.program).map(({ ready }) => ready));
      return {
        status: 200 as const,
        headers,
        body: {
          ...{ outlet: outlet.code, at: isoFromInstant(at), rulebook, version },
          ...(changesAt !== undefined && { changesAt: isoFromInstant(changesAt) }),
          live: live.map(body),
          next: next.map((one) => ({ ...body(one), from: isoFromInstant(one.from) })),
        },
      };
    },
  });

// A promotion that is ready to decide has lost its words; its rulebook still has them.
const bodyOf = (rulebooks: readonly (() => Rulebook)[]) => {
  const contentOf = ({ promotion: { code, version } }: Offer) => {
    for (const ready of [...rulebooks].reverse()) {
      const found = ready().content.promotions.find((one) => one.code === code && (one.version ?? 1) === version);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return (offer: Offer) => {
    const { promotion, until } = offer;
    const content = contentOf(offer);
    return {
      ...{ promotion: promotion.code, version: promotion.version, priority: content?.priority ?? 0 },
      ...(content?.name && { name: content.name }),
      text:
        content === undefined
          ? { en: promotion.code, es: promotion.code }
          : { en: promotionText(content, 'en'), es: promotionText(content, 'es') },
      excludes: [...(promotion.excludedBy ?? [])].sort(),
      ...(until !== undefined && { until: isoFromInstant(until) }),
    };
  };
};
