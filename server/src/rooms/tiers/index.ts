export { createTiers, tiersSheets, type Tiers } from './create-tiers.ts';
export { createDefinitions } from './definitions.ts';
export type { Counts, TierContent, TierDefinition } from './definition.ts';
export type { MemberTiers } from './member-tier.ts';
export { marksBetween, marksLeft, qualifiedMarks, qualifies, spendOf, type QualifiedBy } from './qualify.ts';
export { tiersRefusals } from './refusals.ts';
export { countMarks, settleStanding, type StandingGround, type TierChange } from './settle-standing.ts';
export { newStanding, type Standing } from './standing.ts';
