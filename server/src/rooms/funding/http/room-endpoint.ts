import type { z } from 'zod';
import type { fundingContractSchema } from '../../../../../contract/funding.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import { potsNamed, type PotStanding } from '../../../platform/pots/index.ts';
import type { Partners, Principal } from '../../partners/index.ts';
import type { Program, Programs } from '../../programs/index.ts';
import {
  firstOfPeriod,
  potOfBlock,
  potOfLimit,
  potsOfLimits,
  RATED_BLOCK_DECIMALS,
  type Contract,
  type ContractLimit,
} from '../contract.ts';
import type { Funding } from '../create-funding.ts';

/** What the endpoints of this room stand on. */
export type FundingRouteDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly programs: Programs;
  readonly partners: Partners;
  readonly funding: Funding;
};

/** An endpoint of this room. */
export const roomEndpoint = endpointsFor<Principal>();

export const FIND_REFUSALS = ['funding.contract.not_for_bound', 'programs.program.not_found'] as const;

/** The program of a code, for whoever speaks for the whole tenant or for the program. */
export const programOf = (
  { programs }: FundingRouteDeps,
  principal: Principal,
  code: string,
): { readonly ok: true; readonly program: Program } | Refusal<(typeof FIND_REFUSALS)[number]> => {
  if (principal.partner !== undefined || principal.terminal !== undefined || principal.outlet !== undefined)
    return refuse('funding.contract.not_for_bound');
  const program = programs.settings().programByCode(principal.tenant, code);
  return program === undefined || (principal.program ?? program.program) !== program.program
    ? refuse('programs.program.not_found', { program: code })
    : { ok: true, program };
};

const NO_END = '9999-12-31';
export const lastDay = (until: LocalDate): { lastOn?: LocalDate } => (until === NO_END ? {} : { lastOn: until });

/** A contract's limit with what is left of it in the period of today. */
const limitBody = (
  contract: Contract,
  { points, per }: ContractLimit,
  today: LocalDate,
  pots: ReadonlyMap<string, PotStanding>,
  text: (amount: bigint) => string,
) => {
  const { used = 0n, reserved = 0n } = pots.get(potOfLimit(contract, firstOfPeriod(per, today))) ?? {};
  return {
    points: text(points),
    per,
    used: text(used),
    reserved: text(reserved),
    left: text(points - used - reserved),
  };
};

/** Contracts as the API shows them, with what of their blocks is used. */
export const contractBodies = async (
  { database, clock, programs, partners }: FundingRouteDeps,
  program: Program,
  contracts: readonly Contract[],
): Promise<z.input<typeof fundingContractSchema>[]> => {
  const [blocks, limits] = await Promise.all([
    potsNamed(database, program.tenant, `block/${program.program}/`),
    potsNamed(database, program.tenant, potsOfLimits(program.program)),
  ]);
  const pots = [...blocks, ...limits];
  const today = program.zone.localOf(clock.now()).date;
  const byName = new Map(pots.map((pot) => [pot.pot, pot]));
  return contracts.map((contract) => {
    const unit = programs.settings().unit(contract.unit);
    const points = (amount: bigint): string => formatQuantity(amount, unit.decimals);
    const { decimals } = program.currency;
    const onBlocks = (amount: bigint): string =>
      formatQuantity(amount, contract.rate ? RATED_BLOCK_DECIMALS : unit.decimals);
    return {
      code: contract.code,
      ...(contract.partner === 0 ? {} : { partner: partners.settings().partner(contract.partner).code }),
      terms: contract.terms,
      unit: unit.code,
      price: { points: points(contract.pricePoints), money: formatQuantity(contract.priceMoney, decimals) },
      ...(contract.rate && { rate: { points: points(contract.rate.points), block: onBlocks(contract.rate.block) } }),
      ...(contract.limit && { limit: limitBody(contract, contract.limit, today, byName, points) }),
      whenEmpty: contract.whenEmpty,
      firstOn: contract.from,
      ...lastDay(contract.until),
      blocks: contract.blocks.map((block) => {
        const { used = 0n, reserved = 0n } = byName.get(potOfBlock(contract, block.block)) ?? {};
        return {
          reference: block.reference,
          points: onBlocks(block.points),
          isReserve: block.isReserve,
          firstOn: block.from,
          ...lastDay(block.until),
          ...{ used: onBlocks(used), reserved: onBlocks(reserved), left: onBlocks(block.points - used - reserved) },
        };
      }),
    };
  });
};
