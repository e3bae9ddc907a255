import { Readable } from 'node:stream';
import type { z } from 'zod';
import {
  couponCodesInputSchema,
  couponFilePathSchema,
  couponFileSchema,
  couponSeriesPathSchema,
} from '../../../../../../contract/coupons.ts';
import { refuse, type Ok, type Refusal } from '../../../../kernel/refusal.ts';
import { actorOf } from '../../../../platform/audit.ts';
import { BATCH_BODY_BYTES_MAX, type EndpointRequest } from '../../../../platform/http/endpoint.ts';
import { oneReference } from '../../../../platform/lanes/index.ts';
import type { Principal } from '../../../partners/index.ts';
import type { NewCodes } from '../create-coupons.ts';
import {
  fileBody,
  fileOfToken,
  FIND_REFUSALS,
  roomEndpoint,
  SERIES_PATH,
  seriesFound,
  TAGS,
  type CouponRouteDeps,
} from './room-endpoint.ts';

const CODES = 'promotions.coupon_codes';

/** The members of names, in their order. Refuses one that is nobody of the tenant, with its place. */
async function membersOf(
  { tokens, machine }: CouponRouteDeps,
  tenant: number,
  names: readonly string[],
): Promise<Ok<{ readonly members: NewCodes['members'] }> | Refusal<'promotions.series.malformed'>> {
  const found = await Promise.all(
    names.map(async (token) => {
      const place = tokens.decode('mem', token);
      const owner = place && (await machine.look.owner({ lane: place.lane, owner: place.id }));
      return owner?.tenant === tenant && owner.kind === 'member'
        ? { token, owner: { lane: owner.lane, owner: owner.owner } }
        : undefined;
    }),
  );
  const members = found.flatMap((one) => one ?? []);
  if (members.length === names.length) return { ok: true, members };
  const place = `members[${found.indexOf(undefined)}]`;
  return refuse('promotions.series.malformed', { place, what: 'is no member' });
}

/** `POST /v1/programs/:program/coupon-series/:series/codes` */
export const makeCodes = (deps: CouponRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: `${SERIES_PATH}/:series/codes`,
    summary: 'Make codes of a coupon series',
    description:
      'All or none, out of a cryptographic source; the answer has none of them. They are downloaded once. Codes of a series that belongs ' +
      'to members are made for members; others may be, too. Of a published series they are good at once, and wait for a second person.',
    scope: 'promotions:write',
    tags: TAGS,
    params: couponSeriesPathSchema,
    body: couponCodesInputSchema,
    bodyLimit: BATCH_BODY_BYTES_MAX,
    answers: { 200: couponFileSchema, 201: couponFileSchema },
    refusals: [
      ...FIND_REFUSALS,
      'operation.reference_missing',
      'operation.reference_reused',
      'operation.reference_differs',
      'promotions.series.malformed',
      'promotions.series.withdrawn',
    ] as string[],
    examples: { body: { reference: 'spring-letter-1', count: 500 } },
    secondPerson: {
      kind: CODES,
      effect: async (request) => {
        await deps.coupons.refresh();
        const read = await readCodes(deps, request);
        if (!read.ok) return read;
        const { series, asked } = read;
        // Before it is published nobody can show them: whoever publishes it is told how many there are.
        if (series.state !== 'published' || (await deps.coupons.isMade(series, asked.reference))) return { ok: true };
        const { count, members, reference } = asked;
        const facts = { program: request.params.program, series: series.code, codes: count || members.length };
        const effect = {
          subject: `coupon series ${series.code}`,
          facts: { ...facts, reference, uses: series.usesMax },
        };
        return { ok: true, effect };
      },
    },
    handler: async (request) => {
      const read = await readCodes(deps, request);
      if (!read.ok) return read;
      const outcome = await deps.coupons.makeCodes(read.series, read.asked, actorOf(request.principal));
      if (!outcome.ok) return outcome;
      const answer = fileBody(deps, outcome.file);
      return outcome.repeated ? { status: 200 as const, body: answer } : { status: 201 as const, body: answer };
    },
  });

type Asked = EndpointRequest<
  Principal,
  z.output<typeof couponSeriesPathSchema>,
  unknown,
  z.output<typeof couponCodesInputSchema>
>;

/** Reads which codes are to be made. Refuses a series that is not there, a message without a name, and members who are nobody or are missing. */
async function readCodes(
  deps: CouponRouteDeps,
  { principal, params, body, clientReference }: Pick<Asked, 'principal' | 'params' | 'body' | 'clientReference'>,
) {
  const found = seriesFound(deps, principal, params);
  if (!found.ok) return found;
  const named = oneReference(body.reference, clientReference);
  if (!named.ok) return named;
  const { reference } = named;
  if (reference === undefined) return refuse('operation.reference_missing');
  const { series } = found;
  if (series.holder === 'member' && body.members === undefined)
    return refuse('promotions.series.malformed', {
      place: 'members',
      what: 'the codes of this series are of members',
    });
  const members = await membersOf(deps, series.tenant, body.members ?? []);
  if (!members.ok) return members;
  return { ok: true as const, series, asked: { reference, count: body.count ?? 0, members: members.members } };
}

/** `POST /v1/programs/:program/coupon-series/:series/codes/:file/download` */
export const downloadCodes = (deps: CouponRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: `${SERIES_PATH}/:series/codes/:file/download`,
    summary: 'Download codes as CSV, once',
    description:
      'With the member where a code was made for one. What they were kept in is dropped: there is no second download, also when this one breaks ' +
      'off. While the series is inert they are worth nothing.',
    scope: 'promotions:publish',
    tags: TAGS,
    params: couponFilePathSchema,
    answers: { 200: { file: 'text/csv' } },
    refusals: [...FIND_REFUSALS, 'promotions.codes.not_found', 'promotions.codes.downloaded'] as string[],
    handler: async ({ principal, params }) => {
      const found = seriesFound(deps, principal, params);
      if (!found.ok) return found;
      const outcome = await deps.coupons.download(found.series, fileOfToken(deps, params.file), actorOf(principal));
      if (!outcome.ok) return outcome;
      const headers = {
        'content-disposition': `attachment; filename="${found.series.code}.csv"`,
        'cache-control': 'no-store',
      };
      return { status: 200 as const, body: Readable.from([Buffer.from(outcome.csv)]), headers };
    },
  });
