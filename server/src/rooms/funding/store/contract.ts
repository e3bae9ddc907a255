import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import {
  inOrderOfUse,
  type Block,
  type Contract,
  type ContractLimit,
  type Terms,
  type WhenEmpty,
} from '../contract.ts';

type ContractRow = {
  contract: number;
  tenant_id: number;
  program: number;
  partner: number;
  code: string;
  terms: Terms;
  unit: number;
  price_points: bigint;
  price_money: bigint;
  rate_points: bigint | null;
  rate_block: bigint | null;
  limit_points: bigint | null;
  limit_per: ContractLimit['per'] | null;
  when_empty: WhenEmpty;
  from_on: LocalDate;
  until_on: LocalDate;
};
type BlockRow = {
  block: number;
  contract: number;
  reference: string;
  points: bigint;
  is_reserve: boolean;
  from_on: LocalDate;
  until_on: LocalDate;
};

const selectContracts = statement<ContractRow>(
  'funding.selectContracts',
  `select contract, tenant_id, program, partner, code, terms, unit, price_points, price_money, rate_points, rate_block, limit_points,
          limit_per, when_empty, from_on, until_on
     from funding.contract order by contract`,
);
const selectBlocks = statement<BlockRow>(
  'funding.selectBlocks',
  `select block, contract, reference, points, is_reserve, from_on, until_on from funding.block order by block`,
);
const addContract = statement<{ contract: number }>(
  'funding.addContract',
  `insert into funding.contract (tenant_id, program, partner, code, terms, unit, price_points, price_money, rate_points, rate_block,
                                 limit_points, limit_per, when_empty, from_on, until_on)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
   on conflict (tenant_id, program, code) do nothing returning contract`,
);
const addBlock = statement<{ block: number }>(
  'funding.addBlock',
  `insert into funding.block (tenant_id, contract, reference, points, is_reserve, from_on, until_on, bought_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict (contract, reference) do nothing returning block`,
);

/** All contracts with their blocks. */
export async function readContracts(queries: Queries): Promise<Contract[]> {
  const [contracts, blocks] = await Promise.all([queries.run(selectContracts), queries.run(selectBlocks)]);
  const byContract = new Map<number, Block[]>();
  for (const { is_reserve, from_on, until_on, ...rest } of blocks) {
    const block: Block = { ...rest, isReserve: is_reserve, from: from_on, until: until_on };
    byContract.set(block.contract, [...(byContract.get(block.contract) ?? []), block]);
  }
  return contracts.map(
    ({
      tenant_id,
      price_points,
      price_money,
      rate_points,
      rate_block,
      limit_points,
      limit_per,
      when_empty,
      ...row
    }) => {
      const { from_on, until_on, ...rest } = row;
      return {
        ...rest,
        tenant: tenant_id,
        ...(rate_points !== null && rate_block !== null && { rate: { points: rate_points, block: rate_block } }),
        ...(limit_points !== null && limit_per !== null && { limit: { points: limit_points, per: limit_per } }),
        whenEmpty: when_empty,
        ...{ pricePoints: price_points, priceMoney: price_money, from: from_on, until: until_on },
        blocks: (byContract.get(rest.contract) ?? []).sort(inOrderOfUse),
      };
    },
  );
}

/** Gives the new contract's id; undefined where the program has one of that code. */
export const insertContract = async (
  tx: Tx,
  one: Omit<Contract, 'contract' | 'blocks'>,
): Promise<number | undefined> => {
  const columns = [
    one.tenant,
    one.program,
    one.partner,
    one.code,
    one.terms,
    one.unit,
    one.pricePoints,
    one.priceMoney,
    one.rate?.points ?? null,
    one.rate?.block ?? null,
    one.limit?.points ?? null,
    one.limit?.per ?? null,
    one.whenEmpty,
  ];
  const [row] = await tx.run(addContract, [...columns, one.from, one.until]);
  return row?.contract;
};

/** Gives the new block's id; undefined where the contract has one of that reference. */
export const insertBlock = async (
  tx: Tx,
  tenant: number,
  one: Omit<Block, 'block'>,
  boughtAt: Instant,
): Promise<number | undefined> => {
  const columns = [tenant, one.contract, one.reference, one.points, one.isReserve, one.from, one.until];
  const [row] = await tx.run(addBlock, [...columns, postgresFromInstant(boughtAt)]);
  return row?.block;
};
