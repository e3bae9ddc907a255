import { fundingContractListSchema, fundingProgramPathSchema } from '../../../../../contract/funding.ts';
import { contractBodies, FIND_REFUSALS, programOf, roomEndpoint, type FundingRouteDeps } from './room-endpoint.ts';

/** `GET /v1/programs/:program/funding-contracts` */
export const listContracts = (deps: FundingRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/programs/:program/funding-contracts',
    summary: 'List the funding contracts of a program, with what is left of their blocks',
    scope: 'settings:read',
    tags: ['funding'],
    params: fundingProgramPathSchema,
    answers: { 200: fundingContractListSchema },
    refusals: FIND_REFUSALS,
    handler: async ({ principal, params }) => {
      const found = programOf(deps, principal, params.program);
      if (!found.ok) return found;
      const contracts = deps.funding.ofProgram(found.program.program);
      return { status: 200 as const, body: { items: await contractBodies(deps, found.program, contracts) } };
    },
  });
