import { INSTANT_NEVER, isoFromInstant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { TierSlot } from '../members/index.ts';
import { rankOf } from './definition.ts';
import type { MemberTiers } from './member-tier.ts';
import { inForceAt } from './settle-standing.ts';
import type { TierDeps } from './tier-deps.ts';

const NO_REASON = 'given by hand';

/** Fills the slot of the room members: a tier that is told there is one given by hand here. */
export const createTierSlot = (deps: Pick<TierDeps, 'definitions' | 'programs'>, tiers: MemberTiers): TierSlot => ({
  counts: (program, at) => inForceAt(deps.definitions.of(program), at) !== undefined,
  ranks: (program, at) => inForceAt(deps.definitions.of(program), at)?.content.levels.map(({ code }) => code) ?? [],
  give(desk, member, { program: number, tier, reason = NO_REASON, until = INSTANT_NEVER }, at) {
    const program = deps.programs.settings().program(number);
    const definition = inForceAt(deps.definitions.of(number), desk.recordedAt);
    if (tier !== null && (!definition || rankOf(definition, tier) < 0)) return refuse('tiers.level.unknown', { tier });
    if (until <= desk.recordedAt) return refuse('tiers.by_hand.over', { until: isoFromInstant(until) });
    tiers.giveByHand(member, program, desk, tier === null ? undefined : { tier, since: at, until, reason }, at);
    return { ok: true };
  },
});
