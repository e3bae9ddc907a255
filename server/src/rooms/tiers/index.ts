export { createTiers, tiersSheets, type Tiers } from './create-tiers.ts';
export { createDefinitions, type TierDefinitions } from './definitions.ts';
export type { Counts, TierContent } from './definition.ts';
export type { MemberTiers } from './member-tier.ts';
export {
  marksBetween,
  marksLeft,
  qualifiedMarks,
  qualifies,
  spendOf,
  type QualifiedBy,
  type SoldForTier,
} from './qualify.ts';
export { tiersRefusals } from './refusals.ts';
