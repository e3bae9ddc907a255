import {
  fundingBlockInputSchema,
  fundingContractPathSchema,
  fundingContractSchema,
} from '../../../../../contract/funding.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { actorOf } from '../../../platform/audit.ts';
import { pointsOf } from '../contract.ts';
import {
  contractBodies,
  FIND_REFUSALS,
  lastDay,
  programOf,
  roomEndpoint,
  type FundingRouteDeps,
} from './room-endpoint.ts';

/** `POST /v1/programs/:program/funding-contracts/:contract/blocks` */
export const buyBlock = (deps: FundingRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/programs/:program/funding-contracts/:contract/blocks',
    summary: 'Buy a block of points under a prepaid contract',
    description:
      'The answer is the contract with all of its blocks. The same reference with the same content buys nothing twice (200). Above what one ' +
      'may alone it waits for a second person, by the points that members may get of it.',
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
    secondPerson: {
      kind: 'funding.block',
      effect: async ({ principal, params, body }) => {
        const found = programOf(deps, principal, params.program);
        if (!found.ok) return found;
        await deps.funding.refresh();
        const read = deps.funding.readBlock(found.program, params.contract, body);
        if (!read.ok) return read;
        if (read.known) return { ok: true };
        const { contract, row } = read;
        const unit = deps.programs.settings().unit(contract.unit);
        const amount = pointsOf(contract.rate, row.points);
        const { currency } = found.program;
        const price = {
          points: formatQuantity(contract.pricePoints, unit.decimals),
          money: `${formatQuantity(contract.priceMoney, currency.decimals)} ${currency.code}`,
        };
        const facts = {
          ...{ program: params.program, contract: contract.code, points: formatQuantity(amount, unit.decimals) },
          ...{ unit: unit.code, price, isReserve: row.isReserve, firstOn: row.from, ...lastDay(row.until) },
        };
        const effect = { subject: `funding contract ${contract.code}`, facts, worth: { unit: unit.code, amount } };
        return { ok: true, effect };
      },
    },
    handler: async ({ principal, params, body }) => {
      const found = programOf(deps, principal, params.program);
      if (!found.ok) return found;
      const outcome = await deps.funding.buyBlock(found.program, params.contract, body, actorOf(principal));
      if (!outcome.ok) return outcome;
      const [answer] = await contractBodies(deps, found.program, [outcome.contract]);
      return { status: outcome.repeated ? (200 as const) : (201 as const), body: answer! };
    },
  });
