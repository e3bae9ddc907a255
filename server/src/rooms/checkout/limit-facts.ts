import { want, type OwnerKey, type Want } from '../../platform/lanes/index.ts';
import { counterSheet, type CompiledRulebook } from '../promotions/index.ts';

/** What an owner has used of his own limits, where a rulebook has such. */
export const wantsOfLimits = (rulebook: CompiledRulebook, member: OwnerKey): Want[] =>
  rulebook.countsForOwners ? [want(counterSheet, { lane: member.lane, owner: member.owner })] : [];
