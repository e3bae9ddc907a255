import { parseLocalDate, type LocalDate } from '../../kernel/local-date.ts';
import { parseQuantity } from '../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Actor, Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Partners } from '../partners/index.ts';
import { createSettingsFollower, writeSettings, type Program, type Programs } from '../programs/index.ts';
import {
  RATED_BLOCK_DECIMALS,
  type Block,
  type Contract,
  type ContractLimit,
  type Rate,
  type Terms,
  type WhenEmpty,
} from './contract.ts';
import { insertBlock, insertContract, readContracts } from './store/contract.ts';

export type FundingDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly programs: Programs;
  readonly partners: Pick<Partners, 'settings'>;
  readonly audit?: Audit | undefined;
  readonly onFailure?: ((error: unknown) => void) | undefined;
};

/** A contract as somebody asks for it: codes, days and decimals. */
export type NewContract = {
  readonly code: string;
  /** Left out: the program itself pays. */
  readonly partner?: string | undefined;
  readonly terms: Terms;
  readonly unit: string;
  readonly price: { readonly points: string; readonly money: string };
  /** So many points of members take so much of a block. */
  readonly rate?: { readonly points: string; readonly block: string } | undefined;
  /** The most that it pays. */
  readonly limit?: { readonly points: string; readonly per: ContractLimit['per'] } | undefined;
  readonly whenEmpty?: WhenEmpty | undefined;
  readonly firstOn: string;
  readonly lastOn?: string | undefined;
};

export type NewBlock = {
  readonly reference: string;
  readonly points: string;
  readonly isReserve: boolean;
  readonly firstOn: string;
  readonly lastOn?: string | undefined;
};

type Malformed = Refusal<'funding.contract.malformed'>;
const NO_END = '9999-12-31' as LocalDate;

const malformed = (place: string, what: string): Malformed => refuse('funding.contract.malformed', { place, what });

const daysOf = ({ firstOn, lastOn }: Pick<NewContract, 'firstOn' | 'lastOn'>) => {
  const from = parseLocalDate(firstOn);
  const until = lastOn === undefined ? NO_END : parseLocalDate(lastOn);
  if (from === undefined) return malformed('firstOn', 'is no day');
  if (until === undefined || until < from) return malformed('lastOn', 'is no day, or before the first');
  return { from, until };
};

const above = (text: string, decimals: number, place: string, least: bigint): bigint | Malformed => {
  const read = parseQuantity(text, decimals);
  return read.ok && read.value >= least ? read.value : malformed(place, `${text} is not a quantity that can be`);
};

const rateOf = ({ rate, terms }: NewContract, decimals: number): Rate | Malformed | undefined => {
  if (rate === undefined) return undefined;
  if (terms !== 'prepaid') return malformed('rate', 'only a prepaid contract has blocks to count on');
  const points = above(rate.points, decimals, 'rate.points', 1n);
  if (typeof points !== 'bigint') return points;
  const block = above(rate.block, RATED_BLOCK_DECIMALS, 'rate.block', 1n);
  return typeof block === 'bigint' ? { points, block } : block;
};

const limitOf = ({ limit, terms }: NewContract, decimals: number): ContractLimit | Malformed | undefined => {
  if (limit === undefined) return undefined;
  if (terms === 'prepaid') return malformed('limit', 'a prepaid contract pays what its blocks have');
  const points = above(limit.points, decimals, 'limit.points', 1n);
  return typeof points === 'bigint' ? { points, per: limit.per } : points;
};

const isSame = (a: Omit<Contract, 'contract' | 'blocks'>, b: Contract): boolean =>
  (['partner', 'terms', 'unit', 'pricePoints', 'priceMoney', 'whenEmpty', 'from', 'until'] as const).every(
    (key) => a[key] === b[key],
  ) &&
  a.rate?.points === b.rate?.points &&
  a.rate?.block === b.rate?.block &&
  a.limit?.points === b.limit?.points &&
  a.limit?.per === b.limit?.per;

type NewRow = Omit<Contract, 'contract' | 'blocks'>;
type ReadContract =
  | Ok<{ readonly row: NewRow; readonly known: Contract | undefined }>
  | Malformed
  | Refusal<'funding.contract.code_taken'>;
type BlockRow = Omit<Block, 'block'>;
type ReadBlock =
  | Ok<{ readonly contract: Contract; readonly row: BlockRow; readonly known: Block | undefined }>
  | Malformed
  | Refusal<'funding.contract.unknown' | 'funding.block.not_prepaid' | 'funding.block.reference_reused'>;

const isSameBlock = (a: BlockRow, b: Block): boolean =>
  (['points', 'isReserve', 'from', 'until'] as const).every((key) => a[key] === b[key]);

