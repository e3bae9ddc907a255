import {
  attributionQuerySchema,
  attributionSchema,
  fundingProgramPathSchema,
} from '../../../../../contract/funding.ts';
import { parseLocalDate } from '../../../kernel/local-date.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { positionsOf } from '../positions.ts';
import { attributionOf } from '../read/attribution.ts';
import { FIND_REFUSALS, programOf, roomEndpoint, type FundingRouteDeps } from './room-endpoint.ts';

/** `GET /v1/programs/:program/funding-attribution` */
export const getAttribution = (deps: FundingRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/programs/:program/funding-attribution',
    summary: 'Tell which partner’s points were spent where in a period',
    description:
      'By accounting day and by the lots that each payment took, pair by pair; what was given back is taken off.',
    scope: 'journal:read',
    tags: ['funding'],
    params: fundingProgramPathSchema,
    query: attributionQuerySchema,
    answers: { 200: attributionSchema },
    refusals: [...FIND_REFUSALS, 'funding.contract.malformed'],
    handler: async ({ principal, params, query }) => {
      const found = programOf(deps, principal, params.program);
      if (!found.ok) return found;
      const [from, until] = [parseLocalDate(query.from), parseLocalDate(query.until)];
      if (from === undefined || until === undefined || until < from)
        return refuse('funding.contract.malformed', { place: 'until', what: 'is no day, or before the first' });
      const { tenant, program } = found.program;
      const { spent, issued } = await attributionOf(deps.database, { tenant, program, from, until });
      const unitOf = (unit: number) => deps.programs.settings().unit(unit);
      const partner = (id: number): string => deps.partners.settings().partner(id).code;
      const counted = ({ unit, points }: { unit: number; points: bigint }) => {
        const { code, decimals } = unitOf(unit);
        return { unit: code, points: formatQuantity(points, decimals) };
      };
      const issuer = ({ issuer: by, contract }: { issuer: number; contract: number }) => {
        const code = deps.funding.byNumber(contract)?.code;
        return { ...(by === 0 ? {} : { issuer: partner(by) }), ...(code === undefined ? {} : { contract: code }) };
      };
      return {
        status: 200 as const,
        body: {
          ...{ from, until },
          issued: issued.map((one) => ({
            ...{ ...counted(one), ...issuer(one) },
            given: counted({ ...one, points: one.given }).points,
            reversed: counted({ ...one, points: one.reversed }).points,
          })),
          spent: spent.map((one) => ({
            ...counted(one),
            ...issuer(one),
            ...(one.redeemer === 0 ? {} : { redeemer: partner(one.redeemer) }),
          })),
          positions: positionsOf(spent).map((one) => ({
            ...counted(one),
            ...(one.partner === 0 ? {} : { partner: partner(one.partner) }),
          })),
        },
      };
    },
  });
