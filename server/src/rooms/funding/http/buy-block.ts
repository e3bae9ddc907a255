import {
  fundingBlockInputSchema,
  fundingContractPathSchema,
  fundingContractSchema,
} from '../../../../../contract/funding.ts';
import { actorOf } from '../../../platform/audit.ts';
import { contractBodies, FIND_REFUSALS, programOf, roomEndpoint, type FundingRouteDeps } from './room-endpoint.ts';

/** `POST /v1/programs/:program/funding-contracts/:contract/blocks` */
export const buyBlock = (deps: FundingRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/programs/:program/funding-contracts/:contract/blocks',
    summary: 'Buy a block of points under a prepaid contract',
    description:
      'The answer is the contract with all of its blocks. The same reference with the same content buys nothing twice (200).',
    scope: 'settings:write',
    tags: ['funding'],
    params: fundingContractPathSchema,
    body: fundingBlockInputSchema,
    answers: { 200: fundingContractSchema, 201: fundingContractSchema },
    refusals: [
      ...FIND_REFUSALS,
      'funding.contract.unknown',
      'funding.contract.malformed',
      'funding.block.not_prepaid',
      'funding.block.reference_reused',
    ],
    examples: { body: { reference: 'invoice-2027-001', points: '100000', firstOn: '2027-01-01' } },
    handler: async ({ principal, params, body }) => {
      const found = programOf(deps, principal, params.program);
      if (!found.ok) return found;
      const outcome = await deps.funding.buyBlock(found.program, params.contract, body, actorOf(principal));
      if (!outcome.ok) return outcome;
      const [answer] = await contractBodies(deps, found.program, [outcome.contract]);
      return { status: outcome.repeated ? (200 as const) : (201 as const), body: answer! };
    },
  });
