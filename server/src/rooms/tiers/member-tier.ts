import { assert } from '../../kernel/assert.ts';
import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import { want, type Desk, type OwnerKey, type Want } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { enrolmentSheet, memberSheet, type Member } from '../members/index.ts';
import { settleOwner, walletsOf } from '../points/index.ts';
import type { Program } from '../programs/index.ts';
import { rankOf, type Counts } from './definition.ts';
import { joinStanding, partStanding } from './join-standing.ts';
import type { Mark } from './mark.ts';
import {
  countMarks,
  giveByHand,
  groundOf,
  inForceAt,
  levelAt,
  settleStanding,
  type Settled,
  type StandingGround,
} from './settle-standing.ts';
import { newStanding, tierOf, type ByHand, type Standing } from './standing.ts';
import { standingSheet } from './store/standing.ts';
import { leaveStanding } from './tell-change.ts';
import type { TierDeps } from './tier-deps.ts';

type Who = OwnerKey & { readonly tenant: number };

/** What a receipt is counted by: which rules, and what of it they count. */
export type CountedBy = { readonly version: number; readonly counts: Counts };

/** The standing of a member in a program, to be asked and changed on a desk. Nothing at all happens in programs without tiers. */
export type MemberTiers = ReturnType<typeof createMemberTiers>;

const AS_BEFORE = 'had this tier before tiers were counted';

