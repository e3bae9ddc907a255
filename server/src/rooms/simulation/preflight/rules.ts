import type { ActivationDelay, Validity } from '../../../kernel/validity.ts';
import { divide } from '../../../kernel/rounding.ts';
import type { WalletType } from '../../points/index.ts';
import type { RefundOrder } from '../../programs/index.ts';
import type { CompiledRulebook } from '../../promotions/index.ts';
import type { TierDefinition } from '../../tiers/index.ts';
import { partsOf } from '../owner-book.ts';

/** What becomes of points that a return takes back and the member has spent (semantics 3.6). */
export type NegativeBalance = 'only_pending' | 'within_balance' | 'unlimited' | 'recover_from_refund';

/** What a point of a wallet type is worth, from when until when it can be spent, and on what. */
export type Worth = {
  readonly paysPoints: bigint;
  readonly paysMoney: bigint;
  readonly activation: ActivationDelay;
  readonly expiry?: Validity | undefined;
  readonly decimals?: number | undefined;
  readonly spendOrder?: number | undefined;
  readonly rules?: WalletType['rules'] | undefined;
};

/** By what rules the shopper of a search lives. */
export type Rules = {
  readonly rulebook: CompiledRulebook;
  readonly negativeBalance: NegativeBalance;
  readonly worth: ReadonlyMap<string, Worth>;
  /** Which tender gets its money back first; each its own part where it is left out. */
  readonly refund?: RefundOrder | undefined;
  /** How tiers are reached; they are what a basket says where it is left out. */
  readonly tiers?: TierDefinition | undefined;
};

export type Points = ReadonlyMap<string, bigint>;

const kept = new WeakMap<Rules['worth'], ReadonlyMap<string, WalletType>>();

/** The wallets as the plan of spending reads them. */
export const walletTypesOf = ({ worth }: Pick<Rules, 'worth'>): ReadonlyMap<string, WalletType> => {
  const known = kept.get(worth);
  if (known) return known;
  const types = new Map(
    [...worth].map(([code, one], at): [string, WalletType] => [
      code,
      {
        ...{ walletType: at + 1, tenant: 0, program: 0, code, unit: at + 1, purpose: 'points' },
        ...{ paysPoints: one.paysPoints, paysMoney: one.paysMoney, activation: one.activation },
        ...{ spendOrder: one.spendOrder ?? 0, rules: one.rules ?? {}, expiry: one.expiry ?? 'never' },
      },
    ]),
  );
  kept.set(worth, types);
  return types;
};

const issued = new WeakMap<CompiledRulebook, ReadonlySet<string>>();

/** The coupons that a promotion of the rulebook gives: whoever shows one has got it, all others are words that anybody may say. */
export const couponsIssued = (rulebook: CompiledRulebook): ReadonlySet<string> => {
  const known = issued.get(rulebook);
  if (known) return known;
  const words = new Set(
    partsOf(rulebook)
      .flatMap(({ promotions }) => promotions.flatMap(({ effects }) => effects))
      .flatMap(({ rule: { kind, params } }) =>
        kind === 'coupon-issue' ? [(params as { readonly coupon: string }).coupon.toUpperCase()] : [],
      ),
  );
  issued.set(rulebook, words);
  return words;
};

/** Money that points are worth where no promotion makes them worth more; pending ones too, as they will be. */
export const worthOf = ({ worth }: Pick<Rules, 'worth'>, points: Points): bigint => {
  let sum = 0n;
  for (const [wallet, amount] of points) {
    const rate = worth.get(wallet);
    // Floor: who pays with points gets no more than they are worth.
    if (rate !== undefined) sum += divide(amount * rate.paysMoney, rate.paysPoints, 'floor');
  }
  return sum;
};
