import {
  couponSeriesDetailSchema,
  couponSeriesInputSchema,
  couponSeriesListSchema,
  couponSeriesPathSchema,
  couponSeriesSchema,
} from '../../../../../../contract/coupons.ts';
import { rulebookProgramPathSchema } from '../../../../../../contract/promotions.ts';
import { INSTANT_NEVER, instantFromIso } from '../../../../kernel/instant.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import { actorOf } from '../../../../platform/audit.ts';
import { FIND_PROGRAM_REFUSALS, findProgram } from '../../http/find-program.ts';
import {
  fileBody,
  FIND_REFUSALS,
  roomEndpoint,
  SERIES_PATH,
  seriesBody,
  seriesFound,
  TAGS,
  type CouponRouteDeps,
} from './room-endpoint.ts';

/** `GET /v1/programs/:program/coupon-series` */
export const listSeries = ({ coupons, programs }: CouponRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: SERIES_PATH,
    summary: 'List the coupon series of a program',
    scope: 'promotions:read',
    tags: TAGS,
    params: rulebookProgramPathSchema,
    answers: { 200: couponSeriesListSchema },
    refusals: FIND_PROGRAM_REFUSALS,
    handler: async ({ principal, params }) => {
      const found = findProgram(programs, principal, params.program);
      if (!found.ok) return found;
      return { status: 200 as const, body: { items: coupons.ofProgram(found.program).map(seriesBody) } };
    },
  });

/** `POST /v1/programs/:program/coupon-series` */
export const addSeries = ({ coupons, programs }: CouponRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: SERIES_PATH,
    summary: 'Make a coupon series',
    description:
      'Inert: its codes are there for nobody before it is published. From then on its word is no coupon without a code, and a promotion ' +
      'that issues it hands out codes. The same again is answered with the series that is there (200).',
    scope: 'promotions:write',
    tags: TAGS,
    params: rulebookProgramPathSchema,
    body: couponSeriesInputSchema,
    answers: { 200: couponSeriesSchema, 201: couponSeriesSchema },
    refusals: [...FIND_PROGRAM_REFUSALS, 'promotions.series.malformed', 'promotions.series.code_taken'],
    examples: {
      body: { code: 'SPRING27', validFrom: '2027-03-01T00:00:00+01:00', validUntil: '2027-06-01T00:00:00+02:00' },
    },
    handler: async ({ principal, params, body }) => {
      const found = findProgram(programs, principal, params.program);
      if (!found.ok) return found;
      const validFrom = instantFromIso(body.validFrom);
      const validUntil = body.validUntil === undefined ? INSTANT_NEVER : instantFromIso(body.validUntil);
      if (validFrom === undefined)
        return refuse('promotions.series.malformed', { place: 'validFrom', what: 'is no moment of the calendar' });
      if (validUntil === undefined || validUntil <= validFrom)
        return refuse('promotions.series.malformed', { place: 'validUntil', what: 'is no moment after validFrom' });
      const { code, holder, usesMax, days } = body;
      const program = programs.settings().program(found.program);
      const outcome = await coupons.addSeries(
        program,
        { tenant: program.tenant, program: program.program, code, holder, usesMax, validFrom, validUntil, days },
        actorOf(principal),
      );
      if (!outcome.ok) return outcome;
      const answer = seriesBody(outcome.series);
      return outcome.repeated ? { status: 200 as const, body: answer } : { status: 201 as const, body: answer };
    },
  });

/** `GET /v1/programs/:program/coupon-series/:series` */
export const getSeries = (deps: CouponRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: `${SERIES_PATH}/:series`,
    summary: 'Show a coupon series with what has become of its codes',
    scope: 'promotions:read',
    tags: TAGS,
    params: couponSeriesPathSchema,
    answers: { 200: couponSeriesDetailSchema },
    refusals: FIND_REFUSALS,
    handler: async ({ principal, params }) => {
      const found = seriesFound(deps, principal, params);
      if (!found.ok) return found;
      const [counts, files] = await Promise.all([deps.coupons.counts(found.series), deps.coupons.files(found.series)]);
      const { made, issued, used, uses, withdrawn } = counts;
      const codes = { made, issued, used, uses, withdrawn };
      return {
        status: 200 as const,
        body: {
          ...seriesBody(found.series),
          codes: Object.fromEntries(Object.entries(codes).map(([name, count]) => [name, Number(count)])) as {
            [Name in keyof typeof codes]: number;
          },
          files: files.map((one) => fileBody(deps, one)),
        },
      };
    },
  });

/** `POST /v1/programs/:program/coupon-series/:series/publish` */
export const publishSeries = (deps: CouponRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: `${SERIES_PATH}/:series/publish`,
    summary: 'Publish a coupon series: its codes are good from now on',
    description: 'It waits for a second person. A published one is answered as it is.',
    scope: 'promotions:publish',
    tags: TAGS,
    params: couponSeriesPathSchema,
    answers: { 200: couponSeriesSchema },
    refusals: [...FIND_REFUSALS, 'promotions.series.withdrawn'],
    secondPerson: {
      kind: 'promotions.coupon_series',
      effect: async ({ principal, params }) => {
        await deps.coupons.refresh();
        const found = seriesFound(deps, principal, params);
        if (!found.ok) return found;
        const { code, holder, usesMax, state } = found.series;
        if (state === 'withdrawn') return refuse('promotions.series.withdrawn', { series: code });
        if (state === 'published') return { ok: true };
        const { made } = await deps.coupons.counts(found.series);
        const facts = { program: params.program, series: code, holder, uses: usesMax, codes: Number(made) };
        return { ok: true, effect: { subject: `coupon series ${code}`, facts } };
      },
    },
    handler: async ({ principal, params }) => {
      const found = seriesFound(deps, principal, params);
      if (!found.ok) return found;
      const outcome = await deps.coupons.publish(found.series, actorOf(principal));
      return outcome.ok ? { status: 200 as const, body: seriesBody(outcome.series) } : outcome;
    },
  });

/** `POST /v1/programs/:program/coupon-series/:series/withdraw` */
export const withdrawSeries = (deps: CouponRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: `${SERIES_PATH}/:series/withdraw`,
    summary: 'Withdraw a coupon series: its codes are refused from now on, for good',
    scope: 'promotions:write',
    tags: TAGS,
    params: couponSeriesPathSchema,
    answers: { 200: couponSeriesSchema },
    refusals: [...FIND_REFUSALS, 'promotions.series.withdrawn'],
    handler: async ({ principal, params }) => {
      const found = seriesFound(deps, principal, params);
      if (!found.ok) return found;
      const outcome = await deps.coupons.withdraw(found.series, actorOf(principal));
      return outcome.ok ? { status: 200 as const, body: seriesBody(outcome.series) } : outcome;
    },
  });