export function createMemberTiers(deps: TierDeps) {
  const keyOf = ({ lane, owner }: OwnerKey, { program }: Pick<Program, 'program'>) => ({ lane, owner, program });

  const groundFor = (member: OwnerKey, program: Program, desk: Desk<JournalEntry>): StandingGround => ({
    versions: deps.definitions.of(program.program),
    zone: program.zone,
    // Points first, then what stands on them (semantics 3.3): what has expired is no balance any more.
    balanceAt: (at) => {
      settleOwner(deps, member, desk, at);
      const { counts } = inForceAt(deps.definitions.of(program.program), at)!.content;
      const types = new Set(
        (counts.wallets ?? []).map((code) => deps.walletTypes.byCode(program.program, code)?.walletType),
      );
      const sum = walletsOf(desk, member)
        .filter((wallet) => types.has(wallet.walletType))
        .reduce((all, wallet) => all + wallet.booked + (counts.pending ? wallet.pending : 0n), 0n);
      return Number(sum);
    },
  });

  /** A standing begins where the member had stood: a tier that was a plain fact before tiers were counted stays until somebody takes it. */
  function begin(member: Member, program: Program, desk: Desk<JournalEntry>, at: Instant): Standing | undefined {
    const definition = inForceAt(deps.definitions.of(program.program), at);
    if (!definition) return undefined;
    const key = keyOf(member, program);
    const { enrolledAt } = desk.read(enrolmentSheet, key) ?? member;
    const fresh = newStanding({ ...key, tenant: member.tenant }, definition, enrolledAt);
    const tier = member.tiers[String(program.program)] ?? '';
    if (rankOf(definition, tier) < 0) return fresh;
    return { ...fresh, tier, byHand: { tier, since: enrolledAt, until: INSTANT_NEVER, reason: AS_BEFORE } };
  }

  const standingAt = (who: Who, program: Program, desk: Desk<JournalEntry>, at: Instant): Standing | undefined => {
    if (!inForceAt(deps.definitions.of(program.program), at)) return undefined;
    const known = desk.read(standingSheet, keyOf(who, program));
    if (known) return known;
    const member = desk.read(memberSheet, who);
    return member && begin(member, program, desk, at);
  };

  const leave = (desk: Desk<JournalEntry>, { standing, changes }: Settled): void =>
    leaveStanding(deps, desk, standing, changes);

  return {
    groundFor,

    /** What has to be loaded for a receipt of this member; nothing in programs without tiers. */
    wantsOf: (program: Program, who: OwnerKey): Want[] =>
      deps.definitions.of(program.program).length === 0 ? [] : [want(standingSheet, keyOf(who, program))],

    /** Books what time has done to the standing up to `upTo`. Of a standing that is further on nothing is undone. */
    settle(who: Who, program: Program, desk: Desk<JournalEntry>, upTo: Instant): Standing | undefined {
      const standing = standingAt(who, program, desk, upTo);
      if (!standing) return undefined;
      const settled = settleStanding(groundFor(who, program, desk), standing, upTo);
      leave(desk, settled);
      return settled.standing;
    },

    /** The tier that a purchase at `at` is made in, as it is known now. The standing is settled up to then. */
    tierAt(member: Member, program: Program, desk: Desk<JournalEntry>, at: Instant): string {
      const standing = standingAt(member, program, desk, at);
      if (!standing) return member.tiers[String(program.program)] ?? '';
      if (standing.course.at <= at) return standing.tier;
      // The receipt comes late: it is met by the tier of then.
      const { byHand } = standing;
      if (byHand && byHand.since <= at && at < byHand.until) return byHand.tier;
      return levelAt(groundFor(member, program, desk), standing, (at - 1) as Instant);
    },

    /** True where a purchase is to earn by the tier that it leads to. */
    earnsByTierAfter(who: Who, program: Program, desk: Desk<JournalEntry>, at: Instant): boolean {
      const standing = standingAt(who, program, desk, at);
      if (!standing) return false;
      return groundOf(groundFor(who, program, desk), standing).definition.content.purchaseTier === 'after';
    },

    /** The tier that a purchase leads to; undefined where no tiers are counted. */
    tierAfter(
      who: Who,
      program: Program,
      desk: Desk<JournalEntry>,
      marks: readonly Mark[],
      at: Instant,
    ): string | undefined {
      const standing = standingAt(who, program, desk, at);
      if (!standing) return undefined;
      const ground = groundFor(who, program, desk);
      const counted = countMarks(ground, standing, marks, at, 'counted_late').standing;
      if (standing.course.at <= at) return tierOf(settleStanding(ground, counted, at).standing);
      return levelAt(ground, counted, at);
    },

    /** What of a receipt at `at` counts; undefined where nothing does. */
    countedBy(who: Who, program: Program, desk: Desk<JournalEntry>, at: Instant): CountedBy | undefined {
      const standing = standingAt(who, program, desk, at);
      if (!standing) return undefined;
      const { version, content } = groundOf(groundFor(who, program, desk), standing).definition;
      return { version, counts: content.counts };
    },

    /** What receipts counted by that version. */
    countsOf: (program: Program, version: number): Counts | undefined =>
      deps.definitions.of(program.program).find((one) => one.version === version)?.content.counts,

    /**
     * Looks at a balance that changed otherwise than by a receipt: moved by hand, given or given back, begun. Nothing where the program's
     * tiers do not go by a balance, and for an owner who is no member.
     */
    balanceMoved(who: Who, program: Program, desk: Desk<JournalEntry>): void {
      const at = desk.recordedAt;
      if (inForceAt(deps.definitions.of(program.program), at)?.content.metric !== 'balance') return;
      const standing = standingAt(who, program, desk, at);
      if (!standing) return;
      const ground = groundFor(who, program, desk);
      const now = settleStanding(ground, standing, at);
      const looked = countMarks(ground, now.standing, [], at, 'counted_late');
      leave(desk, { standing: looked.standing, changes: [...now.changes, ...looked.changes] });
    },

    /** Gives a tier by hand, or takes it back: from `at` on, but never before what is known. */
    giveByHand(who: Who, program: Program, desk: Desk<JournalEntry>, byHand: ByHand | undefined, at: Instant): void {
      const standing = standingAt(who, program, desk, desk.recordedAt);
      assert(standing, 'tiers are given by hand where they are counted');
      const ground = groundFor(who, program, desk);
      const now = settleStanding(ground, standing, at);
      const given = giveByHand(ground, now.standing, byHand, now.standing.course.at > at ? desk.recordedAt : at);
      leave(desk, { standing: given.standing, changes: [...now.changes, ...given.changes] });
    },

    /** Counts for `into` what was counted for `from`, who is merged into him. Points have moved before: a balance is looked at anew. */
    join(from: Who, into: Who, program: Program, desk: Desk<JournalEntry>, at: Instant): void {
      const gone = standingAt(from, program, desk, at);
      const standing = standingAt(into, program, desk, at);
      if (!gone || !standing) return;
      // What is left for an unmerge, also of one whose standing was never asked for.
      desk.put(standingSheet, keyOf(from, program), gone);
      leave(desk, joinStanding(groundFor(into, program, desk), standing, gone, at));
    },

    /** Takes off again what `join` has counted, as far as it is still there, and gives it back to `from`. */
    part(from: Who, into: Who, program: Program, desk: Desk<JournalEntry>, at: Instant): void {
      const gone = desk.read(standingSheet, keyOf(from, program));
      const standing = desk.read(standingSheet, keyOf(into, program));
      if (!gone || !standing) return;
      const parted = partStanding(groundFor(into, program, desk), standing, gone, at);
      leave(desk, parted.into);
      desk.put(standingSheet, keyOf(from, program), parted.from);
      const own = settleStanding(groundFor(from, program, desk), parted.from, at);
      leave(desk, own);
    },

    /**
     * Counts what a receipt or return has left, and tells what that makes of the tier: at its own moment, or, for what comes late or
     * is taken away, from now on.
     */
    count(
      who: Who,
      program: Program,
      desk: Desk<JournalEntry>,
      marks: readonly Mark[],
      at: Instant,
      because: 'returned' | 'counted_late',
    ): void {
      const standing = standingAt(who, program, desk, at);
      if (!standing) return;
      const ground = groundFor(who, program, desk);
      // What time has done comes first: what is counted now is not what made it end.
      const now = settleStanding(ground, standing, at);
      const isLate = because === 'returned' || now.standing.course.at > at;
      const counted = countMarks(ground, now.standing, marks, isLate ? desk.recordedAt : at, because);
      const after = settleStanding(ground, counted.standing, at);
      leave(desk, { standing: after.standing, changes: [...now.changes, ...counted.changes, ...after.changes] });
    },
  };
}
