import type { Source } from './award.ts';
import type { Rule } from './rulebook.ts';

/**
 * How a grant came about, as plain JSON: enough to compute it again without this room. Amounts and points are integers
 * of the smallest step as text; `rule.decimals` says how many decimals that step stands for.
 */
export type Derivation = {
  /** Kind, version, parameters and units. One object per rulebook and effect, shared by all grants. */
  readonly rule: Rule;
  /** The lines that counted, with what they counted for: money by the rule's base, or thousandths of a piece. */
  readonly amounts?: readonly (readonly [line: number, amount: string])[] | undefined;
  /** What a multiplier acted on. */
  readonly sources?: readonly Source[] | undefined;
  /** The points before the rule's cap, where it cut. */
  readonly uncapped?: string | undefined;
};
