export { createTiers, tiersSheets, type Tiers } from './create-tiers.ts';
export { createDefinitions } from './definitions.ts';
export type { Counts } from './definition.ts';
export type { MemberTiers } from './member-tier.ts';
export { marksBetween, marksLeft, qualifiedMarks, qualifies, spendOf, type QualifiedBy } from './qualify.ts';
export { tiersRefusals } from './refusals.ts';