/** Contracts of funding in memory: settings, so there are few. A contract never changes; another one takes its place. */
export function createFunding(deps: FundingDeps) {
  const { database, clock, programs, partners } = deps;
  const follower = createSettingsFollower({
    database,
    load: readContracts,
    beforeShowing: () => programs.refresh(),
    onFailure: deps.onFailure,
  });
  const writing = { database, refresh: follower.refresh, audit: deps.audit };
  const ofProgram = (program: number): readonly Contract[] =>
    follower.current().filter((one) => one.program === program);
  const byCode = (program: number, code: string): Contract | undefined =>
    ofProgram(program).find((one) => one.code === code);

  /** A contract as it would be kept, and the one that is there already with the same terms. */
  const readContract = (program: Program, asked: NewContract): ReadContract => {
    const { tenant } = program;
    const unit = programs.settings().unitByCode(tenant, asked.unit);
    if (!unit) return malformed('unit', `there is no unit ${asked.unit}`);
    const partner = asked.partner === undefined ? 0 : partners.settings().partnerByCode(tenant, asked.partner)?.partner;
    if (partner === undefined) return malformed('partner', `there is no partner ${asked.partner}`);
    const days = daysOf(asked);
    if ('ok' in days) return days;
    const pricePoints = above(asked.price.points, unit.decimals, 'price.points', 1n);
    if (typeof pricePoints !== 'bigint') return pricePoints;
    const priceMoney = above(asked.price.money, program.currency.decimals, 'price.money', 0n);
    if (typeof priceMoney !== 'bigint') return priceMoney;
    const rate = rateOf(asked, unit.decimals);
    if (rate !== undefined && 'ok' in rate) return rate;
    const limit = limitOf(asked, unit.decimals);
    if (limit !== undefined && 'ok' in limit) return limit;
    const { whenEmpty = 'no_points' } = asked;
    if (whenEmpty === 'refuse_sale' && asked.terms !== 'prepaid' && !limit)
      return malformed('whenEmpty', 'a contract without blocks and limit is never empty');
    const row = {
      ...(rate && { rate }),
      ...(limit && { limit }),
      whenEmpty,
      ...{ tenant, program: program.program, partner, code: asked.code, terms: asked.terms, unit: unit.unit },
      ...{ pricePoints, priceMoney, ...days },
    };
    const known = byCode(program.program, asked.code);
    return known && !isSame(row, known)
      ? refuse('funding.contract.code_taken', { contract: asked.code })
      : { ok: true, row, known };
  };

  /** A block as it would be bought, under its contract. */
  const readBlock = (program: Program, code: string, asked: NewBlock): ReadBlock => {
    const contract = byCode(program.program, code);
    if (!contract) return refuse('funding.contract.unknown', { contract: code });
    if (contract.terms !== 'prepaid')
      return refuse('funding.block.not_prepaid', { contract: code, terms: contract.terms });
    const days = daysOf(asked);
    if ('ok' in days) return days;
    const decimals = contract.rate ? RATED_BLOCK_DECIMALS : programs.settings().unit(contract.unit).decimals;
    const points = above(asked.points, decimals, 'points', 1n);
    if (typeof points !== 'bigint') return points;
    const { reference, isReserve } = asked;
    const row = { contract: contract.contract, reference, points, isReserve, ...days };
    const known = contract.blocks.find((one) => one.reference === reference);
    return known && !isSameBlock(row, known)
      ? refuse('funding.block.reference_reused', { reference })
      : { ok: true, contract, row, known };
  };

  return {
    refresh: follower.refresh,
    watch: follower.watch,
    stop: follower.stop,
    ofProgram,
    byCode,
    /** By its number, as lots carry it; undefined for none. */
    byNumber: (contract: number): Contract | undefined => follower.current().find((one) => one.contract === contract),

    readContract,
    readBlock,

    /**
     * Makes a contract. Refuses an unknown partner or unit, days and a price that cannot be, and a code that has other terms. The same again
     * is the same contract.
     */
    async addContract(
      program: Program,
      asked: NewContract,
      by: Actor,
    ): Promise<
      | Ok<{ readonly contract: Contract; readonly repeated: boolean }>
      | Malformed
      | Refusal<'funding.contract.code_taken'>
    > {
      const read = readContract(program, asked);
      if (!read.ok) return read;
      const { row, known } = read;
      const { tenant } = program;
      if (known) return { ok: true, contract: known, repeated: true };
      const made = await writeSettings(
        writing,
        (tx) => insertContract(tx, row),
        () => ({
          ...{ tenant, by, act: 'funding.contract.added', subject: `contract ${program.code} ${asked.code}` },
          after: {
            terms: asked.terms,
            partner: asked.partner ?? '',
            price: asked.price,
            limit: asked.limit,
            whenEmpty: row.whenEmpty,
          },
        }),
      );
      if (made === undefined) await follower.refresh();
      const contract = byCode(program.program, asked.code);
      if (!contract || !isSame(row, contract)) return refuse('funding.contract.code_taken', { contract: asked.code });
      return { ok: true, contract, repeated: made === undefined };
    },

    /** Buys a block. Refuses a contract that is not prepaid, and a reference that named another block. */
    async buyBlock(
      program: Program,
      code: string,
      asked: NewBlock,
      by: Actor,
    ): Promise<
      | Ok<{ readonly contract: Contract; readonly block: Block; readonly repeated: boolean }>
      | Malformed
      | Refusal<'funding.contract.unknown' | 'funding.block.not_prepaid' | 'funding.block.reference_reused'>
    > {
      const read = readBlock(program, code, asked);
      if (!read.ok) return read;
      const { row } = read;
      const { reference, isReserve } = row;
      const made = await writeSettings(
        writing,
        (tx) => insertBlock(tx, program.tenant, row, clock.now()),
        () => ({
          ...{ tenant: program.tenant, by, act: 'funding.block.bought', subject: `contract ${program.code} ${code}` },
          after: { reference, points: asked.points, isReserve },
        }),
      );
      if (made === undefined) await follower.refresh();
      const now = byCode(program.program, code) as Contract;
      const block = now.blocks.find((one) => one.reference === reference);
      if (!block || !isSameBlock(row, block)) return refuse('funding.block.reference_reused', { reference });
      return { ok: true, contract: now, block, repeated: made === undefined };
    },
  };
}

export type Funding = ReturnType<typeof createFunding>;
