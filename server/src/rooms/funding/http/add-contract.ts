import {
  fundingContractInputSchema,
  fundingContractSchema,
  fundingProgramPathSchema,
} from '../../../../../contract/funding.ts';
import { actorOf } from '../../../platform/audit.ts';
import { contractBodies, FIND_REFUSALS, programOf, roomEndpoint, type FundingRouteDeps } from './room-endpoint.ts';

/** As JSON has it: what nobody said is nothing there. */
const definedOf = (body: object): object => JSON.parse(JSON.stringify(body)) as object;

/** `POST /v1/programs/:program/funding-contracts` */
export const addContract = (deps: FundingRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/programs/:program/funding-contracts',
    summary: 'Make a funding contract',
    description:
      'Who pays for points that promotions name it for, and at which price: it waits for a second person. The same again is answered with the ' +
      'contract that is there (200).',
    scope: 'settings:write',
    tags: ['funding'],
    params: fundingProgramPathSchema,
    body: fundingContractInputSchema,
    answers: { 200: fundingContractSchema, 201: fundingContractSchema },
    refusals: [...FIND_REFUSALS, 'funding.contract.malformed', 'funding.contract.code_taken'],
    examples: {
      body: {
        code: 'norte-2027',
        partner: 'norte',
        terms: 'prepaid',
        unit: 'PTS',
        price: { points: '100', money: '0.80' },
        firstOn: '2027-01-01',
      },
    },
    secondPerson: {
      kind: 'funding.contract',
      effect: async ({ principal, params, body }) => {
        const found = programOf(deps, principal, params.program);
        if (!found.ok) return found;
        await deps.funding.refresh();
        const read = deps.funding.readContract(found.program, body);
        if (!read.ok) return read;
        if (read.known) return { ok: true };
        const { whenEmpty } = read.row;
        const facts = { program: params.program, ...definedOf(body), whenEmpty };
        return { ok: true, effect: { subject: `funding contract ${body.code}`, facts } };
      },
    },
    handler: async ({ principal, params, body }) => {
      const found = programOf(deps, principal, params.program);
      if (!found.ok) return found;
      const outcome = await deps.funding.addContract(found.program, body, actorOf(principal));
      if (!outcome.ok) return outcome;
      const [answer] = await contractBodies(deps, found.program, [outcome.contract]);
      return { status: outcome.repeated ? (200 as const) : (201 as const), body: answer! };
    },
  });
