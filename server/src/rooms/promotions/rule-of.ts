import type { CompiledRulebook, Rule } from './rulebook.ts';

/**
 * The rule of one effect, by which a receipt that keeps only promotion and effect gets its derivation whole again; what
 * the rulebook does not have is undefined.
 */
export const ruleOf = (rulebook: CompiledRulebook, promotion: string, effect: number): Rule | undefined =>
  rulebook.promotions.find(({ code }) => code === promotion)?.effects[effect]?.rule;
