import { formatQuantity } from '../../../kernel/quantity.ts';
import type { Basket, BasketLine, CompiledRulebook, RulebookContent } from '../../promotions/index.ts';
import type { Giveaway, Loophole } from './finding.ts';
import type { TierStep } from './tiers.ts';
import type { NegativeBalance, Rules, Worth } from './rules.ts';

export type Params = Readonly<Record<string, unknown>>;
export type PromotionContent = RulebookContent['promotions'][number];
/** A basket in the making. */
export type Change = { lines: BasketLine[]; basket: Record<string, unknown>; member: Record<string, unknown> };

/** A list of names among parameters; empty where there is none. */
export const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);

/** What a search looks at, and how far. */
export type PreflightAsked = {
  readonly content: RulebookContent;
  readonly rulebook: CompiledRulebook;
  readonly currency: { readonly code: string; readonly decimals: number };
  readonly worth: ReadonlyMap<string, Worth>;
  readonly negativeBalance: NegativeBalance;
  readonly refund?: Rules['refund'];
  /** The program's tiers as they are reached; where they are left out a member has the tier that a promotion asks for. */
  readonly ladder?: Rules['tiers'];
  /** The program's tiers from the lowest, with what each asks for; nothing is said of tiers where it is left out. */
  readonly tiers?: readonly TierStep[] | undefined;
  readonly seed?: number | undefined;
  /** How much it looks at in all, in promotions that may fire; `WORK_MAX` of the search where left out. */
  readonly workMax?: number | undefined;
  /** True when the time is over: the search ends with what it has. */
  readonly isOver?: (() => boolean) | undefined;
};

export type Preflight = {
  readonly loopholes: readonly Loophole[];
  /** What is given for nothing on purpose: no way around anything. */
  readonly giveaways: readonly Giveaway[];
  /** Promotions for which no basket was found that makes them act: nothing was tried on them. */
  readonly untried: readonly string[];
  /** Promotions that ask for a longer past than the search follows, or for a tier that it did not come to. */
  readonly unfollowed: readonly string[];
  /** False when the time ended the search. */
  readonly isComplete: boolean;
};

/** What the goods of a basket cost, as text with its currency. */
export const amountOf = ({ lines }: Basket, { currency }: PreflightAsked): string =>
  `${formatQuantity(
    lines.reduce((sum, { gross }) => sum + gross, 0n),
    currency.decimals,
  )} ${currency.code}`;

/** Money as text with its currency. */
export const inMoney = (amount: bigint, { currency }: PreflightAsked): string =>
  `${formatQuantity(amount, currency.decimals)} ${currency.code}`;
