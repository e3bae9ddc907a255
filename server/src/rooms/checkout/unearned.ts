import type { Unearned } from '../points/index.ts';
import type { Program } from '../programs/index.ts';
import { adjudicate, fundsOf, type Grant } from '../promotions/index.ts';
import type { CheckoutDeps } from './deps.ts';
import { earningsOf } from './earn.ts';
import { basketWithout, shareGrant } from './keep-points.ts';
import type { FoundSale } from './plan-return.ts';
import { quantitiesOf, type PointsDecided } from './points-decided.ts';
import type { Returned } from './store/returned.ts';

/** Points by the lot that they are in: one per wallet type, contract and dates. */
type Standing = ReadonlyMap<string, Unearned & { readonly walletType: number }>;

/**
 * Which points of a receipt are earned no more, by wallet type: of each lot those that its promotions gave before these goods came back,
 * less what they give now. By it a return cancels the lots of the very promotions that end, and each block has back what its points were.
 * Where the version does not give the recorded grants any more only contracts are told, by each grant's share.
 */
export const unearnedBy = (
  deps: CheckoutDeps,
  program: Program,
  found: Pick<FoundSale, 'sale'>,
  decided: PointsDecided,
  hasDrifted: boolean,
  before: Pick<Returned, 'lines' | 'kept'>,
  back: ReadonlyMap<number, bigint>,
): ReadonlyMap<number, readonly Unearned[]> => {
  const standing = (gone: ReadonlyMap<number, bigint>): Standing =>
    hasDrifted
      ? sharedStanding(deps, program, decided, gone)
      : decidedStanding(deps, program, decided, gone, found.sale.occurredAt);
  const now = standing(back);
  const unearned = new Map<number, Unearned[]>();
  for (const [key, { walletType, ...was }] of standing(before.kept ? quantitiesOf(before.lines) : decided.before)) {
    const points = was.points - (now.get(key)?.points ?? 0n);
    if (points > 0n) unearned.set(walletType, [...(unearned.get(walletType) ?? []), { ...was, points }]);
  }
  return unearned;
};

/** The contract that pays for a promotion's points: those that it gave at all it has paid. */
const contractOf = (deps: CheckoutDeps, program: Program, { rulebook }: PointsDecided, promotion: string) => {
  const code = rulebook?.byCode(promotion)?.funding;
  return code === undefined ? undefined : deps.funding.byCode(program.program, code);
};

const decidedStanding = (
  deps: CheckoutDeps,
  program: Program,
  decided: PointsDecided,
  gone: ReadonlyMap<number, bigint>,
  occurredAt: FoundSale['sale']['occurredAt'],
): Standing => {
  const rest = basketWithout(decided.basket, gone);
  const grants: readonly Grant[] =
    decided.rulebook === undefined || rest.lines.length === 0 ? [] : adjudicate(decided.rulebook, rest).grants;
  const funds = fundsOf(() => undefined);
  for (const { promotion, points } of grants) {
    const contract = contractOf(deps, program, decided, promotion);
    if (contract) funds.found.set(promotion, { contract, pot: undefined, points });
  }
  return new Map(
    earningsOf(deps.walletTypes, program, grants, occurredAt, funds).map(
      ({ type: { walletType }, points, activeAt, expiresAt, fund }) => {
        const contract = fund?.contract.contract;
        const key = [walletType, contract, activeAt, expiresAt].join('/');
        return [key, { walletType, contract, dates: { activeAt, expiresAt }, points }];
      },
    ),
  );
};

const sharedStanding = (
  deps: CheckoutDeps,
  program: Program,
  decided: PointsDecided,
  gone: ReadonlyMap<number, bigint>,
): Standing => {
  const granted = basketWithout(decided.basket, decided.before);
  const sold = new Map(granted.lines.map(({ line, quantity }) => [line, quantity]));
  const since = new Map([...gone].map(([line, all]) => [line, all - (decided.before.get(line) ?? 0n)]));
  const standing = new Map<string, Unearned & { readonly walletType: number }>();
  for (const grant of decided.grants) {
    const walletType = deps.walletTypes.byCode(program.program, grant.wallet)?.walletType;
    if (walletType === undefined) continue;
    const contract = contractOf(deps, program, decided, grant.promotion)?.contract;
    const key = [walletType, contract].join('/');
    const points = (standing.get(key)?.points ?? 0n) + shareGrant(grant, since, sold);
    standing.set(key, { walletType, contract, points });
  }
  return standing;
};
