import { want, type Held, type LookUp, type Owner, type OwnerKey, type Want } from '../../platform/lanes/index.ts';
import { cardSheet } from '../cards/index.ts';
import { enrolmentSheet, memberSheet, profileSheet, wantsOfPair, type Pair } from '../members/index.ts';
import { accountSheet } from '../points/index.ts';
import type { Program } from '../programs/index.ts';
import { counterSheet } from '../promotions/index.ts';
import { membershipSheet } from '../segments/index.ts';
import type { MergingDeps } from './deps.ts';

/** Two members as resolve saw them. `into` goes on for both. */
export type PlannedPair = Pair & {
  readonly held: { readonly from: Held; readonly into: Held };
  /** Cards that go with points and names, and the programs of the one who goes. */
  readonly cards: readonly bigint[];
  readonly programs: readonly Program[];
};

/** Reads what a merge or unmerge of two owners stands on; proved under the lock by their revisions. */
export async function planPair(
  deps: MergingDeps,
  look: LookUp,
  tenant: number,
  { from, into }: { readonly from: Owner; readonly into: Owner },
  cards: readonly bigint[],
): Promise<PlannedPair> {
  const [profile, member] = await Promise.all([
    look.row(profileSheet, { tenant, member: from.owner }),
    look.row(memberSheet, from),
  ]);
  const settings = deps.programs.settings();
  return {
    tenant,
    from: { lane: from.lane, owner: from.owner },
    into: { lane: into.lane, owner: into.owner },
    phone: profile?.phone,
    held: { from: heldOf(from), into: heldOf(into) },
    cards,
    programs: (member?.programs ?? []).map((program) => settings.program(program)),
  };
}

const heldOf = ({ lane, owner, revision }: Owner): Held => ({ lane, owner, revision });

/** The facts of both. `cardsAt`: with whom the cards are before. */
export const wantsOf = (deps: MergingDeps, pair: PlannedPair, cardsAt: OwnerKey): Want[] => [
  ...wantsOfPair(deps.keys, pair),
  ...[pair.from, pair.into].flatMap((who) => [
    want(accountSheet, who),
    want(counterSheet, who),
    want(membershipSheet, who),
    ...pair.programs.map(({ program }) => want(enrolmentSheet, { ...who, program })),
    ...pair.programs.flatMap((program) => deps.tiers.members.wantsOf(program, who)),
  ]),
  ...pair.cards.map((card) => want(cardSheet, { lane: cardsAt.lane, card })),
];
